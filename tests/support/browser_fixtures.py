"""Fixtures: a running shop and pages."""
