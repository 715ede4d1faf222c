"""Who was shown which masked value and why: the second list of `/admin/changes`, for admins."""

from collections.abc import Sequence
from dataclasses import dataclass

import reflex as rx

from app.core.actor import Actor, Role
from app.core.formats import Formats
from app.features.accounts import service as accounts
from app.features.disclosures.schemas import DisclosureRow
from app.features.disclosures.service import list_disclosures
from app.features.orders import service as orders
from app.ui.admin_changes.shown import ROLES
from app.ui.admin_changes.table import log_table, when
from app.ui.components.blank import empty_state, skeleton
from app.ui.components.links import link
from app.ui.session import require
from app.ui.shell import formats_of

ERASED = "erased with the person's data"


@dataclass(frozen=True, slots=True)
class Look:
    """One value that was shown."""

    id: str
    at: str
    at_iso: str
    what: str
    href: str
    field: str
    who: str
    reason: str


class RevealedState(rx.State):
    """The values that were shown, the newest first."""

    looks: list[Look] = []
    loaded: bool = False
    has_more: bool = False
    _cursor: str = ""

    @rx.event
    async def load(self) -> None:
        """The newest ones. Raises NotFound for all but admins."""
        self.looks, self._cursor = [], ""
        await self._add(await require(self, Role.ADMIN))
        self.loaded = True

    @rx.event
    async def load_more(self) -> None:
        """Older ones."""
        await self._add(await require(self, Role.ADMIN))

    async def _add(self, actor: Actor) -> None:
        page = await list_disclosures(actor, cursor=self._cursor)
        self.looks = [*self.looks, *(await _told(actor, page.items, await formats_of(self)))]
        self._cursor, self.has_more = page.next_cursor or "", page.next_cursor is not None


async def _told(actor: Actor, rows: Sequence[DisclosureRow], formats: Formats) -> list[Look]:
    found = await orders.rows(actor, list({row.row_id for row in rows}))
    numbers = {order.id: f"Order #{order.number}" for order in found}
    names = {user.id: user.name for user in await accounts.rows(actor, list({row.actor_id for row in rows}))}
    return [
        Look(
            id=str(row.id),
            at=formats.moment(row.at),
            at_iso=row.at.isoformat(),
            what=numbers.get(row.row_id, "Order"),
            href=f"/orders/{row.row_id}",
            field=row.field.capitalize(),
            who=names.get(row.actor_id) or ROLES[row.actor_role],
            reason=row.reason or ERASED,
        )
        for row in rows
    ]


def revealed() -> rx.Component:
    """The list, or what its emptiness means."""
    return rx.el.div(
        rx.cond(RevealedState.loaded, _list(), skeleton(lines=6, label="Loading revealed values")),
        on_mount=RevealedState.load,
    )


def _list() -> rx.Component:
    return rx.cond(
        RevealedState.looks.length() > 0,
        log_table(
            rx.foreach(RevealedState.looks, _look),
            label="Revealed values",
            caption="Masked values that were revealed, the newest first",
            heads=("When", "What", "Field", "Who", "Reason"),
            has_more=RevealedState.has_more,
            more=RevealedState.load_more,
        ),
        empty_state("Nothing was revealed", "When staff look at a masked value, it stands here with their reason."),
    )


def _look(look: rx.Var[Look]) -> rx.Component:
    return rx.el.tr(
        when(look.at, look.at_iso),
        rx.el.th(link(look.what, to=look.href), scope="row", class_name="c-what"),
        rx.el.td(look.field, class_name="c-field"),
        rx.el.td(look.who, class_name="c-who"),
        rx.el.td(look.reason, class_name="c-new"),
        key=look.id,
    )
