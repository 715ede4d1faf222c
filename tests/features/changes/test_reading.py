from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, text

from app.core import clock
from app.core.actor import Role, Source
from app.core.database import Database
from app.core.errors import Forbidden, Invalid
from app.core.ids import new_id
from app.features.changes import repository
from app.features.changes.reading import cell_history, list_changes, row_history
from app.features.changes.schemas import CREATED, Entity, LogQuery
from app.features.orders import service as orders
from app.features.records.service import Act
from tests.features.orders.shop import order, product
from tests.support.cast import Person
from tests.support.records import edit_order, edit_user

pytestmark = pytest.mark.asyncio


async def plan_of(database: Database, query: Select[Any]) -> str:
    """How the database would run the query, with indexes wherever they can serve."""
    async with database.reading() as session:
        if not database.is_sqlite:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
            await session.execute(text("SET LOCAL enable_bitmapscan = off"))
        compiled = query.compile(database.engine.sync_engine, compile_kwargs={"literal_binds": True})
        prefix = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        rows = await session.execute(text(prefix + str(compiled).replace(":", r"\:")))
        return "\n".join(str(row[-1]) for row in rows)


async def test_the_newest_stands_first_and_pages_follow_one_another(alice: Person, ada: Person, sam: Person) -> None:
    tea = await product(ada)
    for _ in range(3):
        await order(alice.actor(), tea)
    whole = await list_changes(sam.actor(), LogQuery())
    ids = [row.id for row in whole.items]
    assert ids == sorted(ids, reverse=True)
    first = await list_changes(sam.actor(), LogQuery(), limit=3)
    rest = await list_changes(sam.actor(), LogQuery(), cursor=first.next_cursor or "")
    assert [row.id for row in (*first.items, *rest.items)] == ids
    assert rest.next_cursor is None


async def test_staff_read_addresses_in_the_story_of_a_row_and_not_across_the_log(
    alice: Person, ada: Person, sam: Person
) -> None:
    placed = await order(alice.actor(), await product(ada))
    whole, one = LogQuery(entity=Entity.ORDER), LogQuery(entity=Entity.ORDER, row_id=placed.id)
    for reader, asked, shown in ((sam, whole, None), (sam, one, "1 Lane, Town"), (ada, whole, "1 Lane, Town")):
        by_field = {row.field: row for row in (await list_changes(reader.actor(), asked)).items}
        assert by_field.keys() == {"*", "ship_to"}
        assert (by_field["ship_to"].new, by_field["ship_to"].masked) == (shown, shown is None)


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


@pytest.mark.parametrize(
    "cursor", ["x", "WyJhIl0", "Wy0xXQ", "WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsdHJ1ZV0", "WyIyMDI2LTAxLTAxIiwxXQ"]
)
async def test_a_cursor_that_is_not_ours_is_refused(database: Database, sam: Person, cursor: str) -> None:
    del database
    with pytest.raises(Invalid):
        await list_changes(sam.actor(), LogQuery(), cursor=cursor)


async def test_an_act_a_day_a_person_and_a_field_narrow_the_log(alice: Person, ada: Person, sam: Person) -> None:
    tea = await product(ada)
    placed = [await order(alice.actor(), tea) for _ in range(2)]
    act = new_id()
    for one in placed:
        await edit_order(sam.actor(Source.GRID), one.id, "status", "pending", "paid", act=Act(act))
    await edit_order(sam.actor(), placed[0].id, "note", "", "Ring twice")

    async def found(**asked: Any) -> list[tuple[str, UUID]]:
        return [(row.field, row.row_id) for row in (await list_changes(ada.actor(), LogQuery(**asked))).items]

    first, second = placed[0].id, placed[1].id
    assert await found(gesture_id=act) == [("status", second), ("status", first)]
    assert await found(actor_id=sam.id, field="note") == [("note", first)]
    assert await found(field="stat:") == []
    assert await found(row_id=second, field="status") == [("status", second)]
    noon = clock.now()
    assert await found(actor_id=sam.id, start=noon - timedelta(days=1), end=noon - timedelta(hours=1)) == []
    assert len(await found(actor_id=sam.id, start=noon - timedelta(hours=1), end=noon + timedelta(hours=1))) == 3
    sizes = {row.act_size for row in (await list_changes(sam.actor(), LogQuery(gesture_id=act))).items}
    assert sizes == {2}


async def test_a_cell_tells_its_story_down_to_its_first_value(alice: Person, ada: Person, sam: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await edit_order(sam.actor(), placed.id, "ship_to", "1 Lane, Town", "2 Road")
    told = await cell_history(sam.actor(), Entity.ORDER, placed.id, field="ship_to")
    assert [(row.field, row.old, row.new) for row in told[:2]] == [
        ("ship_to", "1 Lane, Town", "2 Road"),
        ("ship_to", None, "1 Lane, Town"),
    ]
    assert told[-1].field == CREATED
    for entity, reader in ((Entity.USER, sam), (Entity.ORDER, alice), (Entity.PRODUCT, alice)):
        with pytest.raises(Forbidden):
            await cell_history(reader.actor(), entity, placed.id, field="name")


async def test_a_row_is_told_newest_first_in_pages(alice: Person, ada: Person, sam: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await edit_order(sam.actor(), placed.id, "status", "pending", "paid")
    first = await row_history(sam.actor(), Entity.ORDER, placed.id, limit=2)
    rest = await row_history(sam.actor(), Entity.ORDER, placed.id, before=int(first.next_cursor or 0))
    assert [row.field for row in (*first.items, *rest.items)] == ["status", "ship_to", CREATED]
    with pytest.raises(Forbidden):
        await row_history(alice.actor(), Entity.ORDER, placed.id)


@pytest.mark.parametrize("narrowed", ["entity", "row_id", "actor_id", "role", "source", "field", "gesture_id", ""])
async def test_every_way_of_narrowing_is_read_off_an_index(database: Database, narrowed: str) -> None:
    asked: dict[str, Any] = {
        "entity": Entity.USER,
        "row_id": new_id(),
        "actor_id": new_id(),
        "role": Role.STAFF,
        "source": Source.API,
        "field": "note",
        "gesture_id": new_id(),
    }
    chosen = {narrowed: asked[narrowed]} if narrowed else {}
    chosen |= {"entity": Entity.ORDER} if narrowed == "row_id" else {}
    noon = clock.now()
    span: dict[str, Any] = {} if narrowed == "row_id" else {"start": noon - timedelta(days=1), "end": noon}
    query = LogQuery(**chosen, **span, before=(noon, 7))
    plan = await plan_of(database, repository.page_query(query, hidden=(), limit=51))
    assert "ix_changes" in plan
    assert "Seq Scan" not in plan
    assert "SCAN changes" not in plan.replace("USING INDEX", "") or "USING INDEX" in plan
    assert narrowed != "row_id" or "ix_changes_entity_row_id_id" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
