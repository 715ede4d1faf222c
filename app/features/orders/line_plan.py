"""What a gesture does to the lines of an order. Pure: from the lines that stand and the edits to those that change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from app.core.errors import Conflict, FieldError, invalid
from app.core.ids import new_id
from app.features.orders.line_schemas import (
    MAX_LINES,
    AddLine,
    Line,
    LineEdit,
    LineValues,
    RemoveLine,
    RestoreLine,
    SetLine,
)
from app.features.orders.rules import ProductNotForSale, line_total, order_total
from app.models import Product

Lines: TypeAlias = Mapping[UUID, Line]
# Per line what stood and what shall stand; None where there is no line.
LineChanges: TypeAlias = dict[UUID, tuple[Line | None, Line | None]]


class LineConflict(Conflict):
    """Someone else changed a line meanwhile: `extra` has `conflicts`, each {line_id, base, mine, theirs}."""

    code = "line_conflict"
    title = "Someone else changed this line"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lines are made of: the products of the catalogue, and the lines that were removed, as they last stood."""

    currency: str
    products: Mapping[UUID, Product] = field(default_factory=dict[UUID, Product])
    removed: Lines = field(default_factory=dict[UUID, Line])


def plan(stored: Lines, edits: Sequence[LineEdit], shelf: Shelf) -> LineChanges:
    """What changes. Edits of different lines merge with those of others; all of a gesture happens or nothing.

    Raises Invalid naming the edit, ProductNotForSale, LineConflict with base, mine and theirs.
    """
    _assert_each_once(edits)
    changes: LineChanges = {}
    conflicts: list[dict[str, object]] = []
    free = max((line.position for line in stored.values()), default=-1) + 1
    for at, edit in enumerate(edits):
        if isinstance(edit, AddLine):
            changes[new_id()] = (None, _added(edit, shelf, position=free + at, at=at))
        elif isinstance(edit, RestoreLine):
            if edit.line_id not in stored:
                changes[edit.line_id] = (None, _restored(edit, shelf, stored, position=free + at, at=at))
        else:
            conflicts += _change(edit, stored.get(edit.line_id), changes, at=at)
    if conflicts:
        raise LineConflict(conflicts=conflicts)
    assert_whole(after(stored, changes))
    return changes


def _change(
    edit: SetLine | RemoveLine, theirs: Line | None, changes: LineChanges, *, at: int
) -> list[dict[str, object]]:
    """Add what the edit does to `changes`; what stands against it otherwise."""
    mine = _wanted(edit, theirs, at)
    is_gone = theirs is None and isinstance(edit, SetLine)
    if not is_gone and _values(mine) == _values(theirs):
        return []
    if is_gone or theirs is None or theirs.values != edit.base:
        return [_conflict(edit, theirs, at)]
    changes[edit.line_id] = (theirs, mine)
    return []


def plan_back(stored: Lines, done: LineChanges) -> LineChanges:
    """What takes back `done`. Raises LineConflict where a line no longer stands as `done` left it."""
    changes: LineChanges = {}
    conflicts: list[dict[str, object]] = []
    taken = {line.position for line in stored.values()}
    for line_id, (old, new) in done.items():
        stands = stored.get(line_id)
        if (stands.values if stands else None) != (new.values if new else None):
            conflicts.append(_told(line_id, base=_values(new), mine=_values(old), theirs=_values(stands)))
            continue
        back = old
        if old and not stands and old.position in taken:
            back = old.model_copy(update={"position": max(taken) + 1})
        taken |= {back.position} if back else set()
        changes[line_id] = (stands, back)
    if conflicts:
        raise LineConflict(conflicts=conflicts)
    assert_whole(after(stored, changes))
    return changes


def after(stored: Lines, changes: LineChanges) -> dict[UUID, Line]:
    """The lines once the changes are made."""
    changed = {**stored, **{line_id: new for line_id, (_, new) in changes.items()}}
    return {line_id: line for line_id, line in changed.items() if line is not None}


def assert_whole(lines: Lines) -> None:
    """Raise Invalid for an order without lines, with too many, or of an amount that cannot be kept."""
    if not lines:
        raise invalid("edits", "no_lines", "An order keeps at least one line; to call it off, cancel it")
    if len(lines) > MAX_LINES:
        raise invalid("edits", "too_many_lines", f"An order has at most {MAX_LINES} lines")
    order_total([line.line_total for line in lines.values()], where="edits")


