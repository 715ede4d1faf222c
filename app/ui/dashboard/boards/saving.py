"""The part of the dashboard's state that holds which saved dashboard is shown."""

from typing import Any

from app.core.actor import Actor
from app.ui.assigning import Assigning
from app.ui.components import effects
from app.ui.dashboard.address import Address
from app.ui.dashboard.boards.opening import open_board


class Saving(Assigning, mixin=True):
    """`board` is what the switcher shows (see `Opened.as_var`)."""

    board: dict[str, Any] = {}
    with_all_cards: str = ""

    async def _open_board(self, actor: Actor) -> Address:
        """The address as it is shown; what could not be opened of it is said. Raises Invalid for far too much."""
        opened = await open_board(actor, self.router.url.query)
        everything = opened.address.without("cards").href
        self._assign(board=opened.as_var(), with_all_cards=everything)
        for word in opened.words:
            await effects.toast(self, word, tone="info")
        return opened.address
