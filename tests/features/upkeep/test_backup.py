import zipfile
from pathlib import Path

import pytest

from app.core.config import get_settings
from app.core.database import Database, get_database
from app.core.keyring import get_keyring, new_keyring, save_keyring
from app.core.migrations import upgrade
from app.features.demo.service import DemoSize, make_demo
from app.features.imports.service import export_orders
from app.features.privacy.canary import WrongKeyring, ensure_canary
from app.features.upkeep import doctor
from app.features.upkeep.backup import NotABackup, NotEmpty, OtherRevision, back_up, restore
from tests.features.imports.files import bring_in, line, stored, write
from tests.support.databases import sqlite_url
from tests.support.engines import on_sqlite
from tests.support.rollups import assert_rollups_are_exact

pytestmark = pytest.mark.asyncio
SMALL = DemoSize(orders=60, customers=9, products=6)


async def into_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A fresh, migrated SQLite database is the one of this process from here on."""
    await get_database().dispose()
    monkeypatch.setenv("DAYBOOK_DATABASE_URL", sqlite_url(folder / "another.db"))
    get_settings.cache_clear()
    get_database.cache_clear()
    await upgrade()
    return get_database()


async def test_a_backup_of_either_database_comes_back_whole(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ensure_canary()
    await make_demo(SMALL)
    before = await stored()
    rows = await back_up(tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    other = await into_another(tmp_path, monkeypatch)
    assert await restore(tmp_path / "b.zip") == rows
    assert await stored() == before
    await assert_rollups_are_exact()
    summary, _faults = await bring_in(write(tmp_path / "a.csv", [line()]))
    assert summary.new == 1
    with pytest.raises(NotEmpty):
        await restore(tmp_path / "b.zip")
    await other.dispose()


async def test_a_backup_goes_into_an_empty_database_of_the_same_kind(database: Database, tmp_path: Path) -> None:
    await ensure_canary()
    path = tmp_path / "empty.zip"
    await back_up(path)
    await restore(path)
    await ensure_canary()
    summary, _faults = await bring_in(write(tmp_path / "a.csv", [line()]))
    assert summary.new == 1


@on_sqlite
async def test_a_backup_is_refused_with_another_keyring(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ensure_canary()
    await make_demo(SMALL)
    await back_up(tmp_path / "b.zip")
    save_keyring(new_keyring(), get_settings().keyring_path)
    other = await into_another(tmp_path, monkeypatch)
    get_keyring.cache_clear()
    with pytest.raises(WrongKeyring):
        await restore(tmp_path / "b.zip")
    assert await stored() == {}
    await other.dispose()


@on_sqlite
async def test_a_file_that_is_no_backup_is_refused(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_text("no zip")
    with pytest.raises(NotABackup):
        await restore(path)
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("manifest.json", '{"format": 1, "revision": "9999"}')
    with pytest.raises(OtherRevision, match="9999"):
        await restore(tmp_path / "c.zip")
    with pytest.raises(FileExistsError):
        await back_up(path)


@on_sqlite
async def test_personal_data_is_not_in_a_backup_in_clear(database: Database, tmp_path: Path) -> None:
    await bring_in(write(tmp_path / "a.csv", [line(customer_name="Quentin Marker", note="the marked note")]))
    await back_up(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Marker" not in content
    assert b"marked" not in content
    assert await export_orders(tmp_path / "e.csv") == 1


async def test_the_doctor_finds_wrong_rollups_and_counts_them_anew(database: Database, tmp_path: Path) -> None:
    await ensure_canary()
    await bring_in(write(tmp_path / "a.csv", [line(), line(order_ref="T-2", quantity="0")]))
    assert all(finding.is_well for finding in await doctor.examine())
    async with get_database().writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE order_rollups SET amount = amount + 1")
    sick = [finding for finding in await doctor.examine() if not finding.is_well]
    assert [(finding.name, "--repair" in finding.remedy) for finding in sick] == [("rollups", True)]
    assert all(finding.is_well for finding in await doctor.examine(repair=True))
    assert all(finding.is_well for finding in await doctor.examine())


@on_sqlite
async def test_the_doctor_names_what_does_not_answer(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_SMTP_URL", "smtp://127.0.0.1:9")
    monkeypatch.setenv("DAYBOOK_REDIS_URL", "redis://127.0.0.1:9")
    get_settings.cache_clear()
    get_settings().keyring_path.unlink(missing_ok=True)
    await ensure_canary()
    get_settings().keyring_path.chmod(0o644)
    sick = {finding.name: finding.remedy for finding in await doctor.examine() if not finding.is_well}
    assert set(sick) == {"mail", "redis", "keyring"}
    assert "chmod 600" in sick["keyring"]
