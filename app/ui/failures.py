"""Unforeseen errors of pages. Those of handlers are logged as everywhere; what a browser reports by its kind only."""

import re
from collections import deque
from time import monotonic

import structlog

from app.core.failures import log_failure as log_failure

MINUTE = 60.0
REPORTS_A_MINUTE = 20
_JS_ERROR = re.compile(r"[A-Za-z]{1,40}Error\b")
_reports: deque[float] = deque()

log = structlog.get_logger(__name__)


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
