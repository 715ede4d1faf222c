"""The head of the board: what stands in its address, as words and links, and the ways to another address."""

from dataclasses import replace

import reflex as rx

from app.core.actor import Role
from app.core.clock import now
from app.core.errors import Invalid
from app.core.formats import Formats
from app.core.ranges import zone
from app.ui.assigning import Assigning
from app.ui.dashboard.address import FILTERS, Address
from app.ui.dashboard.chips import Chip, values_for
from app.ui.dashboard.grains import zoomed
from app.ui.dashboard.ranges import (
    CUSTOM,
    Choice,
    Option,
    comparison,
    comparisons,
    custom_comparison,
    custom_range,
    own_comparison,
    presets,
)
from app.ui.session import require
from app.ui.shell import formats_of

# Before the address is read the controls stand where they will be, so that nothing moves; they do nothing yet.
UNTOLD_PRESETS = presets(Address(), "")
UNTOLD_COMPARISONS = [replace(one, is_chosen=False) for one in comparisons(Address())]


class Head(Assigning, mixin=True):
    """What is shown and what it is compared with.

    Days are ISO 8601 dates of the viewer's `time_zone`, "" where open; `week_begins` is the weekday on which the
    viewer's weeks begin, 0 is Monday. `range_words` name a range that has a name; `narrowed` counts the filters' values
    and a comparison of one's own choice. `here` is the address that is shown.
    """

    preset: str = ""
    title: str = ""
    first_day: str = ""
    last_day: str = ""
    compared_first: str = ""
    compared_last: str = ""
    today: str = ""
    time_zone: str = ""
    locale: str = "en"
    week_begins: int = 0
    range_words: str = ""
    here: str = ""
    without_filters: str = ""
    narrowed: int = 0
    range_error: str = ""
    compare_error: str = ""
    compares_own: bool = False
    compared: str = ""
    presets: list[Option] = UNTOLD_PRESETS
    comparisons: list[Option] = UNTOLD_COMPARISONS
    currencies: list[Option] = []
    grains: list[Option] = []
    chips: list[Chip] = []
    _address: Address = Address()

    @rx.event
    async def pick(self, first: str, last: str) -> rx.event.EventSpec | None:
        """Go to the range between two days, both included; "" is open."""
        await require(self, Role.STAFF)
        try:
            if not first and not last:
                raise Invalid("Choose a first or a last day")
            return rx.redirect(custom_range(self._address, *_ordered(first, last)))
        except Invalid as refused:
            self.range_error = _said(refused)
            return None

    @rx.event
    async def compare_with(self, first: str, last: str) -> rx.event.EventSpec | None:
        """Compare with the range between two days, both included."""
        await require(self, Role.STAFF)
        try:
            if not first or not last:
                raise Invalid("Choose a first and a last day")
            return rx.redirect(custom_comparison(self._address, *_ordered(first, last)))
        except Invalid as refused:
            self.compare_error = _said(refused)
            return None

    @rx.event
    async def forget_refusals(self) -> None:
        """What was wrong with days that stand in no calendar any more."""
        await require(self, Role.STAFF)
        self.range_error, self.compare_error = "", ""

    @rx.event
    async def narrow(self, name: str, values: list[str]) -> rx.event.EventSpec | None:
        """Filter by these values of a field in the place of what it had; none takes the filter away."""
        await require(self, Role.STAFF)
        try:
            return rx.redirect(self._address.having(**{name: values_for(name, values)}).href)
        except Invalid:
            return None

    @rx.event
    async def zoom(self, start: str, end: str) -> rx.event.EventSpec | None:
        """Go to the time between two moments, ISO 8601; the second one is not included."""
        await require(self, Role.STAFF)
        try:
            return rx.redirect(zoomed(self._address, start, end, tz=zone((await formats_of(self)).time_zone)))
        except Invalid:
            return None

    def _tell(self, address: Address, choice: Choice, formats: Formats) -> None:
        """What the address says, for the controls."""
        today = now().astimezone(zone(formats.time_zone)).date()
        compared, named = own_comparison(address), presets(address, choice.key)
        self._assign(
            preset=choice.key,
            first_day=choice.first_day,
            last_day=choice.last_day,
            today=today.isoformat(),
            time_zone=formats.time_zone,
            locale=str(formats.place).replace("_", "-"),
            week_begins=formats.place.first_week_day,
            compares_own=comparison(address)["compare"] == CUSTOM,
            compared_first=compared.first_day,
            compared_last=compared.last_day,
            presets=named,
            comparisons=comparisons(address),
            range_words=next((one.label for one in named if one.is_chosen), ""),
            here=address.href,
            without_filters=address.without(*FILTERS).href,
            narrowed=sum(map(len, address.filters.values())) + (address.one("compare") != ""),
        )


def _ordered(first: str, last: str) -> tuple[str, str]:
    """Two days as they are. Raises Invalid where the last day lies before the first."""
    if first and last and first > last:
        raise Invalid("The last day lies before the first")
    return first, last


def _said(refused: Invalid) -> str:
    """Why the days cannot be shown."""
    return "; ".join(error.detail for error in refused.errors) or refused.detail
