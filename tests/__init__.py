"""The tests. They mirror the rooms of `app/`; `support/` holds the servers and the cast they use."""
