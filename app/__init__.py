"""Daybook: a self-hosted order desk."""
