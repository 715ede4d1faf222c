"""One order: its lines, its story, and what can be done with it."""
