"""What orders are filtered by and searched for, also in their lines and in who placed them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, literal
from sqlmodel import col, select

from app.core.clauses import OneOf, Unindexed
from app.core.conditions import SET, Codes, FilterField, Found, Leaf, Moments, Numbers, Words
from app.core.crypto import email_index, name_query
from app.core.ids import parse_id
from app.core.paging import Filter
from app.core.week import Hours
from app.features.grids.narrowing_repository import Alternatives
from app.features.orders.first_order_repository import FirstOrder
from app.features.orders.list_repository import MAX_NUMBER, of_people
from app.models import Order, OrderItem, OrderStatus, Product, User, UserNameTerm

# So many products are looked up in an order one by one; for more, its lines are read.
ONE_BY_ONE = 3
PERSON = frozenset({"contains", "equals"})


def alternatives(text: str) -> Alternatives:
    """What a search may mean: an order's number or reference, a SKU, an e-mail address, or name prefixes."""
    text = text.strip()
    reference = col(Order.reference).in_(_spellings(text))
    leaves = [_people(text), _goods(col(Product.sku).in_(_spellings(text))), Leaf(reference, reference, cost=4)]
    digits = text.removeprefix("#")
    if digits.isascii() and digits.isdigit() and int(digits) <= MAX_NUMBER:
        number = col(Order.number) == int(digits)
        leaves.append(Leaf(number, number))
    return Alternatives(tuple(leaves))


def _spellings(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((text, text.upper(), text.lower())))


def _people(text: str) -> Leaf:
    """Orders of the customers with this e-mail address, or with these prefixes in their name."""
    find = of_people(text)
    if "@" in text:
        is_theirs = col(User.id) == col(Order.user_id), col(User.email_index) == email_index(text)
        return Leaf(find, _is_there(select(User.id).where(*is_theirs)), slow=True)
    terms = [
        _is_there(
            select(UserNameTerm.term).where(
                col(UserNameTerm.user_id) == col(Order.user_id), col(UserNameTerm.term) == term
            )
        )
        for term in sorted(name_query(text))
    ]
    return Leaf(find, and_(*terms) if terms else find, slow=bool(terms))


def _is_there(rows: Any) -> ColumnElement[bool]:
    """Whether the statement, about the order at hand, has a row. No EXISTS: PostgreSQL would read it as a join."""
    return rows.with_only_columns(literal(1)).correlate(Order).limit(1).scalar_subquery().is_not(None)


def _goods(goods: ColumnElement[bool], *, one: bool = True) -> Leaf:
    """Orders with a line of these goods, of which there is about `one`, or else many."""
    those = select(Product.id).where(goods)
    lines = select(OrderItem.order_id).where(col(OrderItem.product_id).in_(those))
    product = col(OrderItem.product_id) if one else Unindexed(col(OrderItem.product_id))
    held = select(OrderItem.id).where(col(OrderItem.order_id) == col(Order.id), OneOf(product, those))
    return Leaf(col(Order.id).in_(lines), _is_there(held), rows=lines, cost=2, slow=True)


def _customer(part: Filter) -> Leaf | None:
    if part.kind == "set":
        ids = [user_id for text in part.values if (user_id := parse_id(text))]
        return Leaf(col(Order.user_id).in_(ids), Unindexed(col(Order.user_id)).in_(ids)) if part.values else None
    text = part.text.strip()
    return _people(text) if text else None


def _product(part: Filter) -> Leaf | None:
    return _goods(col(Product.sku).in_(part.values), one=len(part.values) <= ONE_BY_ONE) if part.values else None


def _category(part: Filter) -> Leaf | None:
    return _goods(col(Product.category).in_(part.values), one=False) if part.values else None


def _referring(text: str) -> ColumnElement[bool]:
    """Orders whose reference contains the text: each is looked at, in the index alone."""
    there = col(Order.reference) >= ""
    return col(Order.id).in_(select(Order.id).where(there, col(Order.reference).icontains(text, autoescape=True)))


FIELDS: Mapping[str, FilterField] = {
    "number": Numbers(col(Order.number)),
    "total": Numbers(col(Order.total_amount)),
    "ordered_at": Moments(col(Order.ordered_at)),
    "created_at": Moments(col(Order.created_at)),
    "status": Words(col(Order.status), OrderStatus, "a status of an order", tuple(OrderStatus)),
    "channel": Words(col(Order.channel), str, "a channel", indexed=False),
    "reference": Codes(col(Order.reference), _referring),
    "customer": Found(_customer, PERSON | SET),
    "product": Found(_product, SET),
    "category": Found(_category, SET),
    "currency": Words(col(Order.currency), str, "a currency", indexed=False),
    "hours": Hours(col(Order.ordered_at)),
    "first_order": FirstOrder(),
}
