"""The part of a grid page's state that holds the view of its address."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from app.core.actor import Actor
from app.ui.components import effects
from app.ui.grid_views.opening import NOTHING_ALIKE, open_address
from app.ui.grid_views.page import GridPage
from app.ui.shell import formats_of


class GridViewState(rx.State, mixin=True):
    """What the grid looks at first, and again when the address becomes another (Back, a link)."""

    view: dict[str, Any] = {}

    async def _open_view(self, actor: Actor, page: GridPage, *, only: Mapping[str, str] = NOTHING_ALIKE) -> None:
        """Open the view of the address; what could not be opened is said in the corner of the page.

        `only` names fields in which all rows have the same value: they are not offered to filter by.
        """
        formats = await formats_of(self)
        opened = await open_address(actor, page, self.router.url.query, tz=formats.time_zone, only=only)
        # Each time another: the grid may have gone on by itself from the same view since.
        self.view = opened.as_var() | {"times": self.view.get("times", 0) + 1, "spare": list(only)}
        for word in opened.words:
            await effects.toast(self, word, tone="info")
