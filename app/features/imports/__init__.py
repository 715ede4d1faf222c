"""Bringing a shop's own books in from CSV files, and out again."""
