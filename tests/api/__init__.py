"""The API, driven over ASGI."""
