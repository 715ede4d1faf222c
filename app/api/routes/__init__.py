"""The routes, a module a subject. Each has its own `router`; `application.py` puts them together."""
