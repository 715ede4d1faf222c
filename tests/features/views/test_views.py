import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError
from sqlmodel import select

from app.core.database import Database, read_session
from app.core.errors import Forbidden, Invalid, NotFound, Stale
from app.features.accounts import service as accounts
from app.features.views import rules
from app.features.views import service as views
from app.features.views.rules import TooManyViews
from app.features.views.schemas import ViewContent, ViewCreate, ViewDetail, ViewPatch
from app.models import SavedView
from tests.support.cast import Person
from tests.support.server_fixtures import Hour

pytestmark = pytest.mark.asyncio
PAGE = "orders"
LATE = ViewContent(definition='{"sort":[{"field":"total"}]}')
ANNA = ViewContent(definition="{}", search='{"search":"Anna Ahlgren"}')


async def saved(who: Person, name: str = "Late", *, content: ViewContent = LATE, shared: bool = False) -> ViewDetail:
    return await views.create_view(who.actor(), PAGE, ViewCreate(name=name, content=content, is_shared=shared))


async def seen(who: Person) -> list[str]:
    return [view.name for view in await views.list_views(who.actor(), PAGE)]


async def test_a_saved_view_opens_as_it_was_saved(sam: Person) -> None:
    view = await saved(sam, "Anna's", content=ANNA)
    assert await views.open_view(sam.actor(), PAGE, view.id) == view
    assert (view.name, view.content, view.is_mine, view.is_shared, view.version) == ("Anna's", ANNA, True, False, 1)


async def test_neither_a_name_nor_a_search_stands_in_the_database_in_clear(sam: Person) -> None:
    await saved(sam, "Anna's", content=ANNA)
    async with read_session() as session:
        (row,) = await session.scalars(select(SavedView))
    assert "Anna" not in repr(row.model_dump())


async def test_a_private_view_is_not_there_for_others_and_a_shared_one_is(sam: Person, ada: Person) -> None:
    view = await saved(sam)
    with pytest.raises(NotFound):
        await views.open_view(ada.actor(), PAGE, view.id)
    assert await seen(ada) == []
    shared = await views.update_view(sam.actor(), PAGE, view.id, patch=ViewPatch(version=1, is_shared=True))
    opened = await views.open_view(ada.actor(), PAGE, shared.id)
    assert (opened.is_mine, opened.owner, opened.content) == (False, "Sam Stone", LATE)
    assert await seen(ada) == ["Late"]


async def test_only_the_owner_changes_a_shared_view(sam: Person, ada: Person) -> None:
    view = await saved(sam, shared=True)
    with pytest.raises(Forbidden):
        await views.update_view(ada.actor(), PAGE, view.id, patch=ViewPatch(version=1, name="Mine"))
    with pytest.raises(Forbidden):
        await views.delete_view(ada.actor(), PAGE, view.id)
    copy = await saved(ada, "Late", content=view.content)
    assert copy.is_mine, "others may save a copy, under the same name even"


