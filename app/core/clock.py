"""The clock. Time is aware UTC everywhere; one operation reads it once."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present moment, aware UTC."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def frozen(moment: datetime) -> Generator[datetime, None, None]:
    """Stand still at `moment` (aware) inside the block: for replays, the demo's history and tests."""
    if moment.tzinfo is None:
        msg = "moment must be aware"
        raise ValueError(msg)
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _frozen.reset(token)
