"""Placing an order: prices are the catalogue's at this moment, and one key places one order."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor, Source
from app.core.database import read_session
from app.core.errors import Conflict, FieldError, Forbidden, Invalid, Unauthenticated, invalid
from app.core.keyring import get_keyring
from app.core.unit_of_work import UnitOfWork, in_one_go, unit_of_work
from app.features.changes.service import Subject, record_created
from app.features.orders import repository, rollups
from app.features.orders.deltas import goods_in
from app.features.orders.mapping import to_detail
from app.features.orders.reading import load_detail, visible_order
from app.features.orders.rules import ProductNotForSale, line_total, order_total
from app.features.orders.schemas import OrderCreate, OrderDetail
from app.models import Entity, IdempotencyKey, Order, OrderItem, Product

MAX_KEY = 255


class IdempotencyKeyReused(Invalid):
    """The key was used before for another order."""

    code = "idempotency_key_reused"
    title = "This Idempotency-Key was used for another request"


@dataclass(frozen=True, slots=True)
class Placed:
    """The order, and whether it was placed just now or by an earlier request with the same key."""

    order: OrderDetail
    is_new: bool


async def place_order(actor: Actor, command: OrderCreate, *, key: str | None = None) -> Placed:
    """Place an order for the actor, or as staff for `command.user_id`. The same `key` again gives the same order.

    Raises Invalid naming the item, ProductNotForSale, Forbidden, IdempotencyKeyReused.
    """
    if key is not None and not 1 <= len(key) <= MAX_KEY:
        raise invalid("Idempotency-Key", "invalid_key", f"must have 1 to {MAX_KEY} characters")
    try:
        return await _place_once(actor, command, key)
    except IntegrityError:
        # On PostgreSQL two requests with one key can meet; the loser finds the winner's order. Anything else that
        # breaks a constraint breaks it again.
        return await _place_once(actor, command, key)


async def placed_earlier(actor: Actor, key: str) -> OrderDetail | None:
    """The order that the actor placed with this key, if they did: the answer to it may have been lost."""
    if actor.user_id is None:
        return None
    async with read_session() as session:
        earlier = await repository.idempotency_key(session, actor.user_id, _blind(key))
        order = await repository.get(session, actor, earlier.resource_id) if earlier else None
        return await load_detail(session, order) if order else None


@in_one_go
async def _place_once(actor: Actor, command: OrderCreate, key: str | None) -> Placed:
    if actor.user_id is None:
        raise Unauthenticated
    customer_id = command.user_id or actor.user_id
    if customer_id != actor.user_id and not actor.is_staff:
        msg = "Only staff may place an order for someone else"
        raise Forbidden(msg)
    asked = _digest(command)
    async with unit_of_work() as uow:
        if key is not None and (earlier := await repository.idempotency_key(uow.session, actor.user_id, _blind(key))):
            if not hmac.compare_digest(earlier.request_hash, asked):
                raise IdempotencyKeyReused
            order = await visible_order(uow.session, actor, earlier.resource_id)
            return Placed(order=await load_detail(uow.session, order), is_new=False)
        if await repository.active_customer(uow.session, customer_id) is None:
            raise invalid("user_id", "unknown_user", "is not an active customer")
        order, items = await _write(uow, actor, command, customer_id)
        if key is not None:
            uow.session.add(
                IdempotencyKey(
                    user_id=actor.user_id, key=_blind(key), request_hash=asked, resource_id=order.id, created_at=uow.now
                )
            )
        await uow.session.flush()
        return Placed(order=to_detail(order, items), is_new=True)


async def _write(
    uow: UnitOfWork, actor: Actor, command: OrderCreate, customer_id: UUID
) -> tuple[Order, list[OrderItem]]:
    catalogue = await _products(uow, command)
    currency = next(iter(catalogue.values())).currency
    order = Order(
        number=(await repository.next_numbers(uow.session))[0],
        user_id=customer_id,
        channel=_channel(actor, customer_id),
        currency=currency,
        total_amount=0,
        ordered_at=uow.now,
        created_at=uow.now,
        updated_at=uow.now,
    )
    order.ship_to = command.ship_to
    order.note = command.note or None
    items = _lines(order, command, catalogue)
    order.total_amount = order_total([item.line_total_amount for item in items])
    order.units = sum(item.quantity for item in items)
    uow.session.add(order)
    await uow.session.flush()
    uow.session.add_all(items)
    goods = goods_in((item.product_id, item.quantity, item.line_total_amount) for item in items)
    rollups.count_in(uow, order, goods=goods)
    _record(uow, actor, order, command, lines=len(items))
    return order, items


def _channel(actor: Actor, customer_id: UUID) -> str:
    if customer_id != actor.user_id:
        return "phone"
    return "api" if actor.source is Source.API else "web"


async def _products(uow: UnitOfWork, command: OrderCreate) -> dict[UUID, Product]:
    """The products of the order, all known, for sale and in one currency. Raises Invalid or ProductNotForSale."""
    wanted = [item.product_id for item in command.items]
    catalogue = await repository.products(uow.session, wanted)
    _refuse(Invalid, "unknown_product", "is not in the catalogue", [p not in catalogue for p in wanted])
    _refuse(ProductNotForSale, "not_for_sale", "is no longer for sale", [not catalogue[p].active for p in wanted])
    currency = catalogue[wanted[0]].currency
    other = [catalogue[product_id].currency != currency for product_id in wanted]
    _refuse(Invalid, "mixed_currency", f"is not sold in {currency} like the first item", other)
    return catalogue


def _refuse(error: type[Invalid | Conflict], code: str, detail: str, wrong: Sequence[bool]) -> None:
    faults = [FieldError(f"/items/{i}/product_id", code, detail) for i, is_wrong in enumerate(wrong) if is_wrong]
    if faults:
        raise error(f"Item {faults[0].pointer.split('/')[2]} {detail}", errors=faults)


def _lines(order: Order, command: OrderCreate, catalogue: dict[UUID, Product]) -> list[OrderItem]:
    return [
        OrderItem(
            order_id=order.id,
            position=position,
            product_id=item.product_id,
            sku=catalogue[item.product_id].sku,
            name=catalogue[item.product_id].name,
            unit_price_amount=catalogue[item.product_id].price_amount,
            quantity=item.quantity,
            line_total_amount=line_total(
                catalogue[item.product_id].price_amount, item.quantity, where=f"items/{position}/quantity"
            ),
        )
        for position, item in enumerate(command.items)
    ]


def _record(uow: UnitOfWork, actor: Actor, order: Order, command: OrderCreate, *, lines: int) -> None:
    record_created(
        uow,
        actor,
        Subject(Entity.ORDER, order.id, owner_id=order.user_id),
        values={
            "number": order.number,
            "status": order.status,
            "total": order.total_amount,
            "currency": order.currency,
            "channel": order.channel,
            "items": lines,
        },
        personal={"ship_to": command.ship_to, "note": command.note},
    )


def _digest(command: OrderCreate) -> str:
    """A keyed hash of what was asked: the request holds an address, so a plain hash could be guessed."""
    return _blind(command.model_dump_json())


def _blind(text: str) -> str:
    """A keyed hash. A client's key may be anything, an address too, so it is not kept as it came."""
    return hmac.new(get_keyring().index, text.encode(errors="replace"), hashlib.sha256).hexdigest()
