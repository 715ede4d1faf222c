"""What an admin does with people."""

import asyncio
from typing import cast
from uuid import uuid4

import pytest

from app.core.actor import Actor, Role, Source
from app.core.bus import Hint, get_bus
from app.core.database import Database, read_session
from app.core.errors import FieldConflict, Forbidden, Invalid, NotFound, Stale
from app.core.paging import Filter, GridQuery, Sort
from app.features.accounts import service
from app.features.accounts.errors import BadToken, LastAdmin
from app.features.accounts.repository import matching_user_ids
from app.features.accounts.schemas import Credentials, UserPatch, UserQuery
from app.features.changes import repository as log
from app.features.records.schemas import Value
from app.features.records.service import Act
from app.models import Entity
from tests.features.accounts.conftest import PASSWORD, Join, acting
from tests.support.engines import on_sqlite
from tests.support.records import edit_user

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.STAFF])
async def test_only_admins_may(database: Database, join: Join, role: Role) -> None:
    actor, other = acting(await join("sam", role)), (await join("bob")).id
    attempts = [
        service.list_users(actor, UserQuery()),
        service.window(actor, GridQuery()),
        service.count_users(actor, GridQuery()),
        service.rows(actor, [other]),
        service.update_user(actor, other, UserPatch(version=1, name="X")),
        service.update_user(actor, uuid4(), UserPatch(version=1, name="X")),
        edit_user(actor, other, "name", "Bob Example", "X"),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            await attempt


async def test_a_user_is_seen_by_admins_and_by_themselves(database: Database, join: Join) -> None:
    alice, bob, ada = await join("alice"), await join("bob"), await join("ada", Role.ADMIN)
    assert (await service.get_user(acting(ada), bob.id)).email == "bob@example.com"
    assert (await service.get_user(acting(bob), bob.id)).name == "Bob Example"
    for user_id in (bob.id, uuid4()):
        with pytest.raises(NotFound):
            await service.get_user(acting(alice), user_id)


async def test_pages_go_through_everybody_once_newest_first(database: Database, join: Join) -> None:
    ada = await join("ada", Role.ADMIN)
    made = [ada.id, *[(await join(first)).id for first in ("alice", "bob", "carol", "dave")]]
    seen, cursor = [], None
    while True:
        page = await service.list_users(acting(ada), UserQuery(limit=2, cursor=cursor))
        seen += [row.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == made[::-1]


@on_sqlite
@pytest.mark.parametrize("cursor", ["", "x", "é", "W10", "WyJ4IiwieSJd", "WzEsMl0", "WyIyMDI2LTAxLTAxIiwieCJd"])
async def test_a_foreign_cursor_is_named(database: Database, join: Join, cursor: str) -> None:
    ada = await join("ada", Role.ADMIN)
    if not cursor:
        return
    with pytest.raises(Invalid) as refused:
        await service.list_users(acting(ada), UserQuery(cursor=cursor))
    assert refused.value.errors[0].field == "cursor"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (UserQuery(q="ALICE@example.com"), {"alice"}),
        (UserQuery(q="alice@example.org"), set()),
        (UserQuery(q="al"), {"alice", "alan"}),
        (UserQuery(q="exam ali"), {"alice"}),
        (UserQuery(q="ali alan"), set()),
        (UserQuery(q="-"), set()),
        (UserQuery(role=Role.ADMIN), {"ada"}),
        (UserQuery(active=False), set()),
        (UserQuery(q="a", active=True), set()),
        (UserQuery(), {"alice", "alan", "ada"}),
    ],
)
async def test_filters(database: Database, join: Join, query: UserQuery, expected: set[str]) -> None:
    ada = await join("ada", Role.ADMIN)
    await join("alice")
    await join("alan")
    page = await service.list_users(acting(ada), query)
    assert {row.email.split("@")[0] for row in page.items} == expected


async def test_orders_can_ask_whom_a_text_means(database: Database, join: Join) -> None:
    alice = await join("alice")
    await join("bob")
    async with read_session() as session:
        for means in ("alice@example.com", "alic", "example alice"):
            assert list(await session.scalars(matching_user_ids(means))) == [alice.id]


