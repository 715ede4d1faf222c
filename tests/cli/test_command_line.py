import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.features.imports.files import line, write
from tests.support.shop import ROOT


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """An environment of its own: nothing migrated, no keyring yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")}
    return {
        **kept,
        "DAYBOOK_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/daybook.db",
        "DAYBOOK_KEYRING": str(tmp_path / "keyring.json"),
    }


def run(settings: dict[str, str], *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "app", *arguments),
        cwd=ROOT,
        env=settings,
        input=stdin,
        text=True,
        capture_output=True,
        check=False,
    )


def count(tmp_path: Path, table: str) -> int:
    with sqlite3.connect(tmp_path / "daybook.db", timeout=30) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_help_names_every_command_and_loads_nothing_heavy(settings: dict[str, str]) -> None:
    done = run(settings, "--help")
    commands = [
        "serve",
        "build",
        "migrate",
        "demo",
        "create-admin",
        "import",
        "export",
        "rotate-keys",
        "backup",
        "restore",
        "doctor",
    ]
    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in commands)
    code = "import sys, app.cli.main; print([m for m in ('sqlalchemy', 'reflex', 'pydantic') if m in sys.modules])"
    loaded = subprocess.run((sys.executable, "-c", code), cwd=ROOT, text=True, capture_output=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_an_import_says_by_its_status_whether_all_some_or_none_went_in(
    settings: dict[str, str], tmp_path: Path
) -> None:
    good = write(tmp_path / "good.csv", [line()])
    mixed = write(
        tmp_path / "mixed.csv", [line(order_ref="T-2"), line(order_ref="=T", customer_email="Quentin Marker")]
    )
    bad = write(tmp_path / "bad.csv", [line(order_ref="T-4", quantity="x")])
    report = tmp_path / "report.csv"
    assert run(settings, "import", "orders", str(good)).returncode == 0
    assert run(settings, "import", "orders", str(mixed), "--report", str(report)).returncode == 3
    assert report.read_text() == "line,order_ref,field,code\n3,'=T,customer_email,invalid_email\n"
    assert run(settings, "import", "orders", str(bad)).returncode == 1
    assert run(settings, "import", "orders", str(mixed), "--all-or-nothing").returncode == 1
    assert count(tmp_path, "orders") == 2


def test_what_a_person_can_mend_is_one_sentence_without_a_trace(settings: dict[str, str], tmp_path: Path) -> None:
    wrong = {**settings, "DAYBOOK_PORT": "many"}
    faults = {
        "DAYBOOK_PORT": run(wrong, "migrate"),
        "Cannot read": run(settings, "import", "orders", str(tmp_path / "none.csv")),
        "time zone": run(settings, "import", "orders", "x.csv", "--timezone", "Mars/Olympus"),
        "report": run(settings, "import", "orders", "x.csv", "--report", str(tmp_path / "no" / "report.csv")),
    }
    for words, done in faults.items():
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert done.stderr.startswith("daybook: ")
        assert done.stderr.count("\n") == 1


def test_a_database_newer_than_the_code_and_a_foreign_keyring_are_refused(
    settings: dict[str, str], tmp_path: Path
) -> None:
    assert run(settings, "demo", "--orders", "5", "--customers", "2", "--products", "2").returncode == 0
    other = run({**settings, "DAYBOOK_KEYRING": str(tmp_path / "other.json")}, "export", "orders", str(tmp_path / "e"))
    assert other.returncode == 2
    assert "keyring does not belong to this database" in other.stderr
    with sqlite3.connect(tmp_path / "daybook.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = run(settings, "migrate")
    assert newer.returncode == 2
    assert "newer version" in newer.stderr
    assert newer.stderr.count("\n") == 1


def test_an_admin_is_made_with_a_password_from_standard_input(settings: dict[str, str]) -> None:
    arguments = ("create-admin", "--email", "ada@example.com", "--name", "Ada Archer", "--password-stdin")
    assert run(settings, *arguments, stdin="short\n").returncode == 2
    done = run(settings, *arguments, stdin="a walrus in the larder\n")
    assert done.returncode == 0
    assert "larder" not in done.stdout + done.stderr
    wrong = run(settings, "create-admin", "--email", "ada", "--name", "", "--password-stdin", stdin="a walrus in\n")
    assert wrong.returncode == 2
    assert "email" in wrong.stderr
    assert "name" in wrong.stderr


def test_products_and_users_come_in_from_lists(settings: dict[str, str], tmp_path: Path) -> None:
    products = tmp_path / "products.csv"
    products.write_text(
        "sku,name,description,category,price,currency,active\nA,Tea,Green,Tea,4.90,EUR,true\nB,Tin,,Kitchen,x,EUR,maybe\n"
    )
    report = tmp_path / "r.csv"
    assert run(settings, "import", "products", str(products), "--report", str(report)).returncode == 3
    assert report.read_text() == "line,order_ref,field,code\n3,,price,not_a_decimal\n3,,active,not_true_or_false\n"
    users = tmp_path / "users.csv"
    users.write_text("email,name,role\nsam@example.com,Sam Stone,staff\n")
    assert run(settings, "import", "users", str(users)).returncode == 0
    again = run(settings, "import", "users", str(users))
    assert (again.returncode, "1 unchanged" in again.stdout) == (0, True)
    users.write_text("email,name,role\nSAM@example.com,Sam Stone,admin\n")
    assert run(settings, "import", "users", str(users)).returncode == 1


def test_an_import_that_is_killed_goes_on_when_it_is_run_again(settings: dict[str, str], tmp_path: Path) -> None:
    lines = [line(order_ref=f"K-{number}", sku=f"S{number % 50}") for number in range(12_000)]
    path = write(tmp_path / "many.csv", lines)
    assert run(settings, "migrate").returncode == 0
    process = subprocess.Popen(
        (sys.executable, "-m", "app", "import", "orders", str(path)),
        cwd=ROOT,
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while count(tmp_path, "orders") == 0 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    part = count(tmp_path, "orders")
    assert 0 < part < 12_000
    assert part % 500 == 0
    assert count(tmp_path, "order_items") == part
    done = run(settings, "import", "orders", str(path))
    assert done.returncode == 0
    assert f"{part:,} unchanged" in done.stdout
    assert count(tmp_path, "orders") == count(tmp_path, "order_items") == 12_000
    assert count(tmp_path, "users") == 1
    assert run(settings, "doctor").returncode == 0


def test_all_or_nothing_that_is_killed_leaves_nothing(settings: dict[str, str], tmp_path: Path) -> None:
    path = write(tmp_path / "many.csv", [line(order_ref=f"K-{number}") for number in range(12_000)])
    assert run(settings, "migrate").returncode == 0
    process = subprocess.Popen(
        (sys.executable, "-m", "app", "import", "orders", str(path), "--all-or-nothing"),
        cwd=ROOT,
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    while (said := process.stderr.readline()) and not said.startswith("Importing"):
        pass
    process.kill()
    process.wait()
    process.stderr.close()
    assert said.startswith("Importing")
    assert count(tmp_path, "orders") == count(tmp_path, "users") == 0
