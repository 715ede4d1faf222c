from pathlib import Path

import pytest
from sqlmodel import col, select

from app.core.config import get_settings
from app.core.crypto import key_id_of
from app.core.database import Database, read_session
from app.core.keyring import (
    KeyringError,
    get_keyring,
    new_keyring,
    save_keyring,
    to_json,
    with_new_keys,
    without_old_data_keys,
)
from app.core.unit_of_work import unit_of_work
from app.features.demo.service import DemoSize, make_demo
from app.features.jobs import service as jobs
from app.features.privacy import repository, rotation
from app.features.privacy.canary import WrongKeyring, ensure_canary
from app.features.privacy.rotation import KeyringNotWritable, OldKeyInUse, rotate_keys
from app.models import Change, Entity, JobKind, JobRow, Order, User, metadata
from tests.features.imports.files import stored
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
SMALL = DemoSize(orders=30, customers=5, products=4)


async def test_the_canary_is_made_once_and_opens(database: Database) -> None:
    await ensure_canary()
    await ensure_canary()
    async with read_session() as session:
        assert await repository.canary(session) is not None


async def test_another_keyring_is_refused(database: Database) -> None:
    await ensure_canary()
    save_keyring(new_keyring(), get_settings().keyring_path)
    get_keyring.cache_clear()
    with pytest.raises(WrongKeyring, match="does not belong to this database"):
        await ensure_canary()


async def test_a_keyring_with_another_index_key_is_refused(database: Database) -> None:
    await ensure_canary()
    ours, other = get_keyring(), new_keyring()
    save_keyring(type(ours)(data=ours.data, index=other.index, token=ours.token), get_settings().keyring_path)
    get_keyring.cache_clear()
    with pytest.raises(WrongKeyring):
        await ensure_canary()


async def test_after_a_rotation_the_old_key_opens_nothing_and_nothing_is_lost(database: Database) -> None:
    await ensure_canary()
    await make_demo(SMALL)
    before = await stored()
    rotated = await rotate_keys(settle=0)
    assert (rotated.key_id, list(get_keyring().data.keys)) == ("d2", ["d2"])
    assert await stored() == before
    async with read_session() as session:
        values = [
            *(await session.scalars(select(User.email_ct))).all(),
            *(await session.scalars(select(Order.ship_to_ct))).all(),
            *(await session.scalars(select(Change.new).where(col(Change.is_sealed)))).all(),
        ]
        assert {key_id_of(value) for value in values if value} == {"d2"}
        canary = await repository.canary(session)
    assert canary is not None
    assert key_id_of(canary.word_ct) == "d2"
    await ensure_canary()


async def test_a_rotation_that_was_broken_off_goes_on(database: Database) -> None:
    await ensure_canary()
    await make_demo(SMALL)
    save_keyring(with_new_keys(get_keyring()), get_settings().keyring_path)
    get_keyring.cache_clear()
    before = await stored()
    rotated = await rotate_keys(settle=0)
    assert rotated.key_id == "d2"
    assert await stored() == before


async def test_a_newer_value_is_not_overwritten_by_a_rotation(database: Database) -> None:
    await make_demo(SMALL)
    where = repository.SEALED_COLUMNS[1]
    async with read_session() as session:
        page = await repository.sealed_page(session, where, active="d9", after=None, limit=1)
        user = await session.get(User, page[0][0][0])
    assert user is not None
    async with unit_of_work() as uow:
        await repository.swap(uow.session, where, [((user.id,), "something that was there before", "lost")])
    async with read_session() as session:
        again = await session.get(User, user.id)
    assert again is not None
    assert again.name_ct == user.name_ct


async def test_the_old_key_stays_while_a_server_seals_with_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ensure_canary()

    async def one_left(_keyring: object) -> int:
        return 1

    monkeypatch.setattr(rotation, "_values_left", one_left)
    with pytest.raises(OldKeyInUse):
        await rotate_keys(settle=0)
    assert set(get_keyring().data.keys) == {"d1", "d2"}


async def test_a_keyring_from_the_environment_cannot_be_rotated(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAYBOOK_KEYRING_JSON", to_json(new_keyring()))
    get_settings.cache_clear()
    get_keyring.cache_clear()
    with pytest.raises(KeyringNotWritable, match="DAYBOOK_KEYRING_JSON"):
        await rotate_keys(settle=0)


async def test_a_running_process_takes_up_a_new_key_and_reads_its_values(
    database: Database, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.core import crypto, keyring

    place = crypto.Place("users", "name", "1")
    assert key_id_of(crypto.seal("x", place)) == "d1"
    newer = with_new_keys(get_keyring())
    save_keyring(newer, get_settings().keyring_path)
    monkeypatch.setattr(keyring._watch(), "due", 0.0)
    assert crypto.unseal(crypto.seal("x", place, keyring=without_old_data_keys(newer)), place) == "x"
    assert key_id_of(crypto.seal("x", place)) == "d2"
    assert issubclass(WrongKeyring, KeyringError)


async def test_every_sealed_column_is_sealed_again() -> None:
    known = {f"{where.table}.{where.field}_ct" for where in repository.SEALED_COLUMNS} | {"key_canary.word_ct"}
    assert known == {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_ct")
    }


async def test_a_value_bound_to_a_key_of_two_columns_is_sealed_again(database: Database, sam: Person) -> None:
    await ensure_canary()
    async with unit_of_work() as uow:
        job = jobs.draft(uow, sam.actor(), JobKind.IMPORT, entity=Entity.ORDER, spec={})
        await jobs.add_rows(uow, job, [jobs.NewRow(payload={"line": place}) for place in range(3)])
    await rotate_keys(settle=0)
    async with read_session() as session:
        rows = (await session.scalars(select(JobRow).order_by(col(JobRow.position)))).all()
    assert [key_id_of(row.payload_ct or "") for row in rows] == ["d2"] * 3
    assert [jobs.payload_of(row) for row in rows] == [{"line": place} for place in range(3)]
