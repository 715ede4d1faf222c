"""The use cases of the import wizard, for the doors."""

from app.features.transfers.checking import turn
from app.features.transfers.following import current, purge, refused_lines, resume, run, status, stop
from app.features.transfers.owning import forget, may_import
from app.features.transfers.running import run_import
from app.features.transfers.steps import check, look, receive, start

__all__ = [
    "check",
    "current",
    "forget",
    "look",
    "may_import",
    "purge",
    "receive",
    "refused_lines",
    "resume",
    "run",
    "run_import",
    "start",
    "status",
    "stop",
    "turn",
]
