"""Which cards stand on the dashboard in which order, and the addresses that hide a card or move it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.ui.dashboard.address import Address
from app.ui.dashboard.sheets.deck import NO_CARDS, shown


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card's menu leads: the page without it, with it one place earlier or later; "" where it is at an end."""

    hide: str = ""
    earlier: str = ""
    later: str = ""


def places(address: Address) -> dict[str, Place]:
    """The place of each card that is shown. Figures and panels move among themselves."""
    figures, panels = shown(address.one("cards").split(","))
    everything = [*figures, *panels]
    return {
        key: Place(
            hide=ordered(address, [other for other in everything if other != key]),
            earlier=_swapped(address, everything, place, place - 1) if key != group[0] else "",
            later=_swapped(address, everything, place, place + 1) if key != group[-1] else "",
        )
        for group in (figures, panels)
        for key in group
        for place in (everything.index(key),)
    }


def ordered(address: Address, cards: Sequence[str]) -> str:
    """The address that shows these cards in this order."""
    return address.having(cards=",".join(cards) or NO_CARDS).href


def _swapped(address: Address, cards: Sequence[str], one: int, other: int) -> str:
    order = list(cards)
    order[one], order[other] = order[other], order[one]
    return ordered(address, order)
