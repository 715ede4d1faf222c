"""Which personal values a person may see, and the masks over the others. One rule for rows, history, log and exports.

Staff ship orders: they see the customer's name, the address and the note. They do not need the customer's e-mail, nor
anything else about people. Admins see everything, and everybody sees what is their own.
"""

from uuid import UUID

from app.core.actor import Actor
from app.models import Entity

DOT = "•"
HIDDEN = DOT * 3
# What of an order helps to ship it.
FOR_SHIPPING = frozenset({"customer", "ship_to", "note"})
# Masked cells that may be shown one by one, for a reason that is kept.
REVEALABLE = frozenset({(Entity.ORDER, "email")})


def may_see(actor: Actor, entity: Entity, field: str, *, owner_id: UUID | None = None) -> bool:
    """Whether the actor may read a personal `field` of a row that belongs to `owner_id`."""
    if actor.is_admin or actor.owns(owner_id):
        return True
    return actor.is_staff and entity is Entity.ORDER and field in FOR_SHIPPING


def may_read_log(actor: Actor, entity: Entity) -> bool:
    """Whether the actor may read what happened to rows of this kind: people are for admins."""
    return actor.is_admin or (actor.is_staff and entity is not Entity.USER)


def masked(text: str) -> str:
    """The text with nothing left but what tells two of them apart: `ann@shop.example` is `a•••@s•••.example`.

    Text that is no address keeps nothing; no text stays none.
    """
    if not text:
        return ""
    local, at, domain = text.rpartition("@")
    if not at or not local:
        return HIDDEN
    name, dot, top = domain.rpartition(".")
    return f"{local[0]}{HIDDEN}@{name[:1]}{HIDDEN}{dot}{top}" if name else f"{local[0]}{HIDDEN}@{HIDDEN}"
