"""Showing a masked personal value to one person, for a reason that is kept."""
