"""`import` and `export`."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from app.cli.progress import showing_progress
from app.cli.run import complain, run
from app.core.errors import Invalid
from app.core.ranges import zone
from app.features.imports import service
from app.features.imports.service import ImportOptions, Summary

IMPORTS: dict[str, Callable[..., Awaitable[Summary]]] = {
    "orders": service.import_orders,
    "products": service.import_products,
    "users": service.import_users,
}


def import_file(kind: str, path: Path, *, report: Path | None, timezone: str, all_or_nothing: bool) -> int:
    """Import a file; returns 0 when all is in, 3 when some was refused, 1 when nothing went in."""
    try:
        options = ImportOptions(path=path, timezone=zone(timezone), all_or_nothing=all_or_nothing)
    except Invalid:
        return complain(f"--timezone {timezone} is not a time zone of the IANA database, such as Europe/Berlin")

    async def work() -> int:
        with service.writing_report(report) as refuse, showing_progress() as progress:
            summary = await IMPORTS[kind](options, refuse=refuse, progress=progress)
        _say(kind, summary, report=report, all_or_nothing=all_or_nothing)
        return summary.exit_status

    return run(work)


def _say(kind: str, summary: Summary, *, report: Path | None, all_or_nothing: bool) -> None:
    what = f"{summary.new:,} {kind} imported"
    if kind == "orders":
        what += f" ({summary.lines:,} lines, {summary.customers:,} new customers, {summary.products:,} new products)"
    print(f"{what}, {summary.unchanged:,} unchanged, {summary.refused:,} refused.")
    if summary.refused:
        where = f"See {report}" if report else "Run again with --report FILE to see which lines, and why"
        print(f"Nothing was imported. {where}." if all_or_nothing else f"{where}.")


def export_file(path: Path) -> int:
    """Export all orders into a new file; never over one that is there."""

    async def work() -> int:
        with showing_progress() as progress:
            count = await service.export_orders(path, progress=progress)
        print(f"{count:,} orders exported to {path}. It holds names and addresses in clear: keep it accordingly.")
        return 0

    return run(work)
