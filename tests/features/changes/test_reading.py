import pytest

from app.core.actor import Role, Source
from app.core.database import Database
from app.core.errors import Forbidden, Invalid
from app.features.changes.reading import LogQuery, list_changes
from app.features.changes.schemas import Entity
from app.features.orders import service as orders
from tests.features.orders.shop import order, product
from tests.support.cast import Person
from tests.support.records import edit_user

pytestmark = pytest.mark.asyncio


async def test_the_newest_stands_first_and_pages_follow_one_another(alice: Person, ada: Person, sam: Person) -> None:
    tea = await product(ada)
    for _ in range(3):
        await order(alice.actor(), tea)
    whole = await list_changes(sam.actor(), LogQuery())
    ids = [row.id for row in whole.items]
    assert ids == sorted(ids, reverse=True)
    first = await list_changes(sam.actor(), LogQuery(), limit=3)
    rest = await list_changes(sam.actor(), LogQuery(cursor=first.next_cursor or ""))
    assert [row.id for row in (*first.items, *rest.items)] == ids
    assert rest.next_cursor is None


async def test_personal_values_are_opened_for_admins_only(alice: Person, ada: Person, sam: Person) -> None:
    await order(alice.actor(), await product(ada))
    of_orders = LogQuery(entity=Entity.ORDER)
    for staff in await list_changes(sam.actor(), of_orders), await list_changes(ada.actor(), of_orders):
        assert {row.field for row in staff.items} == {"*", "ship_to"}
    by_field = {row.field: row for row in (await list_changes(sam.actor(), of_orders)).items}
    assert (by_field["ship_to"].new, by_field["ship_to"].masked) == (None, True)
    by_field = {row.field: row for row in (await list_changes(ada.actor(), of_orders)).items}
    assert (by_field["ship_to"].new, by_field["ship_to"].masked) == ("1 Lane, Town", False)


async def test_filters_are_joined(alice: Person, ada: Person, sam: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await orders.cancel_order(sam.actor(Source.API), placed.id)
    by_staff = await list_changes(sam.actor(), LogQuery(entity=Entity.ORDER, role=Role.STAFF, source=Source.API))
    assert [(row.field, row.new) for row in by_staff.items] == [("status", "cancelled")]
    assert (await list_changes(sam.actor(), LogQuery(entity=Entity.PRODUCT, role=Role.STAFF))).items == ()


async def test_what_happened_to_people_is_for_admins(alice: Person, ada: Person, sam: Person) -> None:

    await edit_user(ada.actor(), alice.id, "role", "customer", "staff")
    about_people = LogQuery(entity=Entity.USER)
    assert (await list_changes(sam.actor(), about_people)).items == ()
    assert [row.field for row in (await list_changes(ada.actor(), about_people)).items] == ["role"]


async def test_customers_read_no_log(alice: Person) -> None:
    with pytest.raises(Forbidden):
        await list_changes(alice.actor(), LogQuery())


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "Wy0xXQ", "W3RydWUsMV0"])
async def test_a_cursor_that_is_not_ours_is_refused(database: Database, sam: Person, cursor: str) -> None:
    del database
    with pytest.raises(Invalid):
        await list_changes(sam.actor(), LogQuery(cursor=cursor))
