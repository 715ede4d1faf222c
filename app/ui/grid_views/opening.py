"""Opening an address: which view it names, what it changes of it, and what the reader is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.ids import parse_id
from app.core.paging import Filter
from app.features.views import service as views
from app.features.views.schemas import ViewDetail
from app.ui.grid_views.address import ALL, VIEW, Parameters, names_of, parameters_of, query_string, read, written
from app.ui.grid_views.look import GridLook, Read, look_of
from app.ui.grid_views.page import GridPage

LOST = "This view is not there any more, or it is not shared with you"
NOTHING = Read(GridLook())
NOTHING_ALIKE: Mapping[str, str] = MappingProxyType({})
NO_DEFAULT = "The view that you begin with is not there any more"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a grid shows at first: the look, the named view it stands on, and what could not be opened of it.

    `asked` is the query string that was opened; `settled` what is to stand there of the view from now on, where that
    is something else.
    """

    page: GridPage
    look: GridLook
    base: ViewDetail | None
    base_look: GridLook
    asked: str
    settled: str | None
    words: tuple[str, ...] = ()

    def as_var(self) -> dict[str, Any]:
        """For the grid's adapter (see assets/grid/tools/views/)."""
        return {
            "columns": [column.model_dump(exclude_none=True) for column in self.page.shown(self.look)],
            "sort": [sort.model_dump(mode="json") for sort in self.look.sort],
            "filters": [part.model_dump(mode="json", exclude_defaults=True) for part in self.look.filters],
            "search": self.look.search,
            "at": at_of(self.base),
            "modified": self.look != self.base_look,
            "asked": self.asked,
            "address": self.settled,
            "names": list(names_of(self.page)),
        }


def at_of(view: ViewDetail | None) -> dict[str, Any] | None:
    """The named view that somebody is at, as the switcher shows it."""
    return view.model_dump(mode="json", exclude={"content", "base_id", "kind"}) if view else None


@dataclass(frozen=True, slots=True)
class _Named:
    """What the address's view leads to: a named view or none, and the look to begin with."""

    base: ViewDetail | None = None
    base_read: Read = NOTHING
    begins: Read | None = None
    words: tuple[str, ...] = ()
    is_default: bool = False


async def open_address(
    actor: Actor, page: GridPage, query: str, *, tz: str, only: Mapping[str, str] = NOTHING_ALIKE
) -> Opened:
    """The look that the query string of an address stands for, under the reader's own rights.

    `only` names fields in which all rows have the same value: to ask for just that one says nothing.
    """
    words: tuple[str, ...] = ()
    try:
        parameters = parameters_of(query)
    except Invalid as refused:
        parameters, words = {}, (refused.detail,)
    default = await views.default_view(actor, page.name)
    named = await _named(actor, page, parameters, default)
    base = page.fit(named.base_read.look)
    begin = page.fit(named.begins.look) if named.begins else base
    asked = _without_what_all_have(read(page, parameters, begin.look, tz=tz), only)
    look = page.fit(asked.look)
    lost = (*named.base_read.dropped, *(named.begins.dropped if named.begins else ()))
    dropped = dict.fromkeys((*lost, *begin.dropped, *asked.dropped, *look.dropped))
    left_out = (
        (f"Left out, as it is not there any more or cannot be used: {', '.join(dropped)[:300]}",) if dropped else ()
    )
    told = (*words, *named.words, *left_out)
    settled = named.is_default or told
    return Opened(
        page=page,
        look=look.look,
        base=named.base,
        base_look=base.look,
        asked=query,
        settled=(await address_of(actor, page, look.look, named.base))[0] if settled else None,
        words=told,
    )


def _without_what_all_have(asked: Read, only: Mapping[str, str]) -> Read:
    alike = [Filter(field=field, kind="set", values=(value,)) for field, value in only.items()]
    kept = tuple(part for part in asked.look.filters if part not in alike)
    return Read(asked.look.model_copy(update={"filters": kept}), asked.dropped)


async def _named(actor: Actor, page: GridPage, parameters: Parameters, default: UUID | None) -> _Named:
    asked = parameters.get(VIEW, "")
    if not asked:
        is_bare = not any(name in parameters for name in names_of(page))
        return await _begin_with(actor, page, default) if default and is_bare else _Named()
    if asked == ALL:
        return _Named()
    view = await find(actor, page, parse_id(asked))
    if view is None:
        return _Named(words=(LOST,))
    if view.name:
        return _Named(base=view, base_read=look_of(view.content))
    base = await find(actor, page, view.base_id)
    return _Named(base, look_of(base.content) if base else NOTHING, begins=look_of(view.content))


async def _begin_with(actor: Actor, page: GridPage, default: UUID) -> _Named:
    view = await find(actor, page, default)
    if view is None:
        # Told once: it stands in no list, so the person could not choose to begin with something else.
        await views.set_default(actor, page.name, None)
        return _Named(words=(NO_DEFAULT,))
    return _Named(base=view, base_read=look_of(view.content), is_default=True)


async def find(actor: Actor, page: GridPage, view_id: UUID | None) -> ViewDetail | None:
    """The view, if there is one that this reader may see."""
    try:
        return await views.open_view(actor, page.name, view_id) if view_id else None
    except NotFound:
        return None


async def address_of(
    actor: Actor, page: GridPage, look: GridLook, base: ViewDetail | None, *, portable: bool = False
) -> tuple[str, bool]:
    """The query string for a fitted look, and whether it differs from the view that it stands on.

    What may name a person, and what is too long, is put into a link. With `portable` it opens the same for everybody,
    whatever they begin with.
    """
    base_look = page.fit(look_of(base.content).look).look if base else GridLook()
    is_modified = look != base_look
    at = [(VIEW, str(base.id))] if base else []
    if not is_modified:
        begins_elsewhere = base is None and (portable or await views.default_view(actor, page.name) is not None)
        return query_string([(VIEW, ALL)] if begins_elsewhere else at), False
    parameters = written(page, look, base_look)
    if parameters is None:
        link = await views.link_view(actor, page.name, page.content_of(look), base_id=base.id if base else None)
        return query_string([(VIEW, str(link))]), True
    return query_string([*at, *parameters]), True
