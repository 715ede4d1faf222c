"""Unforeseen errors: a reference for the person, the cause for the log. Values of the request never reach the log."""

import secrets
import traceback

import structlog

MOST_FRAMES = 12

log = structlog.get_logger(__name__)


def log_failure(error: BaseException, *, where: str) -> str:
    """Log the kind of an error and where it arose, and return its reference: eight hex digits.

    The error's own message is left out: libraries write the values they stumbled over into it.
    """
    reference = secrets.token_hex(4)
    cause = error.__cause__ or error.__context__
    log.error(
        "failure",
        reference=reference,
        where=where,
        kind=_kind(error),
        frames=_frames(error),
        cause=None if cause is None else _kind(cause),
    )
    return reference


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-MOST_FRAMES:]]
