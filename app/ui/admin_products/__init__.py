"""The record grid of the catalogue."""
