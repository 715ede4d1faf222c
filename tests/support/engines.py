"""Marks for a test of `database` that has a reason to run on one engine only."""

import pytest

on_sqlite = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize(
    "database_address", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
