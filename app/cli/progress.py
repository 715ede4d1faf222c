"""Progress of long work: a bar on a terminal, a plain line now and then elsewhere. Both go to stderr."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

PLAIN_SECONDS = 5.0
Report = Callable[[str, int, int], None]


@contextmanager
def showing_progress() -> Generator[Report, None, None]:
    """A function that is told what is being done, how much is done and how much there is."""
    if not sys.stderr.isatty():
        yield _Plain().report
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield report


class _Plain:
    """A line when a stage begins, every few seconds, and when it ends."""

    def __init__(self) -> None:
        self._what = ""
        self._due = 0.0
        self._ended = False

    def report(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        is_new, is_end = what != self._what, done >= total
        if (is_end and self._ended and not is_new) or not (is_new or is_end or now >= self._due):
            return
        self._what, self._due, self._ended = what, now + PLAIN_SECONDS, is_end
        print(f"{what}: {done:,} of {total:,}", file=sys.stderr, flush=True)
