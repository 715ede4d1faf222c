"""Orders through the wizard: whole ones as the command line takes them, and corrections of those that are there."""

from uuid import UUID

import pytest

from app.core.database import read_session
from app.core.paging import GridQuery
from app.features.changes import repository as changes
from app.features.orders import service as orders
from app.features.transfers import service as transfers
from app.models import Entity
from tests.features.imports.files import bring_in, line, stored, write
from tests.features.transfers.wizard import counts, preview, refused, run, text
from tests.support.cast import Person
from tests.support.rollups import assert_rollups_are_exact

pytestmark = pytest.mark.asyncio
HEAD = "Order ref,Date,Status,Email,Customer name,SKU,Product,Qty,Line total,Ship to"
FILE = text(
    HEAD,
    "T-1,2026-03-17,Paid,ann@example.com,Ann Lee,TEA-1,Green tea,2,9.80,",
    "T-2,2026-03-18,Pending,bob@example.com,Bob Ray,CUP-1,Cup,1,12.00,1 Lane",
    "T-1,2026-03-17,Paid,ann@example.com,Ann Lee,CUP-1,Cup,1,12.00,",
    "T-3,2026-03-18,Pending,nobody,Bob Ray,CUP-1,Cup,1,12.00,",
)


async def statuses(who: Person) -> dict[str | None, str]:
    return {row.reference: row.status.value for row in await orders.window(who.actor(), GridQuery(limit=500))}


async def test_new_orders_are_those_of_the_command_line_as_one_act_of_the_admin(ada: Person) -> None:
    told = await preview(ada, FILE, entity=Entity.ORDER)
    assert counts(told) == {"create": 2, "refused": 1}
    assert await refused(ada, told) == ["5,T-3,customer_email,invalid_email,Customer's email is no e-mail address"]
    told = await run(ada, told)
    assert (told["job"]["changed"], told["job"]["refused"]) == (2, 1)
    found = await stored()
    assert {ref: (order.total, len(order.lines)) for ref, order in found.items()} == {
        "T-1": (2180, 2),
        "T-2": (1200, 1),
    }
    await assert_rollups_are_exact()
    (row, *_rest) = await orders.window(ada.actor(), GridQuery())
    async with read_session() as session:
        (made, *_personal) = await changes.of_row(session, Entity.ORDER, row.id)
    assert (made.actor_id, made.source.value, str(made.gesture_id)) == (ada.id, "import", told["job"]["gesture"])


async def test_a_file_again_changes_nothing_even_where_orders_have_moved_on(ada: Person) -> None:
    await run(ada, await preview(ada, FILE, entity=Entity.ORDER))
    assert counts(await preview(ada, FILE, entity=Entity.ORDER)) == {"unchanged": 2, "refused": 1}


async def test_status_and_address_follow_the_file_but_what_was_sold_does_not(ada: Person) -> None:
    await run(ada, await preview(ada, FILE, entity=Entity.ORDER))
    told = await preview(
        ada,
        text(
            HEAD,
            "T-1,2026-03-17,Shipped,ann@example.com,Ann Lee,TEA-1,Green tea,2,9.80,2 Lane",
            "T-1,2026-03-17,Shipped,ann@example.com,Ann Lee,CUP-1,Cup,1,12.00,2 Lane",
            "T-2,2026-03-18,Pending,bob@example.com,Bob Ray,CUP-1,Cup,1,11.00,1 Lane",
        ),
        entity=Entity.ORDER,
    )
    assert counts(told) == {"update": 1, "refused": 1}
    (line_,) = await refused(ada, told)
    assert line_.startswith("4,T-2,order_ref,reference_conflict,This order (line total differs) is there already")
    told = await run(ada, told)
    assert (await statuses(ada)) == {"T-1": "shipped", "T-2": "pending"}
    await assert_rollups_are_exact()


async def test_a_list_of_numbers_moves_orders_by_the_rules_and_staff_may_do_it(ada: Person, sam: Person) -> None:
    await run(ada, await preview(ada, FILE, entity=Entity.ORDER))
    moves = text("Order;Status", "1001;SHIPPED", "#1002;delivered", "4711;paid")
    told = await run(sam, await preview(sam, moves, entity=Entity.ORDER))
    assert (told["job"]["changed"], told["job"]["refused"]) == (1, 2)
    assert sorted((await statuses(ada)).values()) == ["pending", "shipped"]
    assert await refused(sam, told) == [
        "3,#1002,status,transition_not_allowed,From pending an order can become paid or cancelled",
        '4,#4711,number,no_such_record,"Order number is not there, and columns to make it are missing"',
    ]


async def test_staff_do_not_bring_in_new_orders(sam: Person) -> None:
    told = await preview(sam, FILE, entity=Entity.ORDER)
    assert counts(told) == {"refused": 3}
    assert "admins_only" in (await refused(sam, told))[1]


async def test_an_export_of_the_command_line_comes_back_unchanged(ada: Person, tmp_path: object) -> None:
    from pathlib import Path

    from app.features.imports.service import export_orders

    folder = Path(str(tmp_path))
    await bring_in(write(folder / "in.csv", [line(note="=1+1\nsecond", ship_to="'x")]))
    await export_orders(folder / "out.csv")
    assert counts(await preview(ada, (folder / "out.csv").read_bytes(), entity=Entity.ORDER)) == {"unchanged": 1}


async def test_a_run_that_is_stopped_goes_on(ada: Person) -> None:
    told = await preview(ada, FILE, entity=Entity.ORDER)
    upload_id = UUID(told["id"])
    await transfers.run(ada.actor(), upload_id)
    await transfers.stop(ada.actor(), upload_id)
    assert (await transfers.status(ada.actor(), upload_id))["job"]["state"] == "stopped"
    await transfers.resume(ada.actor(), upload_id)
    assert (await transfers.current(ada.actor(), Entity.ORDER) or {})["job"]["state"] == "queued"
