"""What a gesture does to lines, without a database."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.core import clock
from app.core.errors import Invalid
from app.core.money import MAX_AMOUNT
from app.features.orders.line_plan import LineConflict, Shelf, after, plan, plan_back
from app.features.orders.line_schemas import AddLine, Line, LineEdit, RemoveLine, RestoreLine, SetLine
from app.features.orders.rules import OrderLinesClosed, ProductNotForSale, assert_lines_open
from app.models import OrderStatus, Product

NOW = clock.now()
TEA = Product(sku="TEA", name="Tea", price_amount=250, currency="EUR", created_at=NOW, updated_at=NOW)
POT = Product(sku="POT", name="Pot", price_amount=1999, currency="EUR", created_at=NOW, updated_at=NOW)
OLD = Product(sku="OLD", name="Old", price_amount=1, currency="EUR", active=False, created_at=NOW, updated_at=NOW)
YEN = Product(sku="YEN", name="Yen", price_amount=100, currency="JPY", created_at=NOW, updated_at=NOW)
A, B = uuid4(), uuid4()
GONE, BOOKED = uuid4(), uuid4()


def a_line(quantity: int = 2, price: int | None = 250, *, total: int | None = None, position: int = 0) -> Line:
    worth = total if total is not None else quantity * (price or 0)
    return Line(
        product_id=TEA.id,
        sku="TEA",
        name="Tea",
        quantity=quantity,
        unit_price=price,
        line_total=worth,
        position=position,
        is_adjustment=quantity == 0,
    )


SHELF = Shelf(
    currency="EUR",
    products={product.id: product for product in (TEA, POT, OLD, YEN)},
    removed={GONE: a_line(2, position=0), BOOKED: a_line(1, None, total=333, position=5)},
)


def planned(stored: dict[UUID, Line], *edits: LineEdit) -> dict[UUID, Line]:
    return after(stored, plan(stored, edits, SHELF))


def test_a_new_quantity_is_multiplied_by_the_unit_price() -> None:
    line = a_line()
    assert planned({A: line}, SetLine(op="set", line_id=A, base=line.values, quantity=5))[A].line_total == 1250


def test_a_product_is_added_at_the_price_of_the_catalogue_or_of_staff() -> None:
    edits = [AddLine(op="add", product_id=POT.id, quantity=2)]
    edits.append(AddLine(op="add", product_id=POT.id, quantity=3, unit_price=0))
    lines = [line for line_id, line in planned({A: a_line()}, *edits).items() if line_id != A]
    assert [(line.position, line.name, line.unit_price, line.line_total) for line in lines] == [
        (1, "Pot", 1999, 3998),
        (2, "Pot", 0, 0),
    ]


def test_where_the_price_is_unknown_the_total_of_the_till_stands() -> None:
    line = a_line(1, None, total=333)
    more = planned({A: line}, SetLine(op="set", line_id=A, base=line.values, quantity=4))[A]
    assert (more.quantity, more.unit_price, more.line_total) == (4, None, 333)
    priced = planned({A: line}, SetLine(op="set", line_id=A, base=line.values, unit_price=300))[A]
    assert (priced.quantity, priced.line_total) == (1, 300)


def test_a_total_that_was_booked_otherwise_stands_until_the_line_changes() -> None:
    line = a_line(2, 250, total=450)
    edit = SetLine(op="set", line_id=A, base=line.values, quantity=2)
    assert plan({A: line}, [edit], SHELF) == {}


def test_an_adjustment_can_be_removed_and_nothing_else() -> None:
    line = a_line(0, None, total=100)
    with pytest.raises(Invalid) as refusal:
        planned({A: line, B: a_line(position=1)}, SetLine(op="set", line_id=A, base=line.values, quantity=1))
    assert refusal.value.errors[0].code == "is_adjustment"
    assert list(planned({A: line, B: a_line()}, RemoveLine(op="remove", line_id=A, base=line.values))) == [B]


def test_the_same_line_changed_by_somebody_else_shows_all_three() -> None:
    seen, theirs = a_line(2), a_line(3)
    with pytest.raises(LineConflict) as conflict:
        planned({A: theirs}, SetLine(op="set", line_id=A, base=seen.values, quantity=9))
    assert conflict.value.extra["conflicts"] == [
        {
            "line_id": str(A),
            "base": {"quantity": 2, "unit_price": 250, "line_total": 500},
            "mine": {"quantity": 9, "unit_price": 250, "line_total": 2250},
            "theirs": {"quantity": 3, "unit_price": 250, "line_total": 750},
        }
    ]


def test_a_line_that_somebody_removed_is_a_conflict_too_unless_it_was_to_go() -> None:
    seen, other = a_line(2), {B: a_line(1, position=1)}
    with pytest.raises(LineConflict) as conflict:
        planned(other, SetLine(op="set", line_id=A, base=seen.values, quantity=9))
    (told,) = conflict.value.extra["conflicts"]  # pyright: ignore[reportGeneralTypeIssues]
    assert told["theirs"] is None
    assert planned(other, RemoveLine(op="remove", line_id=A, base=seen.values)) == other


def test_a_removed_line_comes_back_as_it_was_or_with_what_was_wanted_of_it() -> None:
    stored = {A: a_line(1)}
    back = planned(stored, RestoreLine(op="restore", line_id=GONE), RestoreLine(op="restore", line_id=BOOKED))
    assert (back[GONE].position, back[GONE].values) == (1, SHELF.removed[GONE].values)
    assert back[BOOKED] == SHELF.removed[BOOKED]
    more = planned(stored, RestoreLine(op="restore", line_id=GONE, quantity=9, unit_price=100))[GONE]
    assert (more.quantity, more.line_total) == (9, 900)
    assert planned(stored, RestoreLine(op="restore", line_id=A)) == stored
    with pytest.raises(Invalid, match="no such line"):
        planned(stored, RestoreLine(op="restore", line_id=B))


def test_two_who_want_the_same_agree() -> None:
    edit = SetLine(op="set", line_id=A, base=a_line(2).values, quantity=3)
    assert plan({A: a_line(3)}, [edit], SHELF) == {}


@pytest.mark.parametrize(
    ("product", "error", "code"),
    [
        (OLD.id, ProductNotForSale, "not_for_sale"),
        (YEN.id, Invalid, "mixed_currency"),
        (uuid4(), Invalid, "unknown_product"),
    ],
)
def test_what_cannot_be_sold_is_named(product: UUID, error: type[Invalid | ProductNotForSale], code: str) -> None:
    with pytest.raises(error) as refusal:
        planned({A: a_line()}, AddLine(op="add", product_id=product, quantity=1))
    assert (refusal.value.errors[0].pointer, refusal.value.errors[0].code) == ("/edits/0/product_id", code)


def test_an_order_has_one_to_a_hundred_lines_of_an_amount_that_can_be_kept() -> None:
    line = a_line()
    with pytest.raises(Invalid, match="cancel it"):
        planned({A: line}, RemoveLine(op="remove", line_id=A, base=line.values))
    full = {uuid4(): a_line(position=place) for place in range(100)}
    with pytest.raises(Invalid, match="at most 100"):
        planned(full, AddLine(op="add", product_id=TEA.id, quantity=1))
    for edits in (
        [SetLine(op="set", line_id=A, base=line.values, quantity=10_000, unit_price=MAX_AMOUNT)],
        [AddLine(op="add", product_id=TEA.id, quantity=1, unit_price=MAX_AMOUNT)],
    ):
        with pytest.raises(Invalid, match="too large"):
            planned({A: line}, *edits)


def test_a_line_is_changed_once_a_gesture() -> None:
    edit = SetLine(op="set", line_id=A, base=a_line().values, quantity=3)
    with pytest.raises(Invalid, match="twice"):
        planned({A: a_line()}, edit, edit)


@pytest.mark.parametrize("quantity", [0, -1, 10_001, 10**9, 1.5, True, "2", None])
@pytest.mark.parametrize("op", ["add", "set"])
def test_a_quantity_is_a_whole_number_of_one_to_ten_thousand(op: str, quantity: object) -> None:
    line = {"line_id": str(A), "base": a_line().values.model_dump()}
    about = {"product_id": str(TEA.id)} if op == "add" else line
    if quantity is None and op == "set":
        return
    with pytest.raises(ValidationError):
        TypeAdapter[LineEdit](LineEdit).validate_python({"op": op, "quantity": quantity, **about})


@pytest.mark.parametrize("status", list(OrderStatus))
def test_lines_are_open_until_the_order_has_left_the_shop(status: OrderStatus) -> None:
    if status in {OrderStatus.PENDING, OrderStatus.PAID}:
        return assert_lines_open(status)
    with pytest.raises(OrderLinesClosed, match=f"The order is {status}"):
        assert_lines_open(status)
    return None


lines = st.builds(
    a_line, st.integers(1, 50), st.none() | st.integers(0, 9999), total=st.none() | st.integers(0, 99_999)
)
stores = st.lists(lines, min_size=1, max_size=5).map(
    lambda them: {uuid4(): line.model_copy(update={"position": at}) for at, line in enumerate(them)}
)


@given(stores, st.data())
def test_what_was_done_can_be_taken_back_whole(stored: dict[UUID, Line], data: st.DataObject) -> None:
    edits: list[LineEdit] = [AddLine(op="add", product_id=TEA.id, quantity=data.draw(st.integers(1, 9)))]
    for line_id, line in stored.items():
        way = data.draw(st.sampled_from(["keep", "set", "remove"]))
        if way == "set":
            edits.append(SetLine(op="set", line_id=line_id, base=line.values, quantity=data.draw(st.integers(1, 9))))
        elif way == "remove":
            edits.append(RemoveLine(op="remove", line_id=line_id, base=line.values))
    done = plan(stored, edits, SHELF)
    stands = after(stored, done)
    assert after(stands, plan_back(stands, done)) == stored
