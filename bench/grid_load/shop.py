"""The shop that is measured: made once, kept in a folder, and what is in it to ask for."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import text

from app.core.actor import Actor, Role, Source
from app.core.database import get_database, read_session
from app.core.paging import GridQuery
from app.features.accounts import service as accounts
from grid_load.cases import Facts

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = 500
COMMON = 20
# PostgreSQL has to look at its pages before an index alone may answer; a running server does so by itself.
TIDY = "VACUUM ANALYZE"
CUSTOMERS_SHARE, PRODUCTS = 20, 500


def arguments_for(what: str, *, crossed: str) -> argparse.Namespace:
    """What a benchmark is asked to do."""
    arguments = argparse.ArgumentParser(description=what)
    arguments.add_argument("--folder", type=Path, help="where the SQLite file and its keyring are kept and used again")
    arguments.add_argument("--postgres", action="store_true", help="a PostgreSQL of the packages instead of SQLite")
    arguments.add_argument("--orders", type=int, default=1_000_000)
    arguments.add_argument("--seconds", type=float, default=2.0, help="how long each row of the table is measured")
    arguments.add_argument("--only", default="", help="the rows of the table with this in their name")
    arguments.add_argument("--crossed", action="store_true", help=crossed)
    arguments.add_argument("--database", default="", help="measure a demo shop that is there: DAYBOOK_DATABASE_URL")
    return arguments.parse_args()


@contextmanager
def open_shop(given: argparse.Namespace) -> Generator[None, None, None]:
    """The demo shop that was asked for, made where it is not there; the settings of this process name it."""
    random.seed(1)
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="daybook-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        address = given.database or stack.enter_context(database_of(folder, postgres=given.postgres))
        settings = {"DAYBOOK_DATABASE_URL": address, "DAYBOOK_KEYRING": str(folder / "keyring.json")}
        os.environ.update(settings)
        if not given.database:
            customers = max(100, given.orders // CUSTOMERS_SHARE)
            make(settings, orders=given.orders, customers=customers, products=PRODUCTS)
        yield


@contextmanager
def database_of(folder: Path, *, postgres: bool) -> Generator[str, None, None]:
    """The address of the database: a file in the folder, or a server that lives as long as this block."""
    if not postgres:
        yield f"sqlite+aiosqlite:///{folder / 'daybook.db'}"
        return
    sys.path.insert(0, str(ROOT))
    from tests.support.postgres import running_postgres  # noqa: PLC0415 - only here is it needed

    with running_postgres() as server:
        server.run("CREATE DATABASE grid")
        yield server.url("grid")


def make(environment: dict[str, str], *, orders: int, customers: int, products: int) -> None:
    """Fill the database of the environment, unless it has been filled, and bring it to the newest revision."""
    database = environment["DAYBOOK_DATABASE_URL"]
    file = Path(database.partition(":///")[2]) if database.startswith("sqlite") else None
    if file is None or not file.exists():
        amounts = ("--orders", str(orders), "--customers", str(customers), "--products", str(products))
        _run("migrate", environment=environment)
        _run("demo", *amounts, environment=environment)
    _run("migrate", environment=environment)


def _run(*command: str, environment: dict[str, str]) -> None:
    subprocess.run(
        (sys.executable, "-m", "app", *command), cwd=ROOT, env=os.environ | environment, check=True, stdout=sys.stderr
    )


async def tidy() -> None:
    """What PostgreSQL does by itself when it has a quiet minute."""
    database = get_database()
    if database.is_sqlite:
        return
    async with database.engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await plain.execute(text(TIDY))


async def admin() -> Actor:
    """The demo's admin."""
    async with read_session() as session:
        found = await session.execute(text("SELECT id FROM users WHERE role = 'admin' ORDER BY created_at LIMIT 1"))
        (row_id,) = found.one()
    from app.core.ids import parse_id  # noqa: PLC0415 - after the settings are there

    return Actor(parse_id(str(row_id)), Role.ADMIN, Source.GRID)


async def facts_of(who: Actor) -> Facts:
    """What to ask for: names of people who are there, the best-selling product, the categories."""
    async with read_session() as session:
        orders, first, last = (
            await session.execute(text("SELECT count(*), min(number), max(number) FROM orders"))
        ).one()
        customers = (await session.scalar(text("SELECT count(*) FROM users WHERE role = 'customer'"))) or 1
        skus = (
            await session.scalars(
                text("SELECT sku FROM order_items GROUP BY product_id, sku ORDER BY count(*) DESC LIMIT 200")
            )
        ).all()
        categories = (await session.scalars(text("SELECT DISTINCT category FROM products"))).all()
    people = await accounts.window(who, GridQuery(limit=SAMPLE))
    names = tuple(person.name for person in people if person.name)
    common = tuple(word for word, _ in Counter(name.split()[0] for name in names).most_common(COMMON))
    return Facts(orders, (first, last), customers - 1, names, common, tuple(skus), tuple(categories))
