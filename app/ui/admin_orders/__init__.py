"""The record grid of orders."""
