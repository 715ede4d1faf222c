"""The grid's door: what may be read, and what is refused in which words."""

import pytest
from httpx import AsyncClient

from app.core.actor import Source
from app.core.ids import new_id
from app.core.money import Money
from tests.ui.grid.shelf import NAMED, NESTED, Shelf


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
async def test_a_full_window_leaves_the_total_to_be_counted_apart(web: AsyncClient) -> None:
    assert (await web.post("/grid/things/rows", json={"limit": 1})).json()["total"] is None
    assert (await web.post("/grid/things/rows", json={"limit": 2, "count": False})).json()["total"] is None


@pytest.mark.asyncio
async def test_a_list_without_choices_has_none(web: AsyncClient) -> None:
    assert (await web.post("/grid/things/choices", json={"field": "name", "text": "p"})).status_code == 404
    assert (await web.post("/grid/things/choices", json={"field": "name", "text": "\x00"})).status_code == 422


@pytest.mark.asyncio
async def test_totals_and_names_are_given_where_the_feature_has_some(web: AsyncClient) -> None:
    assert (await web.post("/grid/things/totals", json={})).json() == {"totals": []}
    assert (await web.post("/grid/things/names", json={"field": "name", "values": ["p"]})).status_code == 404
    assert (await web.post("/grid/things/totals", json={"filters": [{"field": "x", "kind": "set"}]})).status_code == 422


@pytest.mark.asyncio
async def test_rows_by_id_leave_out_what_is_gone(web: AsyncClient, shelf: Shelf) -> None:
    answer = await web.post("/grid/things/rows", json={"ids": [str(new_id()), str(shelf.thing.id)]})
    assert [row["id"] for row in answer.json()["rows"]] == [str(shelf.thing.id)]


@pytest.mark.asyncio
async def test_the_total_can_be_asked_for_by_itself(web: AsyncClient) -> None:
    assert (await web.post("/grid/things/count", json={"search": "pear"})).json() == {"total": 1}


@pytest.mark.asyncio
async def test_sums_are_amounts_with_their_currency_and_none_where_nothing_is_summed(
    web: AsyncClient, shelf: Shelf
) -> None:
    assert (await web.post("/grid/things/sums", json={})).json() == {"sums": {}}
    shelf.sums = {"price": (Money(250, "EUR"), Money(90, "USD"))}
    assert (await web.post("/grid/things/sums", json={})).json() == {
        "sums": {"price": [{"amount": 250, "currency": "EUR"}, {"amount": 90, "currency": "USD"}]}
    }


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


@pytest.mark.asyncio
async def test_ids_of_a_window_come_in_their_order_without_the_rows(web: AsyncClient, shelf: Shelf) -> None:
    asked = {"offset": 40, "limit": 10_000, "sort": [{"field": "name"}], "search": "pear"}
    assert (await web.post("/grid/things/ids", json=asked)).json() == {"ids": [str(shelf.thing.id)]}
    assert (shelf.queries[-1].offset, shelf.queries[-1].limit, shelf.queries[-1].search) == (40, 10_000, "pear")
    assert (await web.post("/grid/things/ids", json={"limit": 10_001})).status_code == 422
    assert (await web.post("/grid/things/ids", json={"sort": [{"field": "price"}]})).status_code == 422
