"""Addresses that differ only in their middles, as a card has them in each cell, go to the browser as these middles."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class Affixes:
    """What several addresses begin and end with."""

    before: str = ""
    after: str = ""

    def middle(self, address: str) -> str:
        """What is the address's own; "" of none."""
        return address[len(self.before) : len(address) - len(self.after)]

    def whole(self, middle: str) -> str:
        """The address with that middle; "" for none."""
        return f"{self.before}{middle}{self.after}" if middle else ""


def affixes_of(addresses: Iterable[str]) -> Affixes:
    """The longest affixes that leave each address at least one character of its own."""
    some = {address for address in addresses if address}
    if not some:
        return Affixes()
    most = min(map(len, some)) - 1
    before = _beginning(some)[:most]
    after = _beginning({address[len(before) :][::-1] for address in some})[: most - len(before)][::-1]
    return Affixes(before, after)


def _beginning(texts: set[str]) -> str:
    """What all of them begin with: what the first and the last in the order of the alphabet do."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(min(texts), max(texts), strict=False))
    return "".join(character for character, _ in alike)
