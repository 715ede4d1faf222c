"""The commands and their options. Each imports what it needs when it runs, so that --help is quick."""

import sys
from pathlib import Path

import click

FILE = click.Path(path_type=Path, dir_okay=False)
MANY = click.IntRange(min=0, max=50_000_000)


def main() -> int:
    """Run the command line; returns the exit status."""
    # Without standalone mode click hands back what the command returned.
    try:
        result: object = commands.main(prog_name="python -m app", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Abort:
        print("daybook: stopped", file=sys.stderr)
        return 2
    return result if isinstance(result, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Daybook: a self-hosted order desk. Settings come from the environment, DAYBOOK_DATABASE_URL and others."""


@commands.command()
def serve() -> int:
    """Migrate, build the front end where it is stale, and serve everything on one port."""
    from app.cli.serving import serve_shop  # noqa: PLC0415

    return serve_shop()


@commands.command()
def build() -> int:
    """Build the front end, if it is stale; needs no settings, keyring or database."""
    from app.cli.serving import build_front_end  # noqa: PLC0415

    return build_front_end()


@commands.command()
def migrate() -> int:
    """Bring the database to the newest revision."""
    from app.cli.upkeep import migrate_database  # noqa: PLC0415

    return migrate_database()


@commands.command()
@click.option("--orders", type=MANY, default=5_000, show_default=True, help="How many orders, over 13 months.")
@click.option("--customers", type=click.IntRange(min=1, max=10_000_000), default=300, show_default=True)
@click.option("--products", type=click.IntRange(min=1, max=100_000), default=40, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same shop.")
def demo(orders: int, customers: int, products: int, seed: int) -> int:
    """Fill an empty database with a demo shop, and print its logins."""
    from app.cli.demo import make_demo  # noqa: PLC0415

    return make_demo(orders=orders, customers=customers, products=products, seed=seed)


@commands.command()
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, not from a prompt.")
def create_admin(email: str, name: str, *, password_stdin: bool) -> int:
    """Make an admin. Whoever has the address becomes one again: the way back for a locked-out admin."""
    from app.cli.people import make_admin  # noqa: PLC0415

    return make_admin(email, name, password_stdin=password_stdin)


@commands.command(name="import")
@click.argument("kind", type=click.Choice(["orders", "products", "users"]))
@click.argument("file", type=FILE)
@click.option("--report", type=FILE, help="Write refused lines there: line,order_ref,field,code.")
@click.option("--timezone", default="UTC", show_default=True, help="Of moments without an offset.")
@click.option(
    "--all-or-nothing",
    is_flag=True,
    help="Import nothing if anything is refused. One transaction: on SQLite nobody else can write until it ends.",
)
def import_(kind: str, file: Path, report: Path | None, timezone: str, *, all_or_nothing: bool) -> int:
    """Import a CSV file. Exit status: 0 all in, 3 some refused, 1 none."""
    from app.cli.imports import import_file  # noqa: PLC0415

    return import_file(kind, file, report=report, timezone=timezone, all_or_nothing=all_or_nothing)


@commands.command()
@click.argument("kind", type=click.Choice(["orders"]))
@click.argument("file", type=FILE)
def export(kind: str, file: Path) -> int:
    """Export all orders to a new CSV file in the format of the import."""
    from app.cli.imports import export_file  # noqa: PLC0415

    del kind
    return export_file(file)


@commands.command()
def rotate_keys() -> int:
    """Make a new data key, seal all personal data with it again, and drop the old key."""
    from app.cli.keys import rotate  # noqa: PLC0415

    return rotate()


@commands.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> int:
    """Write the whole database into one new file. The keyring is not in it: keep both, apart."""
    from app.cli.upkeep import back_up  # noqa: PLC0415

    return back_up(file)


@commands.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> int:
    """Bring a backup back into an empty database."""
    from app.cli.upkeep import bring_back  # noqa: PLC0415

    return bring_back(file)


@commands.command()
@click.option("--repair", is_flag=True, help="Count the rollups anew where they are wrong.")
def doctor(*, repair: bool) -> int:
    """Look at database, keys, Redis, mail and disk, and say what to do about each fault."""
    from app.cli.upkeep import examine  # noqa: PLC0415

    return examine(repair=repair)
