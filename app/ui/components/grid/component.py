"""The record grid as a Reflex component: AG Grid Community behind a thin adapter, loaded only where it is shown."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from app.ui.components.blank import skeleton
from app.ui.components.grid.columns import Column
from app.ui.components.grid.tick import Tick

AG_GRID = "36.2.0"


class RecordGrid(rx.NoSSRComponent):
    """The adapter in `assets/grid/record_grid.jsx`. Page authors call `record_grid`."""

    library = "$/public/grid/record_grid.jsx"
    tag = "RecordGrid"
    lib_dependencies: list[str] = [f"ag-grid-community@{AG_GRID}", f"ag-grid-react@{AG_GRID}"]

    ready: rx.Var[bool]
    entity: rx.Var[str]
    label: rx.Var[str]
    noun: rx.Var[Sequence[str]]
    columns: rx.Var[Sequence[dict[str, Any]]]
    facets: rx.Var[Sequence[dict[str, Any]]]
    tick: rx.Var[Tick]
    view: rx.Var[dict[str, Any]]
    time_zone: rx.Var[str]
    search_label: rx.Var[str]
    empty_text: rx.Var[str]
    people: rx.Var[Sequence[Any]]
    places: rx.Var[Sequence[Any]]
    on_here: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]


def record_grid(  # noqa: PLR0913 - each is a plain setting of the list, named by keyword
    entity: str,
    columns: Sequence[Column],
    *,
    label: str,
    noun: tuple[str, str],
    tick: rx.Var[Tick] | Tick,
    ready: rx.Var[bool] | bool = True,
    time_zone: rx.Var[str] | str = "",
    view: rx.Var[dict[str, Any]] | dict[str, Any] | None = None,
    search_label: str = "Search",
    empty_text: str = "Nothing here yet.",
    facets: Sequence[Column] = (),
    **more: Any,
) -> rx.Component:
    """A list of `entity` over `POST /grid/{entity}/…`.

    `label` is the grid's accessible name; `noun` its singular and plural ("order", "orders"); `tick` which rows
    changed since the page loaded; `facets` what rows are filtered by besides their cells; `time_zone` an IANA name,
    else the browser's; `view` what the address stands for (`app.ui.grid_views`): columns, sort, filters and search;
    the grid keeps the address in step.
    Grey lines stand there until it is `ready`; after that it stays, whatever `ready` says: a connection that comes back
    begins with a page that is not. `app.ui.presence.presence_of` gives what shows who else is here.
    """
    return RecordGrid.create(
        skeleton(lines=12, label=f"Loading {label.lower()}"),
        ready=ready,
        entity=entity,
        label=label,
        noun=list(noun),
        columns=[column.definition() for column in columns],
        facets=[facet.definition() for facet in facets],
        tick=tick,
        view=view if view is not None else {},
        time_zone=time_zone,
        search_label=search_label,
        empty_text=empty_text,
        **more,
    )
