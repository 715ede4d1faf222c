"""Fixtures: the environment of a test, and the real servers it may use."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core import clock
from tests.support.postgres import Postgres, running_postgres
from tests.support.process import forget_process
from tests.support.smtp import Mailbox, running_smtp
from tests.support.valkey import Valkey, running_valkey

NOON = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the test's own, and settings that touch nothing outside it."""
    folder = tmp_path_factory.mktemp("daybook")
    for name in [name for name in os.environ if name.startswith("DAYBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DAYBOOK_DATABASE_URL", f"sqlite+aiosqlite:///{folder}/empty.db")
    monkeypatch.setenv("DAYBOOK_KEYRING", str(folder / "keyring.json"))
    monkeypatch.setenv("DAYBOOK_RATE_LIMITS", "off")
    forget_process()
    yield folder
    forget_process()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL."""
    with running_postgres(in_memory=True) as server:
        yield server


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[Valkey]:
    """A real Valkey, shared by the tests of this process: ask for `valkey` instead, which is empty."""
    with running_valkey() as server:
        yield server


@pytest.fixture
def valkey(valkey_server: Valkey) -> Valkey:
    """A real Valkey, empty."""
    valkey_server.empty()
    return valkey_server


@pytest.fixture
def redis_url(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> str:
    """DAYBOOK_REDIS_URL, set to an empty Valkey."""
    monkeypatch.setenv("DAYBOOK_REDIS_URL", valkey.url)
    forget_process()
    return valkey.url


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A real SMTP server, with DAYBOOK_SMTP_URL set to it."""
    with running_smtp() as box:
        monkeypatch.setenv("DAYBOOK_SMTP_URL", box.url)
        forget_process()
        yield box


class Hour:
    """The clock of the product, standing still."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, span: timedelta) -> datetime:
        """Move on by `span`; answers the new moment."""
        self.moment += span
        return self.moment


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    """`app.core.clock.now()` stands at NOON of 17 March 2026, UTC, until the test moves it."""
    stopped = Hour(NOON)
    monkeypatch.setattr(clock, "now", stopped)
    return stopped
