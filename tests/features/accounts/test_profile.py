"""What people do with their own account."""

import asyncio

import pytest
from sqlalchemy import text

from app.core.actor import Actor, Role, Source, system_actor
from app.core.database import Database, read_session
from app.core.errors import Invalid, NotFound, Stale
from app.core.unit_of_work import unit_of_work
from app.features.accounts import service
from app.features.accounts.errors import BadCredentials, LastAdmin, UserErased
from app.features.accounts.schemas import Credentials, ProfilePatch, SignUp, UserDetail, UserPatch, UserQuery
from app.features.changes import repository as log
from app.features.changes.service import Subject, record_created, to_row
from app.models import Entity, Order
from tests.features.accounts.conftest import PASSWORD, Join, acting
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio


async def test_people_see_themselves(database: Database, join: Join) -> None:
    alice = await join("alice")
    assert await service.get_profile(acting(alice)) == alice


async def test_the_system_has_no_profile(database: Database) -> None:
    with pytest.raises(NotFound):
        await service.get_profile(system_actor())
    with pytest.raises(NotFound):
        await service.delete_profile(system_actor())


async def test_a_new_name_is_found_and_the_old_one_is_not(database: Database, join: Join) -> None:
    alice, ada = await join("alice"), await join("ada", Role.ADMIN)
    patch = ProfilePatch(version=1, name="Zelda Fitzgerald", locale="de-AT", time_zone="Europe/Vienna")
    changed = await service.update_profile(acting(alice), patch)
    assert (changed.name, changed.locale, changed.time_zone, changed.version) == (
        "Zelda Fitzgerald",
        "de-AT",
        "Europe/Vienna",
        2,
    )
    found = await service.list_users(acting(ada), UserQuery(q="fitz zel"))
    assert [row.id for row in found.items] == [alice.id]
    assert (await service.list_users(acting(ada), UserQuery(q="alice"))).items == ()


async def test_a_patch_from_an_old_version_is_refused_with_how_things_stand(database: Database, join: Join) -> None:
    alice = await join("alice")
    changed = await service.update_profile(acting(alice), ProfilePatch(version=1, locale="fr"))
    with pytest.raises(Stale) as refused:
        await service.update_profile(acting(alice), ProfilePatch(version=1, name="Other"))
    assert refused.value.extra["current"] == changed.model_dump(mode="json")


async def test_a_patch_that_changes_nothing_makes_no_version(database: Database, join: Join) -> None:
    alice = await join("alice")
    assert await service.update_profile(acting(alice), ProfilePatch(version=1, name="Alice Example")) == alice


