"""The command line, `python -m app …`: each command calls one use case and says what came of it."""
