"""Unforeseen errors: a reference for the person, the cause for the log. Values of the request never reach the log."""

import re
import secrets
import traceback
from collections import deque
from time import monotonic

import structlog

MINUTE = 60.0
REPORTS_A_MINUTE = 20
_JS_ERROR = re.compile(r"[A-Za-z]{1,40}Error\b")
_reports: deque[float] = deque()

log = structlog.get_logger(__name__)


def log_failure(error: BaseException, *, where: str) -> str:
    """Log the kind of an error and where it arose, and return its reference: eight hex digits.

    The error's own message is left out: libraries write the values they stumbled over into it.
    """
    reference = secrets.token_hex(4)
    log.error(
        "failure", reference=reference, where=where, kind=_kind(error), frames=_frames(error), cause=_cause(error)
    )
    return reference


def log_page_failure(exception: Exception) -> None:
    """Log the kind of an error that a browser reports. Its words are the browser's, so they are left out; at most
    REPORTS_A_MINUTE are kept, for anyone may send them.
    """
    moment = monotonic()
    while _reports and moment - _reports[0] > MINUTE:
        _reports.popleft()
    if len(_reports) < REPORTS_A_MINUTE:
        _reports.append(moment)
        found = _JS_ERROR.match(str(exception))
        log.warning("failure.in_browser", kind=found[0] if found else "unknown")


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def _cause(error: BaseException) -> str | None:
    cause = error.__cause__ or error.__context__
    return None if cause is None else _kind(cause)
