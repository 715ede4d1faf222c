"""The grid's door: edits of a cell and of a gesture, and what is refused in which words."""

from dataclasses import replace

import pytest
from httpx import AsyncClient

from app.core.ids import new_id
from app.features.records.service import GestureKind
from tests.ui.grid.shelf import Shelf, an_edit


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
async def test_the_cells_of_a_gesture_are_answered_one_by_one(web: AsyncClient, shelf: Shelf) -> None:
    def cell(field: str, base: object, value: object, row: object = shelf.thing.id) -> dict[str, object]:
        return {"id": str(row), "field": field, "base": base, "value": value, "version": 1}

    act = {"id": str(new_id()), "kind": "paste"}
    cells = [
        cell("name", "Pear", "Plum"),
        cell("stock", 4, -1),
        cell("state", "off", "off", shelf.thing.id),
        cell("name", "Fig", "Date"),
        cell("name", "Pear", "Plum", new_id()),
    ]
    answer = (await web.post("/grid/things/edits", json={"act": act, "cells": cells})).json()
    assert [(told["state"], told["code"]) for told in answer["outcomes"]] == [
        ("saved", ""),
        ("refused", "invalid"),
        ("conflict", "field_conflict"),
        ("conflict", "field_conflict"),
        ("refused", "not_found"),
    ]
    assert answer["outcomes"][1]["detail"] == "Stock must be at least 0"
    assert answer["outcomes"][3]["theirs"] == "Plum"
    assert [told.get("stands") for told in answer["outcomes"]] == ["Plum", None, None, None, None]
    assert [(row["name"], row["version"]) for row in answer["rows"]] == [("Plum", 2)]
    assert [(str(done.id), done.kind) for done in shelf.acts] == [(act["id"], GestureKind.PASTE)]


@pytest.mark.asyncio
async def test_money_keeps_its_currency(web: AsyncClient, shelf: Shelf) -> None:
    euros, yen = {"amount": 250, "currency": "EUR"}, {"amount": 250, "currency": "JPY"}
    answer = await web.post("/grid/things/edit", json=an_edit(shelf, field="price", base=euros, value=yen))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/value")


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


@pytest.mark.asyncio
async def test_cells_are_rehearsed_in_the_words_of_an_edit_and_stay(web: AsyncClient, shelf: Shelf) -> None:
    def cell(field: str, base: object, value: object) -> dict[str, object]:
        return {"id": str(shelf.thing.id), "field": field, "base": base, "value": value, "version": 1}

    cells = [cell("name", "Pear", "Plum"), cell("stock", 4, -1), cell("name", "Fig", "Date"), cell("name", "x", "a\nb")]
    answer = (await web.post("/grid/things/rehearse", json={"cells": cells})).json()
    assert [(told["state"], told["detail"]) for told in answer["outcomes"]] == [
        ("saved", ""),
        ("refused", "Stock must be at least 0"),
        ("conflict", "Someone else changed this field"),
        ("refused", "Name must be on one line"),
    ]
    assert (shelf.thing.name, shelf.thing.version, shelf.acts) == ("Pear", 1, [])
