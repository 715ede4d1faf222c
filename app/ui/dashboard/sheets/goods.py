"""What sold best, and to whom, each line beside what the same brought in the period compared with."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from app.core.config import get_settings
from app.features.dashboard.schemas import CategoryFigure, CustomerFigure, ProductFigure
from app.features.orders.schemas import NO_CATEGORY, MoneyOut
from app.ui.dashboard.cards import REVENUE
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.change import former, marks, was
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part

REVENUES = Column("revenue", "Revenue", "money")
SOLD = (Column("units", "Units", "number"), REVENUES)
BOUGHT = (Column("orders", "Orders", "number"), REVENUES)
NOTHING = "Nothing was sold in this range."
Figure: TypeAlias = ProductFigure | CategoryFigure | CustomerFigure


def products(found: Sequence[ProductFigure], seen: Seen) -> Table:
    """The top products, the greatest first."""
    most, chosen = _most(found), seen.address.all("product")
    lines = [
        Line(
            key=product.sku,
            label=product.name,
            title=product.sku,
            marks=(Mark(product.units, rows), *_revenue(product, rows, seen)),
            narrow=seen.address.toggled("product", product.sku).href,
            is_chosen=product.sku in chosen,
            weight=part(product.revenue.amount, most),
        )
        for product in found
        for rows in (seen.rows(status=REVENUE, product=(product.sku,)),)
    ]
    best = f"{found[0].name} sold best for {seen.words}: {_units(found[0], seen)}." if found else ""
    return replace(_table("Product", SOLD, lines, found, best), titles="SKU")


def categories(found: Sequence[CategoryFigure], seen: Seen) -> Table:
    """The top categories, the greatest first."""
    most, chosen = _most(found), seen.address.all("category")
    lines = [
        Line(
            key=category.category or "-",
            label=category.category or NO_CATEGORY,
            marks=(Mark(category.units, rows), *_revenue(category, rows, seen)),
            narrow=seen.address.toggled("category", category.category).href,
            is_chosen=category.category in chosen,
            weight=part(category.revenue.amount, most),
        )
        for category in found
        for rows in (seen.rows(status=REVENUE, category=(category.category,)),)
    ]
    best = f"{lines[0].label} sold best for {seen.words}: {_units(found[0], seen)}." if found else ""
    return _table("Category", SOLD, lines, found, best)


def customers(found: Sequence[CustomerFigure], seen: Seen) -> Table:
    """The top customers, the greatest first."""
    most, chosen = _most(found), seen.address.all("customer")
    lines = [
        Line(
            key=known,
            label=figure.customer.name or "No name",
            title=figure.customer.email,
            marks=(Mark(figure.orders, rows), *_revenue(figure, rows, seen)),
            narrow=seen.address.toggled("customer", known).href,
            is_chosen=known in chosen,
            weight=part(figure.revenue.amount, most),
        )
        for figure in found
        for known in (str(figure.customer.id),)
        for rows in (seen.rows(status=REVENUE, customer=(known,)),)
    ]
    return _table("Customer", BOUGHT, lines, found, _best_customer(found, seen))


def _best_customer(found: Sequence[CustomerFigure], seen: Seen) -> str:
    if not found:
        return ""
    best, money = found[0], _money(found[0].revenue, seen)
    orders = f"{seen.formats.number(best.orders)} {'order' if best.orders == 1 else 'orders'}"
    return f"{best.customer.name or 'Somebody without a name'} bought most for {seen.words}: {money} in {orders}."


def _revenue(figure: Figure, rows: str, seen: Seen) -> tuple[Mark, ...]:
    """The revenue, and how it has changed where it is compared."""
    now, before = figure.revenue, figure.revenue_before
    said = partial(seen.formats.money, currency=now.currency)
    then = before.amount if before else None
    return Mark(now.amount, rows, was=was(then, said)), *marks(now.amount, then, said, seen.formats)


def _units(figure: ProductFigure | CategoryFigure, seen: Seen) -> str:
    return f"{seen.formats.number(figure.units)} for {_money(figure.revenue, seen)}"


def _money(revenue: MoneyOut, seen: Seen) -> str:
    return seen.formats.money(revenue.amount, revenue.currency)


def _most(found: Sequence[Figure]) -> int:
    return max((figure.revenue.amount for figure in found), default=0)


def _table(
    head: str,
    columns: tuple[Column, ...],
    lines: Sequence[Line],
    found: Sequence[Figure],
    sentence: str,
) -> Table:
    currency = found[0].revenue.currency if found else get_settings().currency
    if found and found[0].revenue_before:
        columns = (*columns, *former(REVENUES))
    return Table(head, columns, tuple(lines), currency, sentence=sentence, nothing=NOTHING)
