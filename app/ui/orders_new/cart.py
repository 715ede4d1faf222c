"""The cart: product ids, quantities and the key that makes placing it happen once. Pure: values in, values out.

The browser keeps it as JSON, so that it survives a reload. It holds no prices and nothing about the person but a short
hash by which another person on the same browser does not inherit it; whatever it says is checked here again.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from app.core.ids import new_id, parse_id
from app.features.orders.schemas import MAX_QUANTITY

MOST_LINES = 100
LONGEST = 16_000


@dataclass(frozen=True, slots=True)
class Cart:
    """What is to be ordered. `key` changes with the content: the same cart placed twice is one order."""

    owner: str
    key: str
    items: tuple[tuple[UUID, int], ...] = ()

    def quantity_of(self, product_id: UUID) -> int:
        """How many of a product are in the cart."""
        return dict(self.items).get(product_id, 0)

    def put(self, product_id: UUID, quantity: int) -> "Cart":
        """The cart with this many of a product; 0 takes it out. A full cart takes no further product."""
        quantity = min(max(quantity, 0), MAX_QUANTITY)
        kept = dict(self.items)
        if quantity == 0:
            kept.pop(product_id, None)
        elif product_id in kept or len(kept) < MOST_LINES:
            kept[product_id] = quantity
        return replace(self, key=str(new_id()), items=tuple(kept.items()))

    def dump(self) -> str:
        """The cart as the browser keeps it; an empty one is empty text."""
        if not self.items:
            return ""
        items = [[str(product_id), quantity] for product_id, quantity in self.items]
        return json.dumps({"owner": self.owner, "key": self.key, "items": items}, separators=(",", ":"))


def owner_of(user_id: UUID) -> str:
    """The short hash that tells whose cart it is."""
    return hashlib.sha256(f"cart|{user_id}".encode()).hexdigest()[:8]


def read_cart(text: str, user_id: UUID) -> Cart:
    """The cart in `text`; an empty one where it is not readable, or another person's."""
    owner = owner_of(user_id)
    empty = Cart(owner, str(new_id()))
    try:
        kept = json.loads(text) if 0 < len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict):
        return empty
    kept = cast("dict[str, Any]", kept)
    key = parse_id(kept.get("key"))
    if kept.get("owner") != owner or key is None or not isinstance(kept.get("items"), list):
        return empty
    items = dict(filter(None, (_item(entry) for entry in kept["items"][:MOST_LINES])))
    return Cart(owner, str(key), tuple(items.items()))


def _item(entry: object) -> tuple[UUID, int] | None:
    if not isinstance(entry, list) or len(cast("list[Any]", entry)) != 2:  # noqa: PLR2004 - an id and a quantity
        return None
    written, quantity = cast("list[Any]", entry)
    product_id = parse_id(written)
    if product_id is None or type(quantity) is not int or not 1 <= quantity <= MAX_QUANTITY:
        return None
    return product_id, quantity
