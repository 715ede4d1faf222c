"""The catalogue: what can be ordered, at which price."""