async def test_the_grids_window(database: Database, join: Join) -> None:
    ada = await join("ada", Role.ADMIN)
    for first in ("alice", "bob", "carol"):
        await join(first)
    query = GridQuery(offset=1, limit=2, sort=(Sort(field="created_at"),))
    found = await service.window(acting(ada), query)
    assert [row.name for row in found] == ["Alice Example", "Bob Example"]
    assert await service.count_users(acting(ada), query) == 4
    assert {row.orders for row in found} == {0}
    filters = (
        Filter(field="role", kind="set", values=("customer",)),
        Filter(field="active", kind="set", values=("true",)),
        Filter(field="created_at", kind="range", low="2020-01-01T00:00:00Z", high="2100-01-01T00:00:00+02:00"),
        Filter(field="name", kind="contains", text="bo"),
    )
    narrow = await service.window(acting(ada), GridQuery(filters=filters, search="bob@example.com"))
    assert [row.email for row in narrow] == ["bob@example.com"]
    assert await service.count_users(acting(ada), GridQuery(filters=filters)) == 1
    again = await service.rows(acting(ada), [row.id for row in narrow] + [uuid4()])
    assert again == narrow


@on_sqlite
@pytest.mark.parametrize(
    "query",
    [
        GridQuery(sort=(Sort(field="name"),)),
        GridQuery(filters=(Filter(field="password_hash", kind="contains", text="x"),)),
        GridQuery(filters=(Filter(field="role", kind="set", values=("owner",)),)),
        GridQuery(filters=(Filter(field="active", kind="set", values=("1",)),)),
        GridQuery(filters=(Filter(field="created_at", kind="range", low="yesterday"),)),
        GridQuery(filters=(Filter(field="created_at", kind="range", high="0001-01-01T00:00:00+14:00"),)),
        GridQuery(filters=(Filter(field="created_at", kind="range", low=10**30),)),
    ],
)
async def test_a_wrong_grid_query_is_named(database: Database, join: Join, query: GridQuery) -> None:
    ada = await join("ada", Role.ADMIN)
    with pytest.raises(Invalid) as refused:
        await service.window(acting(ada), query)
    assert refused.value.errors


async def test_a_stale_patch_is_refused_with_how_things_stand(database: Database, join: Join) -> None:
    ada, bob = await join("ada", Role.ADMIN), await join("bob")
    changed = await service.update_user(acting(ada), bob.id, UserPatch(version=1, name="Robert Example"))
    with pytest.raises(Stale) as refused:
        await service.update_user(acting(ada), bob.id, UserPatch(version=1, role=Role.STAFF))
    assert refused.value.extra["current"] == changed.model_dump(mode="json")
    with pytest.raises(NotFound):
        await service.update_user(acting(ada), uuid4(), UserPatch(version=1, role=Role.STAFF))


async def test_edits_of_different_fields_merge(database: Database, join: Join) -> None:
    ada, bob = await join("ada", Role.ADMIN), await join("bob")
    act = Act()
    actor = Actor(ada.id, Role.ADMIN, Source.GRID)
    await edit_user(actor, bob.id, "name", "Bob Example", "Robert", act=act)
    await edit_user(actor, bob.id, "role", "customer", "staff", act=act)
    (row,) = await service.rows(actor, [bob.id])
    assert (row.name, row.role, row.version) == ("Robert", Role.STAFF, 3)
    async with read_session() as session:
        entries = [entry for entry in await log.of_row(session, Entity.USER, bob.id) if entry.gesture_id == act.id]
    assert [(entry.field, entry.source, entry.is_sealed) for entry in entries] == [
        ("name", Source.GRID, True),
        ("role", Source.GRID, False),
    ]


