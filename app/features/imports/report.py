"""The report of an import: a CSV file `line,order_ref,field,code` of what was refused, without the values."""

import csv
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from app.features.imports.cells import defused
from app.features.imports.schemas import Fault, FaultSink

HEADER = ("line", "order_ref", "field", "code")


@contextmanager
def writing_report(path: Path | None) -> Generator[FaultSink, None, None]:
    """Where faults are told; they go into the file at `path`, which is written anew. Raises OSError."""
    if path is None:
        yield _nowhere
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)

        def refuse(fault: Fault) -> None:
            writer.writerow((fault.line, defused(fault.order_ref), fault.field, fault.code))

        yield refuse


def _nowhere(_fault: Fault) -> None:
    """No report is asked for."""
