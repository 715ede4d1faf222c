"""What rows and people are called towards whoever asks."""

from collections.abc import Collection
from uuid import UUID

from app.core.actor import Actor
from app.features.accounts import service as accounts
from app.ui.components.grid.messages import GridRow
from app.ui.components.grid.source import GridSource

SOMEBODY = "Someone else"
YOU = "You"
ERASED = "Erased account"


async def names_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of people for admins; for others only that it was they themselves."""
    known = {actor.user_id: YOU} if actor.user_id else {}
    others = set(ids) - set(known)
    if not actor.is_admin or not others:
        return known
    return {user.id: user.name or ERASED for user in await accounts.rows(actor, list(others))} | known


def row_name(source: GridSource, row: GridRow | None) -> str:
    """A row by its first column, such as an order by its number; empty for one that is gone."""
    if row is None:
        return ""
    value = row.cells[source.columns[0].field]
    return f"#{value}" if isinstance(value, int) else str(value)
