"""What sold best."""

from collections.abc import Sequence

from app.core.config import get_settings
from app.features.dashboard.schemas import ProductFigure
from app.ui.dashboard.cards import REVENUE
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part

COLUMNS = (Column("units", "Units", "number"), Column("revenue", "Revenue", "money"))
NOTHING = "Nothing was sold in this range."


def products(found: Sequence[ProductFigure], seen: Seen) -> Table:
    """The top products, the greatest first."""
    most = max((product.revenue.amount for product in found), default=0)
    chosen = seen.address.all("product")
    lines = tuple(
        Line(
            key=product.sku,
            label=product.name,
            title=product.sku,
            marks=(Mark(product.units, rows), Mark(product.revenue.amount, rows)),
            narrow=seen.address.toggled("product", product.sku).href,
            is_chosen=product.sku in chosen,
            weight=part(product.revenue.amount, most),
        )
        for product in found
        for rows in (seen.rows(status=REVENUE, product=(product.sku,)),)
    )
    currency = found[0].revenue.currency if found else get_settings().currency
    return Table("Product", COLUMNS, lines, currency, sentence=_sentence(found, seen), nothing=NOTHING)


def _sentence(found: Sequence[ProductFigure], seen: Seen) -> str:
    if not found:
        return ""
    best = found[0]
    money = seen.formats.money(best.revenue.amount, best.revenue.currency)
    return f"{best.name} sold best for {seen.words}: {seen.formats.number(best.units)} for {money}."
