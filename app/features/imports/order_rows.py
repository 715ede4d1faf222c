"""From orders to the rows of every table an imported order touches. No I/O; the repository writes them.

The demo shop is made of the same rows, so that it differs from an import in nothing.
"""

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import uuid_utils

from app.core.actor import Actor, Role
from app.core.crypto import Place, email_index, name_index, seal
from app.core.ids import new_id
from app.core.keyring import get_keyring
from app.features.changes.schemas import CREATED
from app.features.changes.service import place_of
from app.features.imports.assembly import canonical
from app.features.imports.schemas import ImportedLine, ImportedOrder
from app.features.orders import deltas
from app.models import Change, Entity, Order, OrderItem, OrderRollup, Product, User, UserNameTerm

Row = tuple[Any, ...]
# What a person is shown until they choose otherwise.
LOCALE, TIME_ZONE = "en", "UTC"
COLUMNS: dict[Any, tuple[str, ...]] = {
    User: (
        "id", "email_ct", "email_index", "name_ct", "password_hash", "role", "active", "locale", "time_zone",
        "created_at", "updated_at", "version",
    ),
    UserNameTerm: ("term", "user_id"),
    Product: (
        "id", "sku", "name", "description", "category", "price_amount", "currency", "active", "created_at",
        "updated_at", "version",
    ),
    Order: (
        "id", "number", "reference", "import_digest", "channel", "user_id", "status", "currency", "total_amount",
        "units", "ship_to_ct", "note_ct", "ordered_at", "created_at", "updated_at", "version",
    ),
    OrderItem: (
        "id", "order_id", "position", "product_id", "sku", "name", "unit_price_amount", "quantity",
        "line_total_amount", "is_adjustment",
    ),
    Change: (
        "entity", "row_id", "version", "field", "old", "new", "is_sealed", "owner_id", "actor_id", "actor_role",
        "source", "gesture_id", "at",
    ),
    **deltas.COLUMNS,
}  # fmt: skip
# Parents before children, for the foreign keys.
ORDER_OF_TABLES = (User, UserNameTerm, Product, Order, OrderItem, *deltas.COLUMNS, Change)


def new_key() -> str:
    """A new UUIDv7 as 32 hex digits."""
    return uuid_utils.uuid7().hex


def digest_of(order: ImportedOrder) -> str:
    """The keyed hash of an order's content. Keyed, since the content holds addresses that could be guessed."""
    return hmac.digest(get_keyring().index, b"import|" + canonical(order), "sha256").hex()


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to write. Without a password they can claim the account by a reset."""

    email: str
    name: str
    role: Role = Role.CUSTOMER
    password_hash: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to write; the price is in minor units of `currency`."""

    sku: str
    name: str
    category: str
    price: int
    currency: str
    description: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Numbering:
    """What an order's row needs beside its content: its number, and whose it is."""

    number: int
    user_key: str


@dataclass(frozen=True, slots=True)
class OrderStep:
    """An order took a status at a moment."""

    status: str
    at: datetime


