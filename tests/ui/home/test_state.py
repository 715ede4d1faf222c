"""A home page that stays open: it looks anew at one's own orders and when the day is another, and at nothing else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import FunctionType, MethodType
from typing import Any, Self

import pytest

from app.core import clock
from app.core.formats import Formats
from app.features.changes.feed import owned
from app.features.changes.schemas import Batch
from app.features.dashboard import service as dashboard
from app.models import Entity
from app.ui.home import state as home
from app.ui.home.state import HomeState
from tests.features.dashboard.test_own import sell
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
LATE = datetime(2026, 12, 31, 22, 50, tzinfo=UTC)  # ten minutes to midnight in Berlin
MIDNIGHT = LATE + timedelta(minutes=10)


class Page:
    """Stands for the state in a background handler: `async with` holds it, and its methods see that."""

    def __init__(self) -> None:
        self._state = HomeState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None: ...

    def __getattr__(self, name: str) -> Any:
        method = vars(HomeState).get(name)
        return MethodType(method, self) if isinstance(method, FunctionType) else getattr(self._state, name)


@pytest.fixture
def page(alice: Person, monkeypatch: pytest.MonkeyPatch) -> Page:
    async def actor(_state: Any) -> Any:
        return alice.actor()

    async def formats(_state: Any) -> Formats:
        return Formats("en", "Europe/Berlin")

    for name, found in (("require", actor), ("current_actor", actor), ("formats_of", formats)):
        monkeypatch.setattr(home, name, found)
    return Page()


async def test_an_open_page_turns_to_the_new_year_at_its_viewers_midnight(
    page: Page, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sell(alice, price=1001, at=LATE - timedelta(days=40))
    asked, seen, stats = list[str](), list[tuple[str, int]](), dashboard.stats

    async def counted(*args: Any, **given: Any) -> Any:
        asked.append("stats")
        return await stats(*args, **given)

    async def waking(_state: Any, keys: list[str], **given: bool) -> AsyncIterator[Batch]:
        assert (keys, given) == ([owned(Entity.ORDER, alice.id)], {"idle": True})
        for at, batch in ((LATE, Batch(missed=True)), (LATE, Batch()), (MIDNIGHT, Batch()), (MIDNIGHT, Batch())):
            with clock.frozen(at):
                yield batch
            seen.append((page.title, len(asked)))

    monkeypatch.setattr(home.dashboard, "stats", counted)
    monkeypatch.setattr(home, "follow", waking)
    await HomeState.watch.fn(page)  # pyright: ignore[reportFunctionMemberAccess]
    assert seen == [("My year 2026", 1), ("My year 2026", 1), ("My year 2027", 2), ("My year 2027", 2)]
    assert page.summary == "You have ordered nothing in 2027 so far."
    assert (page.earlier, page.earlier_href) == ("2026", "/?year=2026")


async def test_a_year_that_cannot_be_counted_is_said_and_tried_again(
    page: Page, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sell(alice, price=1001)
    stats, phases = dashboard.stats, list[str]()

    async def broken(*_args: Any, **_given: Any) -> Any:
        raise OSError

    async def waking(_state: Any, _keys: list[str], **_given: bool) -> AsyncIterator[Batch]:
        for ask, batch in ((broken, Batch(missed=True)), (stats, Batch())):
            monkeypatch.setattr(home.dashboard, "stats", ask)
            yield batch
            phases.append(page.phase)

    monkeypatch.setattr(home, "follow", waking)
    await HomeState.watch.fn(page)  # pyright: ignore[reportFunctionMemberAccess]
    assert phases == ["failed", "ready"]
    assert len(page.cards) == 1