async def test_a_view_of_a_private_kind_cannot_be_changed_by_guessing_its_id(sam: Person, ada: Person) -> None:
    view = await saved(sam)
    for attempt in (
        views.update_view(ada.actor(), PAGE, view.id, patch=ViewPatch(version=1, name="Mine")),
        views.delete_view(ada.actor(), PAGE, view.id),
        views.restore_view(ada.actor(), PAGE, view.id),
        views.set_default(ada.actor(), PAGE, view.id),
        views.open_view(sam.actor(), "dashboard", view.id),
        views.open_view(sam.actor(), PAGE, uuid4()),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_the_second_of_two_tabs_is_told_and_overwrites_nothing(sam: Person) -> None:
    view = await saved(sam)
    first = await views.update_view(sam.actor(), PAGE, view.id, patch=ViewPatch(version=1, content=ANNA))
    with pytest.raises(Stale) as refusal:
        await views.update_view(sam.actor(), PAGE, view.id, patch=ViewPatch(version=1, name="Other"))
    assert refusal.value.extra["current"] == first.model_dump(mode="json")
    assert await views.open_view(sam.actor(), PAGE, view.id) == first


async def test_one_person_has_one_view_of_a_name(sam: Person) -> None:
    await saved(sam, "Late")
    other = await saved(sam, "Early")
    for refused in (
        saved(sam, "LATE"),
        views.update_view(sam.actor(), PAGE, other.id, patch=ViewPatch(version=1, name=" late ")),
    ):
        with pytest.raises(Invalid) as refusal:
            await refused
        assert refusal.value.errors[0].pointer == "/name"
    again = await asyncio.gather(*(saved(sam, "Twice") for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(one, ViewDetail) for one in again) == 1


@pytest.mark.parametrize("name", ["", " \t", "a\0b", "x" * 101, "x" * 10_000, "two\nlines", "\ud800"])
async def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        ViewCreate(name=name, content=LATE)


@pytest.mark.parametrize("name", ["🍐" * 50, "ع" * 40, "\u202egnp.exe", "<script>alert(1)</script>", "'; DROP TABLE x"])
async def test_a_strange_name_is_kept_as_it_is(name: str, sam: Person) -> None:
    await saved(sam, name)
    assert await seen(sam) == [name]


async def test_a_deleted_view_comes_back_for_a_while(sam: Person, hour: Hour) -> None:
    view = await saved(sam)
    await views.delete_view(sam.actor(), PAGE, view.id)
    with pytest.raises(NotFound):
        await views.open_view(sam.actor(), PAGE, view.id)
    assert await seen(sam) == []
    assert (await views.restore_view(sam.actor(), PAGE, view.id)).content == LATE
    await views.delete_view(sam.actor(), PAGE, view.id)
    hour.pass_by(rules.KEEP_DELETED + timedelta(seconds=1))
    assert await views.purge_unused() == 1
    with pytest.raises(NotFound):
        await views.restore_view(sam.actor(), PAGE, view.id)


async def test_a_view_comes_back_only_where_its_name_is_free(sam: Person) -> None:
    view = await saved(sam)
    await views.delete_view(sam.actor(), PAGE, view.id)
    await saved(sam)
    with pytest.raises(Invalid):
        await views.restore_view(sam.actor(), PAGE, view.id)


async def test_a_link_holds_the_search_is_found_again_and_opens_for_the_team(sam: Person, ada: Person) -> None:
    base = await saved(sam)
    link = await views.link_view(sam.actor(), PAGE, ANNA, base_id=base.id)
    assert await views.link_view(sam.actor(), PAGE, ANNA, base_id=base.id) == link
    assert await views.link_view(sam.actor(), PAGE, ANNA) != link
    assert await views.link_view(ada.actor(), PAGE, ANNA) != link
    opened = await views.open_view(ada.actor(), PAGE, link)
    assert (opened.content, opened.base_id, opened.name) == (ANNA, base.id, "")
    assert await seen(ada) == [], "a link is in nobody's list"


async def test_a_link_that_nobody_opens_for_90_days_is_forgotten(sam: Person, ada: Person, hour: Hour) -> None:
    kept = await views.link_view(sam.actor(), PAGE, ANNA)
    lost = await views.link_view(sam.actor(), PAGE, LATE)
    named = await saved(sam)
    hour.pass_by(timedelta(days=80))
    await views.open_view(ada.actor(), PAGE, kept)
    hour.pass_by(timedelta(days=20))
    assert await views.purge_unused() == 1
    await views.open_view(ada.actor(), PAGE, kept)
    await views.open_view(sam.actor(), PAGE, named.id)
    with pytest.raises(NotFound):
        await views.open_view(sam.actor(), PAGE, lost)


async def test_each_person_begins_with_a_view_of_their_own_choice(sam: Person, ada: Person) -> None:
    shared, own = await saved(sam, shared=True), await saved(ada, "Mine")
    await views.set_default(ada.actor(), PAGE, own.id)
    await views.set_default(ada.actor(), PAGE, shared.id)
    assert await views.default_view(ada.actor(), PAGE) == shared.id
    assert await views.default_view(sam.actor(), PAGE) is None
    assert [view.name for view in await views.list_views(ada.actor(), PAGE) if view.is_default] == ["Late"]
    await views.set_default(ada.actor(), PAGE, None)
    assert await views.default_view(ada.actor(), PAGE) is None


async def test_a_page_has_views_for_those_who_may_open_it(alice: Person, sam: Person, ada: Person) -> None:
    with pytest.raises(Forbidden):
        await views.list_views(alice.actor(), PAGE)
    with pytest.raises(Forbidden):
        await views.link_view(sam.actor(), "users", ANNA)
    with pytest.raises(NotFound):
        await views.list_views(ada.actor(), "nothing")
    assert await views.list_views(ada.actor(), "users") == ()


async def test_there_is_an_end_to_views(sam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_VIEWS", 2)
    await saved(sam, "1")
    await saved(sam, "2")
    with pytest.raises(TooManyViews):
        await saved(sam, "3")


async def test_views_go_with_their_owner(ada: Person, sam: Person, database: Database) -> None:
    view = await saved(sam, shared=True)
    await views.set_default(ada.actor(), PAGE, view.id)
    await accounts.delete_profile(sam.actor())
    with pytest.raises(NotFound):
        await views.open_view(ada.actor(), PAGE, view.id)
    assert await views.default_view(ada.actor(), PAGE) is None
    assert isinstance(view.id, UUID)
