"""Showing a masked value for a reason that is kept."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from app.core import limits
from app.core.config import get_settings
from app.core.database import read_session
from app.core.errors import DomainError, Forbidden, Invalid, NotFound, TooMany
from app.features.accounts import service as accounts
from app.features.disclosures.schemas import RevealRequest
from app.features.disclosures.service import NotMasked, list_disclosures, reveal
from app.features.orders import service as orders
from app.models import Entity
from tests.features.orders.shop import order, product
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
WHY = "The parcel came back, ask where to"


def asked(order_id: Any, **changes: Any) -> RevealRequest:
    wanted: dict[str, Any] = {"id": order_id, "field": "email", "reason": WHY} | changes
    return RevealRequest(**wanted)


async def test_staff_see_a_mask_until_they_say_why_and_admins_read_that(
    alice: Person, ada: Person, sam: Person
) -> None:
    placed = await order(alice.actor(), await product(ada))
    (row,) = await orders.rows(sam.actor(), [placed.id])
    assert (row.email, row.masked) == ("a•••@e•••.com", ("email",))
    (row,) = await orders.rows(ada.actor(), [placed.id])
    assert (row.email, row.masked) == (alice.email, ())
    assert (await reveal(sam.actor(), Entity.ORDER, asked(placed.id))).value == alice.email
    (kept,) = (await list_disclosures(ada.actor())).items
    assert (kept.actor_id, kept.row_id, kept.field, kept.reason) == (sam.id, placed.id, "email", WHY)
    (row,) = await orders.rows(sam.actor(), [placed.id])
    assert row.email == "a•••@e•••.com"
    async with read_session() as session:
        stored = str((await session.execute(text("SELECT * FROM disclosures"))).all())
    assert WHY not in stored
    assert alice.email not in stored


async def test_who_may_not_or_need_not_is_told_so_and_nothing_is_kept(alice: Person, ada: Person, sam: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    attempts: list[tuple[Person, RevealRequest, type[DomainError]]] = [
        (alice, asked(placed.id), Forbidden),
        (ada, asked(placed.id), NotMasked),
        (sam, asked(uuid4()), NotFound),
        (sam, asked(placed.id, field="ship_to"), Invalid),
    ]
    for person, wanted, refusal in attempts:
        with pytest.raises(refusal):
            await reveal(person.actor(), Entity.ORDER, wanted)
    with pytest.raises(Invalid):
        await reveal(sam.actor(), Entity.USER, asked(alice.id))
    assert (await list_disclosures(ada.actor())).items == ()
    with pytest.raises(Forbidden):
        await list_disclosures(sam.actor())


@pytest.mark.parametrize("reason", ["", "too short", " " * 20, "aaaaaaaaaaaaaaa", "x\x00" * 10, "a\nb" * 10, "w" * 301])
async def test_a_reason_says_something(reason: str) -> None:
    with pytest.raises(ValidationError):
        asked(uuid4(), reason=reason)


async def test_there_is_an_end_to_asking(
    alice: Person, ada: Person, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAYBOOK_RATE_LIMITS", "on")
    get_settings.cache_clear()
    limits.forget()
    monkeypatch.setattr("app.core.limits.DISCLOSURES_BY_ACCOUNT", limits.Rule("few", 2, 60))
    placed = await order(alice.actor(), await product(ada))
    for _ in range(2):
        await reveal(sam.actor(), Entity.ORDER, asked(placed.id))
    with pytest.raises(TooMany):
        await reveal(sam.actor(), Entity.ORDER, asked(placed.id))
    first = await list_disclosures(ada.actor(), limit=1)
    rest = await list_disclosures(ada.actor(), cursor=first.next_cursor or "")
    assert len({entry.id for entry in (*first.items, *rest.items)}) == 2
    with pytest.raises(Invalid):
        await list_disclosures(ada.actor(), cursor="x")


async def test_with_a_persons_data_the_reasons_go_too(alice: Person, ada: Person, sam: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await reveal(sam.actor(), Entity.ORDER, asked(placed.id))
    await accounts.delete_profile(alice.actor())
    (kept,) = (await list_disclosures(ada.actor())).items
    assert (kept.field, kept.reason) == ("email", "")
    with pytest.raises(NotFound):
        await reveal(sam.actor(), Entity.ORDER, asked(placed.id))
