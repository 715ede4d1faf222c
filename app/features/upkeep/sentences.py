"""Errors of the machinery that a person can do something about, each as one sentence."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.config import SettingsError
from app.core.errors import DomainError
from app.core.keyring import KeyringError
from app.core.migrations import DatabaseNewerThanCodeError


def sentence_of(error: BaseException) -> str | None:
    """What to say of an error; None where it is one of ours that nobody foresaw."""
    if isinstance(error, SettingsError | KeyringError | DatabaseNewerThanCodeError):
        return str(error)
    if isinstance(error, DomainError):
        return error.detail
    if isinstance(error, PoolTimeout):
        return "the database does not answer: see that it runs and that DAYBOOK_DATABASE_URL is right"
    if isinstance(error, DBAPIError):
        return _of_database(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    return None


def _of_database(error: DBAPIError) -> str | None:
    cause = str(error.orig)
    if "database is locked" in cause:
        return "the database is being written by another process; try again when that is done"
    if "unable to open database file" in cause or "readonly database" in cause or "file is not a database" in cause:
        return f"the database file cannot be used ({cause}): see DAYBOOK_DATABASE_URL"
    if "disk" in cause and "full" in cause:
        return "the disk is full"
    if error.connection_invalidated or "password authentication" in cause or "does not exist" in cause:
        return f"the database refuses: {cause.splitlines()[0]}"
    return None
