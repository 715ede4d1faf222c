"""The record grid of people."""
