"""Who else is on a grid: what a page is told, and what it believes of what a browser says."""

import asyncio
from typing import Any

import pytest

from app.core.actor import Role
from app.core.errors import Forbidden
from app.core.ids import new_id
from app.core.presence import Spot, get_hub
from app.features.accounts import service as accounts
from app.features.accounts.schemas import Credentials
from app.ui import session
from app.ui.admin_orders.state import AdminOrdersState
from app.ui.components.effects import EffectsState
from app.ui.presence import Seen, colleagues, initials_of, seen_by, spot_of, tab_name, tone_of
from app.ui.socket import SessionNamespace, Tab
from tests.support.cast import PASSWORD, Person

STATE: Any = EffectsState


async def tab_of(person: Person, key: str) -> Tab:
    cookie = (await accounts.sign_in(Credentials(email=person.email, password=PASSWORD))).token
    tab = Tab(sid=key, cookie=cookie, namespace=None)  # pyright: ignore[reportArgumentType]
    tab.key = key
    return tab


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a handler into a tab, on a page."""

    def here(tab: Tab) -> Tab:
        monkeypatch.setattr(session, "_tab", lambda _state: tab)
        monkeypatch.setattr(session, "_path", lambda _state: "/admin/orders")
        monkeypatch.setattr(session, "_name", lambda _state: "orders")
        return tab

    return here


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sam Stone", "SS"),
        ("Ada", "A"),
        ("Ann Marie van der Berg", "AB"),
        ("  ", "?"),
        ("🦊", "?"),
        ("12 Monkeys", "M"),
        ("李 小龙", "李小"),
        ("ßen", "SS"),
    ],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    assert initials_of(name) == letters


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"row": 7, "field": "note"},
        {"row": "x", "field": "note"},
        {"row": str(new_id()), "field": "<script>"},
        {"row": str(new_id()), "field": "n" * 99},
        {"row": str(new_id()), "field": None},
    ],
)
def test_a_place_that_is_none_is_nowhere(message: dict[str, Any]) -> None:
    assert spot_of(message) == Spot()


def test_a_place_is_a_cell_and_whether_it_is_edited() -> None:
    row = new_id()
    assert spot_of({"row": str(row), "field": "note", "editing": True}) == Spot(row, "note", editing=True)
    assert not spot_of({"row": str(row), "field": "note", "editing": "yes"}).editing


@pytest.mark.asyncio
async def test_two_people_on_one_grid_see_each_other_with_name_place_and_colour(
    sam: Person, ada: Person, at: Any
) -> None:
    row = new_id()
    at(await tab_of(sam, "sam's tab"))
    sams = colleagues(STATE, "orders", Role.STAFF)
    assert await anext(sams) == Seen()
    hers = at(await tab_of(ada, "ada's tab"))
    adas = colleagues(STATE, "orders", Role.STAFF)
    (seen,) = (await anext(adas)).people
    assert (seen.name, seen.initials, seen.tone, seen.mine) == ("Sam Stone", "SS", tone_of(sam.id), False)
    get_hub().table.say(tab_name(hers), Spot(row, "note", editing=True))
    async with asyncio.timeout(5):
        told = await anext(sams)
    assert [(place.person, place.row, place.field, place.editing) for place in told.places] == [
        (str(ada.id), str(row), "note", True)
    ]
    await adas.aclose()
    async with asyncio.timeout(5):
        assert await anext(sams) == Seen()
    await sams.aclose()


@pytest.mark.asyncio
async def test_a_place_comes_over_the_socket_without_the_machinery_of_events(sam: Person, at: Any) -> None:
    namespace: Any = SessionNamespace.__new__(SessionNamespace)
    mine, row = at(await tab_of(sam, "sam's tab")), new_id()
    namespace._by_sid = {mine.sid: mine}
    loop = colleagues(STATE, "orders", Role.STAFF)
    await anext(loop)
    with get_hub().table.visit("another", sam.id, "orders") as other:
        event = {
            "name": f"{AdminOrdersState.get_full_name()}.here",
            "payload": {"spot": {"row": str(row), "field": "note"}},
        }
        await namespace.on_event(mine.sid, event)
        assert [entry.spot for entry in get_hub().table.others(other)] == [Spot(row, "note")]
        for payload in ({}, {"spot": "there"}, {"spot": {}, "more": 1}):
            await namespace.on_event(mine.sid, {**event, "payload": payload})
        assert [entry.spot for entry in get_hub().table.others(other)] == [Spot(row, "note")]
    await loop.aclose()


@pytest.mark.asyncio
async def test_a_customer_is_told_nothing_and_counts_as_nobody(alice: Person, at: Any) -> None:
    at(await tab_of(alice, "alice's tab"))
    assert [seen async for seen in colleagues(STATE, "orders", Role.STAFF)] == []
    with pytest.raises(Forbidden):
        await seen_by(alice.actor(), ())


@pytest.mark.asyncio
async def test_customers_are_nobodys_colleagues(alice: Person, sam: Person) -> None:
    assert await accounts.names_of(sam.actor(), [alice.id, sam.id, new_id()]) == {sam.id: "Sam Stone"}


@pytest.mark.asyncio
async def test_a_person_whose_role_is_taken_is_told_no_more(sam: Person, ada: Person, at: Any) -> None:
    tab = at(await tab_of(ada, "ada's tab"))
    loop = colleagues(STATE, "users", Role.ADMIN)
    await anext(loop)
    tab.cookie = (await accounts.sign_in(Credentials(email=sam.email, password=PASSWORD))).token
    with get_hub().table.visit("another", sam.id, "users"):
        async with asyncio.timeout(5):
            with pytest.raises(StopAsyncIteration):
                await anext(loop)
