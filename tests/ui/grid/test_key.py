"""The key of unsent edits, and whose page may save what."""

from dataclasses import asdict

import pytest
from httpx import AsyncClient

from app.core.actor import Actor, Role, Source
from app.core.ids import new_id
from app.features.privacy.browser_keys import browser_keys, name_in_browser
from tests.ui.grid.shelf import SAM, Shelf, an_edit

pytestmark = pytest.mark.asyncio


async def test_the_key_of_unsent_edits_is_the_persons_and_never_stored(web: AsyncClient) -> None:
    answer = await web.post("/grid/things/key", json={})
    assert answer.json() == asdict(browser_keys(SAM))
    assert answer.headers["cache-control"] == "no-store"
    assert (await web.post("/grid/things/key", json={}, headers={"x-who": "nobody"})).status_code == 401
    assert (await web.post("/grid/things/key", json={}, headers={"origin": "http://evil.example"})).status_code == 403


async def test_a_page_of_one_person_saves_nothing_as_another_who_signed_in_since(
    web: AsyncClient, shelf: Shelf
) -> None:
    ann = Actor(user_id=new_id(), role=Role.ADMIN, source=Source.WEB)
    theirs = {"X-Daybook-Person": name_in_browser(ann)}
    refused = await web.post("/grid/things/edit", json=an_edit(shelf), headers=theirs)
    assert (refused.status_code, refused.json()["code"], shelf.thing.version) == (401, "other_person", 1)
    mine = {"X-Daybook-Person": name_in_browser(SAM)}
    assert (await web.post("/grid/things/edit", json=an_edit(shelf), headers=mine)).status_code == 200
