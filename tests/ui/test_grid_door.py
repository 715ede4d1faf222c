"""The grid's door: what it lets in, what it refuses and in which words."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core.actor import Actor, Role, Source
from app.core.errors import FieldConflict, Unauthenticated, invalid
from app.core.ids import new_id
from app.core.paging import GridQuery
from app.ui.components.grid import Choice, Column, EditRequest, Money, Number, Option, ServiceSource, Text, plain
from app.ui.grid_door import Gate, grid_routes

OURS = {"origin": "http://localhost:3000", "x-who": "sam"}
SAM = Actor(user_id=new_id(), role=Role.STAFF, source=Source.WEB)
COLUMNS: tuple[Column, ...] = (
    Text(field="name", label="Name", sortable=True, filterable=True, editable=True, required=True, max_length=20),
    Money(field="price", label="Price", filterable=True, editable=True, minimum=0),
    Number(field="stock", label="Stock", editable=True, minimum=0),
    Choice(
        field="state", label="State", filterable=True, editable=True, options=(Option("on", "On"), Option("off", "Off"))
    ),
)
NAMED = {"field": "name", "kind": "contains", "text": "a"}
NESTED = {"kind": "any", "parts": [{"kind": "all", "parts": [NAMED]}]}


@dataclass(frozen=True)
class Thing:
    id: UUID
    version: int = 1
    name: str = "Pear"
    price: int = 250
    currency: str = "EUR"
    stock: int = 4
    state: str = "on"


class Shelf:
    """A feature of one thing, which remembers what it was asked."""

    def __init__(self) -> None:
        self.thing = Thing(new_id())
        self.queries: list[GridQuery] = []
        self.actors: list[Actor] = []
        self.passes = True

    async def window(self, actor: Actor, query: GridQuery) -> Sequence[Thing]:
        self.queries.append(query)
        self.actors.append(actor)
        return [self.thing] if self.passes else []

    async def count(self, actor: Actor, query: GridQuery) -> int:
        self.queries.append(query)
        self.actors.append(actor)
        return 1

    async def rows(self, actor: Actor, ids: Sequence[UUID]) -> Sequence[Thing]:
        return [self.thing] if self.thing.id in ids else []

    async def edit(self, actor: Actor, edit: EditRequest) -> Thing:
        stored: object = getattr(self.thing, edit.field)
        if stored not in {plain(edit.base), plain(edit.value)}:
            raise FieldConflict(field=edit.field)
        if edit.value == "Stone":
            raise invalid("value", "not_fruit", "A stone is not a fruit")
        changes: dict[str, Any] = {edit.field: plain(edit.value), "version": self.thing.version + 1}
        self.thing = replace(self.thing, **changes)
        return self.thing


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest_asyncio.fixture
async def web(shelf: Shelf) -> AsyncIterator[AsyncClient]:
    async def actor(headers: Headers) -> Actor:
        if headers.get("x-who") != "sam":
            raise Unauthenticated
        return SAM

    source = ServiceSource(
        columns=COLUMNS, read_window=shelf.window, count_rows=shelf.count, read_rows=shelf.rows, edit_cell=shelf.edit
    )
    gate = Gate(actor=actor, is_ours=lambda headers: headers.get("origin") == OURS["origin"])
    app = Starlette(routes=grid_routes({"things": source}, gate))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost:3000", headers=OURS) as client:
        yield client


def an_edit(shelf: Shelf, **changes: object) -> dict[str, object]:
    first: dict[str, object] = {
        "id": str(shelf.thing.id),
        "field": "name",
        "base": "Pear",
        "value": "Plum",
        "version": 1,
        "key": str(new_id()),
    }
    return first | changes


@pytest.mark.asyncio
async def test_a_window_carries_declared_cells_and_the_total(web: AsyncClient, shelf: Shelf) -> None:
    answer = await web.post("/grid/things/rows", json={"limit": 10, "sort": [{"field": "name", "desc": True}]})
    price = {"amount": 250, "currency": "EUR"}
    row = {"id": str(shelf.thing.id), "version": 1, "name": "Pear", "price": price, "stock": 4, "state": "on"}
    assert answer.json() == {"rows": [row], "total": 1}
    assert answer.headers["cache-control"] == "no-store"
    assert shelf.queries[0].sort[0].desc
    assert shelf.actors[0].source is Source.GRID


@pytest.mark.asyncio
async def test_conditions_may_stand_in_groups(web: AsyncClient, shelf: Shelf) -> None:
    price = {"field": "price", "kind": "range", "low": 5, "negated": True}
    inner = {"kind": "all", "parts": [NAMED, price]}
    answer = await web.post("/grid/things/rows", json={"filters": [{"kind": "any", "parts": [NAMED, inner]}]})
    assert answer.status_code == 200
    assert shelf.queries[0].model_dump(mode="json", exclude_defaults=True)["filters"] == [
        {"kind": "any", "parts": [NAMED, inner]}
    ]


@pytest.mark.asyncio
async def test_rows_by_id_leave_out_what_is_gone(web: AsyncClient, shelf: Shelf) -> None:
    answer = await web.post("/grid/things/rows", json={"ids": [str(new_id()), str(shelf.thing.id)]})
    assert [row["id"] for row in answer.json()["rows"]] == [str(shelf.thing.id)]


@pytest.mark.asyncio
async def test_the_total_can_be_asked_for_by_itself(web: AsyncClient) -> None:
    assert (await web.post("/grid/things/count", json={"search": "pear"})).json() == {"total": 1}


@pytest.mark.asyncio
async def test_a_page_of_another_origin_is_refused_before_anything_is_read(web: AsyncClient, shelf: Shelf) -> None:
    answer = await web.post("/grid/things/rows", json={}, headers={"origin": "http://evil.example"})
    assert (answer.status_code, shelf.queries) == (403, [])


@pytest.mark.asyncio
async def test_nobody_signed_in_is_told_so(web: AsyncClient) -> None:
    answer = await web.post("/grid/things/rows", json={}, headers={"x-who": "nobody"})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


@pytest.mark.asyncio
async def test_an_unknown_entity_is_not_found(web: AsyncClient) -> None:
    assert (await web.post("/grid/nothing/rows", json={})).status_code == 404


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("message", "pointer"),
    [
        ({"sort": [{"field": "shoe"}]}, "/sort/0/field"),
        ({"sort": [{"field": "price"}]}, "/sort/0/field"),
        ({"filters": [{"field": "stock", "kind": "range", "low": 1}]}, "/filters/0/field"),
        ({"filters": [{"field": "name", "kind": "set", "values": ["Pear"]}]}, "/filters/0/kind"),
        ({"filters": [{"field": "price", "kind": "range", "low": "cheap"}]}, "/filters/0/low"),
        ({"filters": [{"field": "price", "kind": "range", "high": 2**70}]}, "/filters/0/high"),
        ({"filters": [{"field": "name", "kind": "contains", "text": "a\x00"}]}, "/filters/0"),
        ({"filters": [{"kind": "any", "parts": [{"field": "stock", "kind": "set"}]}]}, "/filters/0/parts/0/field"),
        ({"filters": [{"kind": "any", "parts": []}]}, "/filters/0/parts"),
        ({"filters": [{"kind": "any", "parts": [{"field": "name", "kind": "x"}]}]}, "/filters/0/parts/0"),
        ({"filters": [{"kind": "all", "parts": [NESTED]}]}, "/filters/0/parts/0/parts/0/field"),
        ({"filters": [{"field": "name", "kind": "set", "shoe": 1}]}, "/filters/0/shoe"),
        ({"filters": [{"kind": "any", "parts": [NAMED] * 16}] * 2}, "/filters"),
        ({"filters": [NAMED], "tz": "Moon"}, "/tz"),
        ({"search": "\x00"}, "/search"),
        ({"limit": 501}, "/limit"),
        ({"offset": -1}, "/offset"),
        ({"ids": ["x"]}, "/ids/0"),
        ({"shoe": 1}, "/shoe"),
    ],
)
async def test_a_bad_window_names_what_is_wrong(web: AsyncClient, message: dict[str, object], pointer: str) -> None:
    answer = await web.post("/grid/things/rows", json=message)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.asyncio
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"search": "\\ud800"}', b"\xff", b"null"])
async def test_what_is_no_message_is_a_problem_and_never_a_fault(web: AsyncClient, body: bytes) -> None:
    assert (await web.post("/grid/things/rows", content=body)).status_code == 422


@pytest.mark.asyncio
async def test_a_body_above_a_mebibyte_is_too_large(web: AsyncClient) -> None:
    assert (await web.post("/grid/things/rows", content=b" " * (2**20 + 1))).status_code == 413


@pytest.mark.asyncio
async def test_an_edit_answers_with_the_row_as_it_stands(web: AsyncClient, shelf: Shelf) -> None:
    answer = await web.post("/grid/things/edit", json=an_edit(shelf))
    assert answer.status_code == 200
    assert (answer.json()["row"]["name"], answer.json()["row"]["version"]) == ("Plum", 2)


@pytest.mark.asyncio
async def test_an_edit_of_a_cell_that_moved_on_shows_all_three_values(web: AsyncClient, shelf: Shelf) -> None:
    shelf.thing = replace(shelf.thing, name="Fig", version=7)
    answer = await web.post("/grid/things/edit", json=an_edit(shelf))
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "field_conflict")
    assert (told["base"], told["mine"], told["theirs"], told["row"]["version"]) == ("Pear", "Plum", "Fig", 7)


@pytest.mark.asyncio
async def test_a_conflict_over_money_shows_amounts_with_their_currency(web: AsyncClient, shelf: Shelf) -> None:
    old, new = {"amount": 100, "currency": "EUR"}, {"amount": 300, "currency": "EUR"}
    answer = await web.post("/grid/things/edit", json=an_edit(shelf, field="price", base=old, value=new))
    assert answer.json()["theirs"] == {"amount": 250, "currency": "EUR"}


@pytest.mark.asyncio
async def test_an_edit_of_another_cell_merges(web: AsyncClient, shelf: Shelf) -> None:
    shelf.thing = replace(shelf.thing, stock=9, version=5)
    answer = await web.post("/grid/things/edit", json=an_edit(shelf))
    assert (answer.json()["row"]["stock"], answer.json()["row"]["name"]) == (9, "Plum")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"field": "shoe"}, "/field"),
        ({"field": "id"}, "/field"),
        ({"value": "  "}, "/value"),
        ({"value": "x" * 21}, "/value"),
        ({"value": "two\nlines"}, "/value"),
        ({"value": 3}, "/value"),
        ({"field": "state", "base": "on", "value": "broken"}, "/value"),
        ({"field": "stock", "base": 4, "value": -1}, "/value"),
        ({"field": "stock", "base": 4, "value": True}, "/value"),
        ({"field": "price", "base": 250, "value": 300}, "/value"),
        ({"value": "Stone"}, "/value"),
        ({"key": "again"}, "/key"),
        ({"id": "1"}, "/id"),
    ],
)
async def test_a_bad_edit_names_what_is_wrong(
    web: AsyncClient, shelf: Shelf, changes: dict[str, object], pointer: str
) -> None:
    answer = await web.post("/grid/things/edit", json=an_edit(shelf, **changes))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert shelf.thing.version == 1


@pytest.mark.asyncio
async def test_money_keeps_its_currency(web: AsyncClient, shelf: Shelf) -> None:
    euros, yen = {"amount": 250, "currency": "EUR"}, {"amount": 250, "currency": "JPY"}
    answer = await web.post("/grid/things/edit", json=an_edit(shelf, field="price", base=euros, value=yen))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/value")


@pytest.mark.asyncio
async def test_rows_by_id_say_which_pass_the_filters(web: AsyncClient, shelf: Shelf) -> None:
    narrowed = {"ids": [str(shelf.thing.id)], "filters": [{"field": "state", "kind": "set", "values": ["off"]}]}
    shelf.passes = False
    answer = await web.post("/grid/things/rows", json=narrowed)
    assert [row["id"] for row in answer.json()["rows"]] == [str(shelf.thing.id)]
    assert answer.json()["matching"] == []
    assert shelf.queries[-1].only == (shelf.thing.id,)
    shelf.passes = True
    answer = await web.post("/grid/things/rows", json=narrowed)
    assert answer.json()["matching"] == [str(shelf.thing.id)]


@pytest.mark.parametrize(
    ("field", "base", "value", "words"),
    [
        ("name", "Pear", "a\0b", "must not hold control characters"),
        ("name", "Pear", "x" * 10_000, "Name must be at most 20 characters long"),
        ("price", {"amount": 250, "currency": "EUR"}, {"amount": -1, "currency": "EUR"}, "Price must be at least 0.00"),
    ],
)
@pytest.mark.asyncio
async def test_a_refused_value_is_named_in_words_of_its_kind(
    web: AsyncClient, shelf: Shelf, field: str, base: object, value: object, words: str
) -> None:
    edit = {"id": str(shelf.thing.id), "field": field, "base": base, "value": value, "version": 1, "key": str(new_id())}
    answer = await web.post("/grid/things/edit", json=edit)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"pointer": "/value", "code": answer.json()["errors"][0]["code"], "detail": words}
    ]
