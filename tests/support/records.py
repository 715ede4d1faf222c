"""Editing cells in tests, in one line."""

from uuid import UUID

from app.core.actor import Actor
from app.features.records.schemas import Value
from app.features.records.service import Act, CellEdit, edit_cell
from app.models import Entity


async def edit_order(actor: Actor, order_id: UUID, field: str, *values: Value, act: Act | None = None) -> None:
    """Change a cell of an order; `values` are what the person saw and what they want."""
    await edit_cell(actor, CellEdit(order_id, field, *values), act, entity=Entity.ORDER)


async def edit_product(actor: Actor, product_id: UUID, field: str, *values: Value, act: Act | None = None) -> None:
    """As `edit_order`, of a product."""
    await edit_cell(actor, CellEdit(product_id, field, *values), act, entity=Entity.PRODUCT)


async def edit_user(actor: Actor, user_id: UUID, field: str, *values: Value, act: Act | None = None) -> None:
    """As `edit_order`, of a person."""
    await edit_cell(actor, CellEdit(user_id, field, *values), act, entity=Entity.USER)