def _assert_each_once(edits: Sequence[LineEdit]) -> None:
    seen = set[UUID]()
    for at, edit in enumerate(edits):
        if isinstance(edit, AddLine):
            continue
        if edit.line_id in seen:
            raise invalid(f"edits/{at}/line_id", "line_twice", "is changed twice in one gesture")
        seen.add(edit.line_id)


def _for_sale(shelf: Shelf, product_id: UUID, at: int) -> Product:
    where, product = f"edits/{at}/product_id", shelf.products.get(product_id)
    if product is None:
        raise invalid(where, "unknown_product", "This product is not in the catalogue")
    if not product.active:
        detail = f"{product.name} is not for sale"
        raise ProductNotForSale(detail, errors=(FieldError(f"/{where}", "not_for_sale", detail),))
    if product.currency != shelf.currency:
        raise invalid(where, "mixed_currency", f"{product.name} is not sold in {shelf.currency}, the order's currency")
    return product


def _added(edit: AddLine, shelf: Shelf, *, position: int, at: int) -> Line:
    product = _for_sale(shelf, edit.product_id, at)
    price = product.price_amount if edit.unit_price is None else edit.unit_price
    return Line(
        product_id=product.id,
        sku=product.sku,
        name=product.name,
        quantity=edit.quantity,
        unit_price=price,
        line_total=line_total(price, edit.quantity, where=f"edits/{at}/quantity"),
        position=position,
    )


def _restored(edit: RestoreLine, shelf: Shelf, stored: Lines, *, position: int, at: int) -> Line:
    """The line as it was removed, in its old place where that is free. What was sold once needs not be for sale."""
    line = shelf.removed.get(edit.line_id)
    if line is None:
        raise invalid(f"edits/{at}/line_id", "unknown_line", "There was no such line")
    if edit.quantity is not None or edit.unit_price is not None:
        line = line.model_copy(update=_set(edit, line.values, at, is_adjustment=line.is_adjustment).model_dump())
    is_taken = any(other.position == line.position for other in stored.values())
    return line.model_copy(update={"position": position}) if is_taken else line


def _wanted(edit: SetLine | RemoveLine, line: Line | None, at: int) -> Line | None:
    """The line as the edit wants it, made of the line that stands; None to have it gone."""
    if isinstance(edit, RemoveLine) or line is None:
        return None
    values = _set(edit, line.values, at, is_adjustment=line.is_adjustment)
    return line.model_copy(update=values.model_dump())


def _set(edit: SetLine | RestoreLine, seen: LineValues, at: int, *, is_adjustment: bool = False) -> LineValues:
    """The values the edit asks for. Where the price is unknown the till's total stands, whatever the quantity."""
    if is_adjustment:
        raise invalid(f"edits/{at}/line_id", "is_adjustment", "An adjustment of a till can only be removed")
    if edit.quantity is None and edit.unit_price is None:
        raise invalid(f"edits/{at}", "nothing_to_set", "names neither a quantity nor a unit price")
    quantity = seen.quantity if edit.quantity is None else edit.quantity
    price = seen.unit_price if edit.unit_price is None else edit.unit_price
    if (quantity, price) == (seen.quantity, seen.unit_price):
        return seen
    total = seen.line_total if price is None else line_total(price, quantity, where=f"edits/{at}/quantity")
    return LineValues(quantity=quantity, unit_price=price, line_total=total)


def _conflict(edit: SetLine | RemoveLine, theirs: Line | None, at: int) -> dict[str, object]:
    mine = _set(edit, edit.base, at) if isinstance(edit, SetLine) else None
    return _told(edit.line_id, base=edit.base, mine=mine, theirs=_values(theirs))


def _told(
    line_id: UUID, *, base: LineValues | None, mine: LineValues | None, theirs: LineValues | None
) -> dict[str, object]:
    sides = {"base": base, "mine": mine, "theirs": theirs}
    return {"line_id": str(line_id), **{name: side and side.model_dump() for name, side in sides.items()}}


def _values(line: Line | None) -> LineValues | None:
    return line.values if line else None
