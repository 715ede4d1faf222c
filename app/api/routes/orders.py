"""Orders: customers see and change their own, staff all of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.answers import refuses
from app.api.inputs import IdempotencyKey, IfMatch, OrderId, StrictRoute, tag
from app.api.json_body import JsonBody
from app.api.schemas import History, OrderFilter, OrderList, listed
from app.api.security import Customer, Staff
from app.core.errors import Forbidden
from app.features.orders import service as orders
from app.features.orders.placing import IdempotencyKeyReused
from app.features.orders.rules import (
    OrderNotCancellable,
    OrderNotEditable,
    ProductNotForSale,
    TransitionNotAllowed,
)
from app.features.orders.schemas import OrderCreate, OrderDetail, OrderPatch

router = APIRouter(prefix="/api/orders", tags=["Orders"], route_class=StrictRoute)


@router.post(
    "",
    status_code=201,
    responses=refuses(Forbidden, ProductNotForSale, IdempotencyKeyReused),
)
async def place_order(
    actor: Customer,
    key: IdempotencyKey,
    command: Annotated[OrderCreate, Depends(JsonBody(OrderCreate))],
    response: Response,
) -> OrderDetail:
    """Place an order at the catalogue's prices of this moment. Staff may name a customer in `user_id`.

    With an Idempotency-Key a repetition answers the same order, and says so in `Idempotency-Replayed: true`.
    """
    placed = await orders.place_order(actor, command, key=key)
    response.headers["location"] = f"/api/orders/{placed.order.id}"
    if not placed.is_new:
        response.headers["idempotency-replayed"] = "true"
    tag(response, placed.order.version)
    return placed.order


@router.get("")
async def list_orders(actor: Customer, query: Annotated[OrderFilter, Query()]) -> OrderList:
    """One's own orders; staff see all. `q` takes order numbers, references and SKUs."""
    return listed(await orders.list_orders(actor, query), OrderList)


@router.post("/search")
async def search_orders(actor: Staff, query: Annotated[OrderFilter, Depends(JsonBody(OrderFilter))]) -> OrderList:
    """The same list with a `q` that also takes an e-mail address or the beginnings of a name's words."""
    return listed(await orders.list_orders(actor, query, personal=True), OrderList)


@router.get("/{order_id}")
async def read_order(actor: Customer, order_id: OrderId, response: Response) -> OrderDetail:
    """One order. ETag is its version."""
    order = await orders.get_order(actor, order_id)
    tag(response, order.version)
    return order


@router.patch("/{order_id}", responses=refuses(Forbidden, OrderNotEditable, TransitionNotAllowed))
async def change_order(
    actor: Customer,
    order_id: OrderId,
    version: IfMatch,
    patch: Annotated[OrderPatch, Depends(JsonBody(OrderPatch))],
    response: Response,
) -> OrderDetail:
    """Change an order from the version that was read. Customers change address and note while it is open."""
    order = await orders.patch_order(actor, order_id, version=version, patch=patch)
    tag(response, order.version)
    return order


@router.post("/{order_id}/cancel", responses=refuses(OrderNotCancellable))
async def cancel_order(actor: Customer, order_id: OrderId, response: Response) -> OrderDetail:
    """Call an order off while it has not been shipped."""
    order = await orders.cancel_order(actor, order_id)
    tag(response, order.version)
    return order


@router.get("/{order_id}/changes")
async def read_changes(actor: Customer, order_id: OrderId) -> History:
    """What happened to an order, oldest first. `field` is `*` where it was placed."""
    return History(items=await orders.history(actor, order_id))
