"""The links of what is drawn, once the same stands on another saved dashboard: it was saved, renewed or deleted. Pure.

What is shown stays, so nothing is counted anew for it; only where its links lead on from is another.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.ui.dashboard.address import Address, read
from app.ui.dashboard.ranges import Option
from app.ui.dashboard.sheets.affixes import affixes_of
from app.ui.dashboard.sheets.sheet import Sheet


class Carrying:
    """From `before` to `after`, which show the same."""

    def __init__(self, before: Address, after: Address) -> None:
        self._before, self._after = before, after

    def href(self, href: str) -> str:
        """A way on from the one as a way on from the other; "" stays none."""
        if not href:
            return ""
        query = href.partition("?")[2]
        found = read(query, view=self._before.view, base=dict(self._before.base))
        return replace(found, view=self._after.view, base=self._after.base).href

    def options(self, options: Sequence[Option]) -> list[Option]:
        """Links that change one thing of what is shown."""
        return [replace(option, href=self.href(option.href)) for option in options]

    def sheet(self, sheet: Sheet) -> Sheet:
        """A card whose lines and cells narrow the page."""
        narrow = [[self.href(sheet.narrows.whole(cell.narrow)) for cell in row.cells] for row in sheet.rows]
        narrows = affixes_of(address for row in narrow for address in row)
        rows = [
            replace(
                row,
                narrow=self.href(row.narrow),
                cells=[
                    replace(cell, narrow=narrows.middle(address))
                    for cell, address in zip(row.cells, addresses, strict=True)
                ],
            )
            for row, addresses in zip(sheet.rows, narrow, strict=True)
        ]
        return replace(sheet, rows=rows, narrows=narrows)
