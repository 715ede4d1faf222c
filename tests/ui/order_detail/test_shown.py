from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from app.core.actor import Actor, Role, Source
from app.core.formats import Formats
from app.features.changes.schemas import ChangeRow
from app.features.orders.schemas import MoneyOut, OrderDetail, OrderStatus
from app.ui.order_detail.shown import story, to_shown

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)
ANN = Actor(uuid4(), Role.CUSTOMER, Source.WEB)
SAM = Actor(uuid4(), Role.STAFF, Source.WEB)


def change(field: str, new: Any, *, version: int, by: Actor | None, source: Source = Source.WEB) -> ChangeRow:
    return ChangeRow(
        id=version,
        field=field,
        new=new,
        version=version,
        at=NOON,
        actor_id=by.user_id if by else None,
        actor_role=by.role if by else Role.ADMIN,
        source=source,
        gesture_id=uuid4(),
    )


HISTORY = [
    change("*", {"status": "pending"}, version=1, by=ANN),
    change("ship_to", "1 Lane", version=1, by=ANN),
    change("status", "paid", version=2, by=SAM, source=Source.GRID),
    change("note", "Ring", version=3, by=ANN),
    change("status", "shipped", version=4, by=None, source=Source.CLI),
]


def order(status: OrderStatus, owner: UUID | None) -> OrderDetail:
    return OrderDetail(
        id=uuid4(),
        number=1001,
        reference=None,
        channel="web",
        user_id=owner or uuid4(),
        status=status,
        items=(),
        total_price=MoneyOut(amount=500, currency="EUR"),
        ship_to="1 Lane",
        note="",
        ordered_at=NOON,
        created_at=NOON,
        updated_at=NOON,
        version=1,
    )


def test_a_customer_reads_you_or_the_shop() -> None:
    told = [(step.what, step.who) for step in story(HISTORY, ANN, Formats())]
    assert told == [("Shipped", "The shop"), ("Note changed", "You"), ("Paid", "The shop"), ("Order placed", "You")]


def test_staff_read_the_role_and_the_door() -> None:
    told = [step.who for step in story(HISTORY, SAM, Formats())]
    assert told == ["Daybook, on the command line", "The customer", "You, in the grid", "The customer"]


def test_staff_get_the_ways_on_and_customers_none() -> None:
    paid = order(OrderStatus.PAID, ANN.user_id)
    assert [move.status for move in to_shown(paid, SAM, Formats()).moves] == ["shipped", "refunded"]
    shown = to_shown(paid, ANN, Formats())
    assert (shown.moves, shown.can_edit, shown.can_cancel) == ([], True, True)


def test_a_shipped_order_is_no_longer_the_customers_to_change() -> None:
    shipped = order(OrderStatus.SHIPPED, ANN.user_id)
    shown = to_shown(shipped, ANN, Formats())
    assert (shown.can_edit, shown.can_cancel) == (False, False)
    assert to_shown(shipped, SAM, Formats()).can_edit


def test_the_story_tells_what_became_of_the_lines_and_leaves_the_total_to_them() -> None:
    tea = {"name": "Tea", "quantity": 2, "unit_price": 250}
    steps = [
        (None, tea, "2 \N{MULTIPLICATION SIGN} Tea added"),
        (tea, tea | {"quantity": 3}, "Tea: 3 instead of 2"),
        (tea, tea | {"unit_price": 200}, "Price of Tea changed"),
        (tea, tea | {"quantity": 1, "unit_price": 200}, "Tea: 1 instead of 2, and another price"),
        (tea, None, "2 \N{MULTIPLICATION SIGN} Tea removed"),
    ]
    for old, new, words in steps:
        line = change("line:0", new, version=2, by=SAM).model_copy(update={"old": old})
        told = story([line, change("total", 750, version=2, by=SAM)], ANN, Formats())
        assert [step.what for step in told] == [words]
