from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.money import MAX_AMOUNT
from app.features.orders.rules import (
    REVENUE_STATUSES,
    TRANSITIONS,
    OrderNotEditable,
    TransitionNotAllowed,
    assert_can_move,
    assert_customer_may_edit,
    bucket_of,
    can_cancel,
    can_move,
    line_total,
    order_total,
    why_not,
)
from app.models import OrderStatus as S

STATUSES = st.sampled_from(list(S))


def test_the_life_of_an_order_is_the_one_of_the_design() -> None:
    ways = {(start.value, end.value) for start, ends in TRANSITIONS.items() for end in ends}
    forward = {("pending", "paid"), ("paid", "shipped"), ("shipped", "delivered")}
    cancelled = {("pending", "cancelled"), ("paid", "cancelled")}
    refunded = {("paid", "refunded"), ("shipped", "refunded"), ("delivered", "refunded")}
    assert ways == forward | cancelled | refunded


@given(STATUSES, STATUSES)
def test_a_transition_is_refused_with_a_reason_or_allowed_without(current: S, target: S) -> None:
    reason = why_not(current, target)
    assert (reason is None) == (can_move(current, target) or current is target)
    if reason is None:
        assert_can_move(current, target)
    else:
        with pytest.raises(TransitionNotAllowed, match=reason):
            assert_can_move(current, target)


@given(STATUSES)
def test_no_status_leads_back_to_itself_however_long_the_way(start: S) -> None:
    reached, edge = set[S](), set(TRANSITIONS[start])
    while edge:
        reached |= edge
        edge = {after for status in edge for after in TRANSITIONS[status]} - reached
    assert start not in reached


def test_what_left_the_shop_cannot_be_cancelled() -> None:
    assert {status for status in S if can_cancel(status)} == {S.PENDING, S.PAID}


@pytest.mark.parametrize("status", [S.SHIPPED, S.DELIVERED, S.CANCELLED, S.REFUNDED])
def test_a_customer_may_not_change_an_order_that_has_left(status: S) -> None:
    with pytest.raises(OrderNotEditable, match=status.value):
        assert_customer_may_edit(status)


def test_revenue_counts_what_was_paid_and_kept() -> None:
    assert {S.PAID, S.SHIPPED, S.DELIVERED} == REVENUE_STATUSES


@given(st.integers(0, MAX_AMOUNT), st.integers(1, 10_000))
def test_a_line_costs_price_times_quantity_or_is_refused_by_name(price: int, quantity: int) -> None:
    if price * quantity <= MAX_AMOUNT:
        assert line_total(price, quantity, where="items/3/quantity") == price * quantity
        return
    with pytest.raises(Invalid) as refusal:
        line_total(price, quantity, where="items/3/quantity")
    assert refusal.value.errors[0].pointer == "/items/3/quantity"


def test_a_total_beyond_what_can_be_kept_is_refused() -> None:
    with pytest.raises(Invalid):
        order_total([MAX_AMOUNT, 1])


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_bucket_is_the_quarter_hour_a_moment_lies_in(moment: datetime) -> None:
    bucket = bucket_of(moment)
    assert (moment - bucket).total_seconds() < 15 * 60
    assert bucket <= moment
    assert bucket.minute % 15 == 0
    assert bucket_of(bucket) == bucket