@dataclass(slots=True)
class Batch:
    """Rows that are written in one transaction, by table. `moment` writes a moment the database's way."""

    actor: Actor
    now: datetime
    moment: Callable[[datetime], Any]
    gesture: str = field(default_factory=new_key)
    rows: dict[Any, list[Row]] = field(default_factory=lambda: {model: [] for model in ORDER_OF_TABLES})
    _deltas: deltas.Deltas = field(default_factory=deltas.Deltas)

    def add_user(self, user: NewUser, *, at: datetime | None = None) -> str:
        """A new user, since `at` or from now on; returns the id."""
        user_id, since = new_id(), self.moment(at or self.now)
        sealed = {name: seal(value, Place("users", name, user_id)) for name, value in _personal(user).items()}
        identity = (user_id.hex, sealed["email"], email_index(user.email), sealed.get("name"))
        self.rows[User].append(
            (*identity, user.password_hash, user.role.value, user.active, LOCALE, TIME_ZONE, since, since, 1)
        )
        self.rows[UserNameTerm] += [(term, user_id.hex) for term in name_index(user.name)]
        values = {"role": user.role.value, "active": user.active, "locale": LOCALE, "time_zone": TIME_ZONE}
        self._record(Entity.USER, user_id, values, owner=user_id.hex, personal=_personal(user), at=at)
        return user_id.hex

    def add_product(self, product: NewProduct, *, at: datetime | None = None) -> str:
        """A new product, since `at` or from now on; returns the id."""
        product_id, since = new_id(), self.moment(at or self.now)
        values = {
            "sku": product.sku,
            "name": product.name,
            "description": product.description,
            "category": product.category,
            "price_amount": product.price,
            "currency": product.currency,
            "active": product.active,
        }
        self.rows[Product].append((product_id.hex, *values.values(), since, since, 1))
        self._record(Entity.PRODUCT, product_id, values, at=at)
        return product_id.hex

    def add_order(
        self,
        order: ImportedOrder,
        place: Numbering,
        *,
        product_keys: Mapping[str, str],
        digest: str | None = None,
        at: datetime | None = None,
        steps: Sequence[OrderStep] = (),
    ) -> str:
        """A new order with its lines, its share of the rollups and the `steps` it took since; returns the id."""
        order_id, made = new_id(), at or self.now
        personal = {name: text for name, text in (("ship_to", order.ship_to), ("note", order.note)) if text}
        sealed = {name: seal(text, Place("orders", name, order_id)) for name, text in personal.items()}
        last = steps[-1] if steps else OrderStep(order.status, made)
        identity = (order_id.hex, place.number, order.reference or None, digest, order.channel, place.user_key)
        units = sum(line.quantity for line in order.lines)
        content = (last.status, order.currency, order.total, units, sealed.get("ship_to"), sealed.get("note"))
        times = tuple(self.moment(moment) for moment in (order.ordered_at, made, last.at))
        self.rows[Order].append((*identity, *content, *times, 1 + len(steps)))
        self._add_lines(order_id.hex, order.lines, product_keys)
        self._count(order, last.status, units, product_keys)
        values = {
            "number": place.number,
            "status": order.status,
            "total": order.total,
            "currency": order.currency,
            "channel": order.channel,
            "items": len(order.lines),
        }
        self._record(Entity.ORDER, order_id, values, owner=place.user_key, personal=personal, at=at)
        self._add_steps(order_id.hex, place.user_key, (OrderStep(order.status, made), *steps))
        return order_id.hex

    def _count(self, order: ImportedOrder, status: str, units: int, product_keys: Mapping[str, str]) -> None:
        place = deltas.Place.at(order.ordered_at, order.currency, status, order.channel)
        self._deltas.add(place, orders=1, amount=order.total, units=units)
        lines = ((product_keys[line.sku], line.quantity, line.line_total) for line in order.lines)
        self._deltas.add_goods(place, deltas.goods_in(lines))

    def _add_lines(self, order_key: str, lines: Sequence[ImportedLine], product_keys: Mapping[str, str]) -> None:
        self.rows[OrderItem] += [
            (
                uuid_utils.uuid7().hex,
                order_key,
                position,
                product_keys[line.sku],
                line.sku,
                line.name,
                line.unit_price,
                line.quantity,
                line.line_total,
                line.quantity == 0,
            )
            for position, line in enumerate(lines)
        ]

    def _add_steps(self, order_key: str, owner: str, steps: Sequence[OrderStep]) -> None:
        """Log each step of an order's life; the first is how it began."""
        for version, (old, new) in enumerate(pairwise(steps), 2):
            head = (Entity.ORDER.value, order_key, version, "status", json.dumps(old.status), json.dumps(new.status))
            self.rows[Change].append((*head, False, owner, *self._who(), new_key(), self.moment(new.at)))

    def close_rollups(self) -> None:
        """Turn the deltas counted so far into rows."""
        for table, rows in self._deltas.take():
            timed = table is OrderRollup
            self.rows[table] += [(row[0], self.moment(row[1]), *row[2:]) for row in rows] if timed else rows

    def _record(
        self,
        entity: Entity,
        row_id: UUID,
        values: Mapping[str, object],
        *,
        owner: str | None = None,
        personal: Mapping[str, str] | None = None,
        at: datetime | None = None,
    ) -> None:
        """The change log's entries of a new row, as `record_created` writes them."""
        who, when = self._who(), self.moment(at or self.now)
        head, tail = (entity.value, row_id.hex, 1), (owner, *who, self.gesture, when)
        log = self.rows[Change]
        log.append((*head, CREATED, None, json.dumps(values), False, *tail))
        for name, text in (personal or {}).items():
            log.append((*head, name, None, seal(json.dumps(text), place_of(entity, name, row_id)), True, *tail))

    def _who(self) -> tuple[str | None, str, str]:
        actor = self.actor
        return (actor.user_id.hex if actor.user_id else None, actor.role.value, actor.source.value)


def _personal(user: NewUser) -> dict[str, str]:
    return {name: text for name, text in (("name", user.name), ("email", user.email)) if text}


def price_of(line: ImportedLine) -> int | None:
    """What a product that is made for this line costs; None where the line does not say."""
    if line.unit_price is not None:
        return line.unit_price
    return round(line.line_total / line.quantity) if line.quantity and line.line_total else None