async def test_the_same_field_edited_twice_is_a_conflict_unless_both_want_the_same(
    database: Database, join: Join
) -> None:
    ada, bob = await join("ada", Role.ADMIN), await join("bob")
    for _ in range(2):
        await edit_user(acting(ada), bob.id, "name", "Bob Example", "Robert")
    assert (await service.get_user(acting(ada), bob.id)).version == 2
    with pytest.raises(FieldConflict) as refused:
        await edit_user(acting(ada), bob.id, "name", "Bob Example", "Bobby")
    assert refused.value.extra == {"field": "name", "base": "Bob Example", "mine": "Bobby", "theirs": "Robert"}


@on_sqlite
@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("email", "x@example.com", "/field"),
        ("password_hash", "x", "/field"),
        ("name", "", "/value"),
        ("name", 7, "/value"),
        ("name", None, "/value"),
        ("role", "owner", "/value"),
        ("role", ["admin"], "/value"),
        ("active", "yes", "/value"),
        ("active", 1, "/value"),
    ],
)
async def test_a_wrong_edit_is_named(database: Database, join: Join, field: str, value: object, pointer: str) -> None:
    ada, bob = await join("ada", Role.ADMIN), await join("bob")
    with pytest.raises(Invalid) as refused:
        await edit_user(acting(ada), bob.id, field, "anything", cast("Value", value))
    assert refused.value.errors[0].pointer == pointer


@pytest.mark.parametrize("patch", [{"role": Role.STAFF}, {"active": False}])
async def test_who_may_less_is_signed_out_at_once(
    database: Database, join: Join, patch: dict[str, Role | bool]
) -> None:
    ada, eve = await join("ada", Role.ADMIN), await join("eve", Role.ADMIN)
    credentials = Credentials(email="eve@example.com", password=PASSWORD)
    session, pair = await service.sign_in(credentials), await service.issue_tokens(credentials)
    heard: list[Hint] = []
    get_bus().listen(service.SESSIONS_TOPIC, heard.append)
    await service.update_user(acting(ada), eve.id, UserPatch.model_validate({"version": eve.version, **patch}))
    assert {"user": str(eve.id)} in heard
    assert not await service.session_valid(session.session_id)
    with pytest.raises(BadToken):
        await service.bearer_actor(pair.access_token)


async def test_who_may_more_stays_signed_in_with_the_new_role(database: Database, join: Join) -> None:
    ada, bob = await join("ada", Role.ADMIN), await join("bob")
    session = await service.sign_in(Credentials(email="bob@example.com", password=PASSWORD))
    heard: list[Hint] = []
    get_bus().listen(service.SESSIONS_TOPIC, heard.append)
    await service.update_user(acting(ada), bob.id, UserPatch(version=1, role=Role.STAFF))
    actor = await service.session_actor(session.token)
    assert actor is not None
    assert actor.role is Role.STAFF
    assert heard == [{"user": str(bob.id)}]


@pytest.mark.parametrize("patch", [{"role": Role.CUSTOMER}, {"active": False}])
async def test_the_last_active_admin_stays_one(database: Database, join: Join, patch: dict[str, Role | bool]) -> None:
    ada, eve = await join("ada", Role.ADMIN), await join("eve", Role.ADMIN)
    await service.update_user(acting(ada), eve.id, UserPatch(version=eve.version, active=False))
    with pytest.raises(LastAdmin) as refused:
        await service.update_user(acting(ada), ada.id, UserPatch.model_validate({"version": ada.version, **patch}))
    assert (refused.value.code, refused.value.status) == ("last_admin", 409)


async def test_two_admins_who_demote_each_other_leave_one(database: Database, join: Join) -> None:
    ada, eve = await join("ada", Role.ADMIN), await join("eve", Role.ADMIN)
    results = await asyncio.gather(
        service.update_user(acting(ada), eve.id, UserPatch(version=eve.version, role=Role.STAFF)),
        service.update_user(acting(eve), ada.id, UserPatch(version=ada.version, role=Role.STAFF)),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["LastAdmin", "UserRow"]


async def test_two_admins_who_erase_themselves_leave_one(database: Database, join: Join) -> None:
    ada, eve = await join("ada", Role.ADMIN), await join("eve", Role.ADMIN)
    results = await asyncio.gather(
        service.delete_profile(acting(ada)), service.delete_profile(acting(eve)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["LastAdmin", "NoneType"]
