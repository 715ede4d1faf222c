"""Opening the dashboard's address: which saved dashboard it names, what it changes of it, what the reader is told."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.ids import parse_id
from app.features.views import service as views
from app.features.views.schemas import ViewDetail
from app.ui.dashboard.address import PAGE, Address, read, values_of, view_of
from app.ui.dashboard.boards.content import PAGE_NAME, held_by
from app.ui.grid_views.opening import at_of

# The dashboard as it is made, where somebody begins with another.
USUAL = "all"
LOST = "This dashboard is not there any more, or it is not shared with you; the usual one is shown"
NO_DEFAULT = "The dashboard that you begin with is not there any more; the usual one is shown"


@dataclass(frozen=True, slots=True)
class Opened:
    """What is shown, the saved dashboard it stands on, and what could not be opened.

    `settled` is the address that is to stand in the place of the one asked for, where that is another.
    """

    address: Address
    board: ViewDetail | None
    asked: str
    settled: str | None = None
    words: tuple[str, ...] = ()

    def as_var(self) -> dict[str, Any]:
        """For the switcher (assets/components/boards/)."""
        return {
            "at": at_of(self.board),
            "modified": self.address.is_changed,
            "asked": self.asked,
            "address": self.settled,
            "look": Address(self.address.pairs).href.removeprefix(PAGE).removeprefix("?"),
        }


async def open_board(actor: Actor, query: str) -> Opened:
    """What the query string stands for, under the reader's own rights. Raises Invalid for far too much."""
    is_bare, asked = not values_of(query), view_of(query)
    default = await views.default_view(actor, PAGE_NAME)
    wanted = default if is_bare and not asked else parse_id(asked)
    board = await find(actor, wanted)
    if board is None:
        return await _usual(actor, query, asked=asked, default=default)
    held, words = held_by(board.content)
    address = read(query, view=str(board.id), base=held)
    return Opened(address, board, query, None if asked else query_of(address), words)


async def _usual(actor: Actor, query: str, *, asked: str, default: UUID | None) -> Opened:
    """No saved dashboard. That one is gone is said once: the default is forgotten, the address leads elsewhere."""
    words = (LOST,) if asked not in {"", USUAL} else ()
    if default and not asked and not values_of(query):
        await views.set_default(actor, PAGE_NAME, None)
        default, words = None, (NO_DEFAULT,)
    address = usual(query, begins_elsewhere=default is not None or asked == USUAL)
    return Opened(address, None, query, query_of(address) if words else None, words)


def usual(query: str, *, begins_elsewhere: bool) -> Address:
    """The address on no saved dashboard; it says so where somebody could begin with one."""
    return read(query, view=USUAL if begins_elsewhere else "")


def query_of(address: Address) -> str:
    """The query string of an address."""
    return address.href.removeprefix(PAGE).removeprefix("?")


async def find(actor: Actor, board_id: UUID | None) -> ViewDetail | None:
    """The saved dashboard, if there is one that this reader may see."""
    try:
        found = await views.open_view(actor, PAGE_NAME, board_id) if board_id else None
    except NotFound:
        return None
    return found if found and found.name else None


async def address_for(actor: Actor, look: str, board: ViewDetail | None, *, portable: bool = False) -> Address:
    """The address of `look`, the query string of everything that is shown, on a saved dashboard or on none.

    With `portable` it opens the same for everybody, whatever they begin with. Raises Invalid for far too much.
    """
    shown = values_of(look)
    if board is None:
        begins_elsewhere = await views.default_view(actor, PAGE_NAME) is not None
        return usual(look, begins_elsewhere=begins_elsewhere or (portable and not shown))
    base, _ = held_by(board.content)
    taken_away = dict[str, tuple[str, ...]].fromkeys(base, ())
    return read(look, view=str(board.id), base=base).having(**(taken_away | shown))
