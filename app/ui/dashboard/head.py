"""The head of the board: what stands in its address, as words and links, and the ways to another address."""

import reflex as rx

from app.core.actor import Role
from app.core.errors import Invalid
from app.core.ranges import zone
from app.ui.dashboard.address import Address
from app.ui.dashboard.chips import Chip, chips
from app.ui.dashboard.grains import zoomed
from app.ui.dashboard.ranges import (
    CUSTOM,
    Choice,
    Option,
    comparison,
    comparisons,
    custom_comparison,
    custom_range,
    presets,
)
from app.ui.session import require
from app.ui.shell import formats_of


class Head(rx.State, mixin=True):
    """What is shown and what it is compared with. `first_day` and `last_day` are ISO 8601 dates, "" where open."""

    preset: str = ""
    title: str = ""
    first_day: str = ""
    last_day: str = ""
    range_error: str = ""
    compare_error: str = ""
    compares_own: bool = False
    compared: str = ""
    presets: list[Option] = []
    comparisons: list[Option] = []
    currencies: list[Option] = []
    grains: list[Option] = []
    chips: list[Chip] = []
    _address: Address = Address()

    @rx.event
    async def pick(self, form: dict[str, str]) -> rx.event.EventSpec | None:
        """Go to the range between two days, both included."""
        await require(self, Role.STAFF)
        try:
            first, last = _two_days(form)
            if not first and not last:
                raise Invalid("Choose a first or a last day")
            return rx.redirect(custom_range(self._address, first, last))
        except Invalid as refused:
            self.range_error = refused.detail
            return None

    @rx.event
    async def compare_with(self, form: dict[str, str]) -> rx.event.EventSpec | None:
        """Compare with the range between two days, both included."""
        await require(self, Role.STAFF)
        try:
            first, last = _two_days(form)
            if not first or not last:
                raise Invalid("Choose a first and a last day")
            return rx.redirect(custom_comparison(self._address, first, last))
        except Invalid as refused:
            self.compare_error = refused.detail
            return None

    @rx.event
    async def zoom(self, start: str, end: str) -> rx.event.EventSpec | None:
        """Go to the time between two moments, ISO 8601; the second one is not included."""
        await require(self, Role.STAFF)
        try:
            return rx.redirect(zoomed(self._address, start, end, tz=zone((await formats_of(self)).time_zone)))
        except Invalid:
            return None

    def _tell(self, address: Address, choice: Choice) -> None:
        """What the address says, for the controls."""
        self.preset, self.first_day, self.last_day = choice.key, choice.first_day, choice.last_day
        self.compares_own = comparison(address)["compare"] == CUSTOM
        self.presets, self.comparisons = presets(address, choice.key), comparisons(address)
        self.chips = chips(address)


def _two_days(form: dict[str, str]) -> tuple[str, str]:
    """What was typed. Raises Invalid where the last day lies before the first."""
    first, last = str(form.get("from", "")), str(form.get("to", ""))
    if first and last and first > last:
        raise Invalid("The last day lies before the first")
    return first, last