async def test_of_two_patches_from_one_version_one_goes_in(database: Database, join: Join) -> None:
    alice = await join("alice")
    patches = [ProfilePatch(version=1, name=f"Alice {number}") for number in range(4)]
    results = await asyncio.gather(
        *[service.update_profile(acting(alice), patch) for patch in patches], return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Stale"] * 3 + ["UserDetail"]


async def test_a_new_password_ends_the_other_sessions(database: Database, join: Join) -> None:
    await join("alice")
    old = Credentials(email="alice@example.com", password=PASSWORD)
    here, there, pair = await service.sign_in(old), await service.sign_in(old), await service.issue_tokens(old)
    actor = await service.session_actor(here.token)
    assert actor is not None
    await service.change_password(actor, PASSWORD, "a better password")
    assert await service.session_actor(here.token) == actor
    assert await service.session_actor(there.token) is None
    with pytest.raises(BadCredentials):
        await service.issue_tokens(old)
    assert (
        await service.sign_in(Credentials(email="alice@example.com", password="a better password"))
    ).user.version == 2
    assert pair.access_token
    async with read_session() as session:
        entries = await log.of_row(session, Entity.USER, actor.user_id or here.user.id)
    assert (entries[-1].field, entries[-1].new) == ("password", '"changed"')


@on_sqlite
@pytest.mark.parametrize(
    ("current", "new", "field", "code"),
    [
        ("wrong password", "a better password", "current_password", "wrong_password"),
        (PASSWORD, "short", "new_password", "too_short"),
        (PASSWORD, "alice@example.com", "new_password", "same_as_email"),
        (PASSWORD, "eight\x00chars", "new_password", "value_error"),
        (PASSWORD, "x" * 1025, "new_password", "string_too_long"),
    ],
)
async def test_a_refused_password_names_its_field(
    database: Database, join: Join, current: str, new: str, field: str, code: str
) -> None:
    alice = await join("alice")
    with pytest.raises(Invalid) as refused:
        await service.change_password(acting(alice), current, new)
    assert [(error.field, error.code) for error in refused.value.errors] == [(field, code)]


async def place_order(owner: UserDetail) -> Order:
    """An order with personal fields and its entry in the log."""
    async with unit_of_work() as uow:
        order = Order(
            number=1, user_id=owner.id, currency="EUR", total_amount=1999, ordered_at=uow.now, created_at=uow.now,
            updated_at=uow.now,
        )  # fmt: skip
        order.ship_to, order.note = "12 Rose Lane", "ring twice"
        uow.session.add(order)
        await uow.session.flush()
        subject = Subject(Entity.ORDER, order.id, 1, owner.id)
        record_created(uow, acting(owner), subject, values={"total": 1999}, personal={"ship_to": "12 Rose Lane"})
    return order


async def test_erasing_takes_what_is_personal_and_keeps_the_books(database: Database, join: Join) -> None:
    alice, ada = await join("alice"), await join("ada", Role.ADMIN)
    order = await place_order(alice)
    session = await service.sign_in(Credentials(email="alice@example.com", password=PASSWORD))
    await service.delete_profile(acting(alice))

    assert await service.session_actor(session.token) is None
    with pytest.raises(BadCredentials):
        await service.sign_in(Credentials(email="alice@example.com", password=PASSWORD))
    row = await service.get_user(acting(ada), alice.id)
    assert (row.name, row.email, row.active) == ("", "", False)
    async with read_session() as reading:
        kept = await reading.get_one(Order, order.id)
        assert (kept.total_amount, kept.ship_to_ct, kept.note_ct, kept.version) == (1999, None, None, 2)
        entries = [
            *await log.of_row(reading, Entity.USER, alice.id),
            *await log.of_row(reading, Entity.ORDER, order.id),
        ]
        terms = await reading.scalar(text("SELECT count(*) FROM user_name_terms"))
    assert terms == len(set(await name_terms(ada)))
    assert not [entry for entry in entries if entry.is_sealed and (entry.old or entry.new)]
    assert {"total": 1999} in [to_row(entry).new for entry in entries]
    assert {"ship_to", "note"} <= {entry.field for entry in entries if entry.row_id == order.id and entry.version == 2}


async def name_terms(user: UserDetail) -> list[str]:
    async with read_session() as session:
        query = text("SELECT term FROM user_name_terms")
        return list((await session.scalars(query)).all())


async def test_an_erased_address_may_sign_up_anew(database: Database, join: Join) -> None:
    alice = await join("alice")
    await service.delete_profile(acting(alice))
    assert (await join("alice")).id != alice.id


async def test_an_erased_account_cannot_be_edited(database: Database, join: Join) -> None:
    alice, ada = await join("alice"), await join("ada", Role.ADMIN)
    await service.delete_profile(acting(alice))
    with pytest.raises(UserErased):
        await service.update_user(acting(ada), alice.id, UserPatch(version=2, active=True))
    with pytest.raises(NotFound):
        await service.get_profile(acting(alice))


async def test_the_last_admin_cannot_be_erased(database: Database, join: Join) -> None:
    ada = await join("ada", Role.ADMIN)
    with pytest.raises(LastAdmin):
        await service.delete_profile(acting(ada))
    await service.sign_up(SignUp(name="Eve", email="eve@example.com", password=PASSWORD), Source.WEB)
    eve = (await service.list_users(acting(ada), UserQuery(q="eve@example.com"))).items[0]
    await service.update_user(acting(ada), eve.id, UserPatch(version=1, role=Role.ADMIN))
    await service.delete_profile(acting(ada))
    assert not (await service.get_user(Actor(eve.id, Role.ADMIN, Source.WEB), ada.id)).active
