"""The frame around every page of a signed-in person: rail or bottom bar by role, palette, theme, sign out."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import reflex as rx

from app.core.actor import Actor, Role
from app.core.formats import Formats
from app.features.accounts import service as accounts
from app.features.orders import service as orders
from app.features.orders.schemas import OrderQuery
from app.ui.components import effects
from app.ui.components.brand import ShopName
from app.ui.components.chrome import PaletteButton, SignOut, ThemeSwitch, jump, palette
from app.ui.components.links import nav_link
from app.ui.session import require

MAIN = "main"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation. `icon` is Lucide's name; `narrow`: it stands in the bottom bar of a phone too."""

    label: str
    to: str
    icon: str
    roles: frozenset[Role]
    narrow: bool = True


EVERYONE = frozenset(Role)
STAFF = frozenset({Role.STAFF, Role.ADMIN})
PLACES = (
    Place("Dashboard", "/dashboard", "chart-no-axes-column", STAFF),
    Place("Home", "/", "house", frozenset({Role.CUSTOMER})),
    Place("Orders", "/orders", "receipt-text", frozenset({Role.CUSTOMER})),
    Place("Orders", "/admin/orders", "receipt-text", STAFF),
    Place("New order", "/orders/new", "plus", frozenset({Role.CUSTOMER})),
    Place("Products", "/admin/products", "package", frozenset({Role.ADMIN})),
    Place("People", "/admin/users", "users", frozenset({Role.ADMIN})),
    Place("Changes", "/admin/changes", "history", STAFF, narrow=False),
    Place("Order list", "/orders", "list", STAFF, narrow=False),
    Place("New order", "/orders/new", "plus", STAFF, narrow=False),
    Place("Profile", "/profile", "circle-user", EVERYONE),
)


class ShellState(rx.State):
    """Who is signed in, as the frame shows it."""

    ready: bool = False
    name: str = ""
    role: str = ""
    places: list[dict[str, str]] = []
    _formats: Formats = Formats()

    @rx.event
    async def load(self) -> None:
        """Read the person anew: role and name may have changed since."""
        actor = await require(self)
        await self._read(actor)

    @rx.event
    async def open_order(self, number: str) -> rx.event.EventSpec | None:
        """Open the order with this number, from the palette."""
        actor = await require(self)
        if not (number.isascii() and number.isdigit()):
            return None
        found = await orders.list_orders(actor, OrderQuery(q=number[:18], limit=20))
        order = next((order for order in found.items if order.number == int(number)), None)
        if order is None:
            await effects.toast(self, f"There is no order #{number[:18]}", tone="error")
            return None
        return rx.redirect(f"/orders/{order.id}")

    async def _read(self, actor: Actor) -> None:
        person = await accounts.get_profile(actor)
        self._formats = Formats(person.locale, person.time_zone)
        self.name, self.role = person.name or person.email, person.role.value
        self.places = [{"label": p.label, "to": p.to, "hint": "Page"} for p in PLACES if person.role in p.roles]
        self.ready = True


async def formats_of(state: rx.State) -> Formats:
    """How the viewer of this page reads money and times. In a background handler call it inside `async with self`."""
    shell_state = await state.get_state(ShellState)
    if not shell_state.ready:
        await shell_state._read(await require(state))  # noqa: SLF001 - a public method could be called from the browser
    return shell_state._formats  # noqa: SLF001 - what is not rendered starts with an underscore


def shell(*content: Any, class_name: str = "") -> rx.Component:
    """A page inside the frame. `content` holds the page's one h1 (see `heading`)."""
    return rx.el.div(
        jump("Skip to content", target=MAIN, class_name="skip-link"),
        _rail(),
        rx.el.main(*content, id=MAIN, tab_index=-1, class_name=f"main {class_name}".strip()),
        palette(ShellState.places, on_number=ShellState.open_order),
        class_name="shell",
    )


def heading(title: Any, *actions: rx.Component, note: Any = None) -> rx.Component:
    """The page's h1, a line about it, and what can be done on this page."""
    return rx.el.header(
        rx.el.div(rx.el.h1(title), rx.el.p(note, class_name="page-note") if note is not None else rx.fragment()),
        rx.el.div(*actions, class_name="page-actions") if actions else rx.fragment(),
        class_name="page-head",
    )


def _rail() -> rx.Component:
    return rx.el.header(
        nav_link(
            rx.el.img(src="/mark.svg", alt="", class_name="mark"),
            ShopName.create(),
            to="/",
            class_name="brand",
        ),
        PaletteButton.create(label="Find or go to"),
        rx.el.nav(
            rx.cond(ShellState.ready, rx.fragment(*(_entry(place) for place in PLACES)), _waiting()),
            class_name="rail-nav",
            aria_label="Main",
        ),
        _person(),
        class_name="rail",
    )


def _entry(place: Place) -> rx.Component:
    entry = nav_link(
        rx.icon(place.icon, size=18, aria_hidden="true"),
        rx.el.span(place.label),
        to=place.to,
        class_name="rail-link" if place.narrow else "rail-link rail-wide",
    )
    is_for_me = reduce(or_, [ShellState.role == role.value for role in sorted(place.roles)])
    return rx.cond(is_for_me, entry)


def _waiting() -> rx.Component:
    return rx.el.div(
        *(rx.el.div(class_name="skeleton-line", aria_hidden="true") for _ in range(3)), class_name="rail-waiting"
    )


def _person() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(ShellState.name, class_name="person-name"),
            rx.el.p(ShellState.role, class_name="person-role"),
            class_name="person-who",
        ),
        ThemeSwitch.create(),
        SignOut.create(rx.icon("log-out", size=16, aria_hidden="true")),
        class_name="person",
    )
