"""The first admin of an empty shop."""
