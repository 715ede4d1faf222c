"""What a bulk change may not do: take the last admin, change a currency, or begin without a sound wish."""

from uuid import UUID

import pytest
from sqlmodel import select

from app.core.actor import Role
from app.core.database import Database, read_session
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.unit_of_work import unit_of_work
from app.features.accounts.repository import users
from app.features.records import bulk
from app.features.records.bulk import Wish
from app.features.records.schemas import Value
from app.models import Entity, Product
from tests.features.orders.shop import product
from tests.features.records.bulk_changes import ALL, done, figures, some_orders, to_status
from tests.support.cast import Person, join
from tests.support.engines import on_sqlite
from tests.support.records import edit_product

pytestmark = pytest.mark.asyncio


@on_sqlite
async def test_the_last_admin_is_told_of_before_and_stays(database: Database, ada: Person, sam: Person) -> None:
    await join("Abe Archer", Role.ADMIN)
    found = await bulk.rehearse(ada.actor(), ALL, Wish("role", "staff"), entity=Entity.USER)
    assert (found.count("change"), found.count("already")) == (1, 1)
    assert [(group.code, group.count) for group in found.of("refused")] == [("last_admin", 1)]
    assert figures(await done(ada, found)) == (1, 1, 1)
    async with read_session() as session:
        assert len(await users.active_admins(session)) == 1


@on_sqlite
async def test_an_amount_stays_in_its_currency(database: Database, ada: Person) -> None:
    tea, mug = await product(ada, "TEA"), await product(ada, "MUG")
    await _price_in_yen(mug)
    wish = Wish("price", 900, "EUR")
    found = await bulk.rehearse(ada.actor(), ALL, wish, entity=Entity.PRODUCT)
    assert found.count("change") == 1
    assert [(group.code, group.reason) for group in found.of("refused")] == [
        ("other_currency", "The amount stays in JPY")
    ]
    await edit_product(ada.actor(), tea, "name", "Product TEA", "Green tea")
    assert figures(await done(ada, found)) == (1, 0, 1)
    async with read_session() as session:
        prices = {row.sku: row.price_amount for row in await session.scalars(select(Product))}
    assert prices == {"TEA": 900, "MUG": 250}


async def _price_in_yen(product_id: UUID) -> None:
    async with unit_of_work() as uow:
        found = await uow.session.get(Product, product_id)
        assert found is not None
        found.currency = "JPY"


@on_sqlite
@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [("status", "lost", "/value"), ("total", 1, "/field"), ("ship_to", "x" * 501, "/value")],
)
async def test_what_cannot_be_wished_is_refused_before_anything_is_looked_at(
    database: Database, sam: Person, field: str, value: Value, pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await bulk.rehearse(sam.actor(), ALL, Wish(field, value), entity=Entity.ORDER)
    assert refused.value.errors[0].pointer == pointer


@on_sqlite
async def test_who_may_not_change_a_row_rehearses_nothing(database: Database, alice: Person, sam: Person) -> None:
    with pytest.raises(Forbidden):
        await to_status(alice, "paid")
    with pytest.raises(Forbidden):
        await bulk.rehearse(sam.actor(), ALL, Wish("active", value=False), entity=Entity.USER)


@on_sqlite
async def test_a_job_is_its_owners_and_a_rehearsal_ends_with_its_run(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    await some_orders(alice, ada, 1)
    found = await to_status(sam, "paid")
    for call in (bulk.go_on, bulk.run):
        with pytest.raises(NotFound):
            await call(ada.actor(), found.job_id)
    await done(sam, found)
    again = await bulk.go_on(sam.actor(), found.job_id)
    assert (again.finished, again.total) == (True, 1)
