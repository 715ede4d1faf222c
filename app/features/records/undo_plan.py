"""What of a gesture can be taken back, and what stands against the rest. Pure: entries of the log in, a plan out.

A cell can be taken back while nothing stands on it that came later: then it goes from what the gesture made of it to
what it was before. A later act that was itself undone stands no more; one that was done again does. The lines of an
order go back together or not at all.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.core.actor import Actor
from app.features.changes.schemas import CREATED, ChangeRow
from app.features.changes.service import to_row
from app.features.orders.lines import is_line_field
from app.features.records.editors import Editor
from app.features.records.schemas import CellEdit
from app.features.records.undo_repository import Later
from app.features.records.undo_schemas import Obstacle
from app.models import Change, GestureKind

LINES = "lines"


@dataclass(slots=True)
class Plan:
    """Cells to write and lines to take back by order, and the obstacles."""

    cells: list[CellEdit] = field(default_factory=list[CellEdit])
    lines: defaultdict[UUID, list[ChangeRow]] = field(default_factory=lambda: defaultdict[UUID, list[ChangeRow]](list))
    obstacles: list[Obstacle] = field(default_factory=list[Obstacle])

    @property
    def size(self) -> int:
        """How many cells and lines can be taken back."""
        return len(self.cells) + sum(map(len, self.lines.values()))

    @property
    def row_ids(self) -> set[UUID]:
        """The rows that would change."""
        return {cell.id for cell in self.cells} | set(self.lines)


def plan(entries: Sequence[Change], later: Sequence[Later], *, editor: Editor, actor: Actor) -> Plan:
    """`entries` are those of one gesture, `later` all that came after them about the same rows, each with its act."""
    result = Plan()
    named = {editor.logged_as.get(name, name): name for name in editor.fields}
    made = {entry.row_id for entry in entries if entry.field == CREATED}
    after = _by_cell(later)
    for entry in entries:
        is_line = is_line_field(entry.field)
        name = LINES if is_line else named.get(entry.field)
        if entry.field == CREATED:
            result.obstacles.append(_was_made(entry))
        elif name is None or entry.row_id in made:
            continue
        elif (standing := _stands_on(entry, after[entry.row_id, entry.field])) is not None:
            result.obstacles.append(_was_changed(entry, name, standing, actor))
        elif is_line:
            result.lines[entry.row_id].append(to_row(entry))
        else:
            told = to_row(entry)
            result.cells.append(CellEdit(entry.row_id, name, base=told.new, value=told.old))
    _keep_lines_together(result)
    return result


def _by_cell(later: Sequence[Later]) -> defaultdict[tuple[UUID, str], list[Later]]:
    cells: defaultdict[tuple[UUID, str], list[Later]] = defaultdict(list)
    for one in later:
        cells[one.change.row_id, one.change.field].append(one)
    return cells


def _stands_on(entry: Change, later: Sequence[Later]) -> Change | None:
    """The change because of which the entry's cell is not as the entry left it; None where it is.

    An undo takes off the act that stands on top, a redo puts it back. Where nothing has come on top, an undo takes the
    entry's own act off, or one below, until that one is done again.
    """
    on_top: list[Change] = []
    taken_below: list[Later] = []
    for one in later:
        if (one.change.id or 0) < (entry.id or 0):
            continue
        if one.kind is GestureKind.UNDO and on_top:
            on_top.pop()
        elif one.kind is GestureKind.UNDO:
            taken_below.append(one)
        elif one.kind is GestureKind.REDO and not on_top and taken_below and taken_below[-1].acts_on == one.acts_on:
            taken_below.pop()
        else:
            on_top.append(one.change)
    if on_top:
        return on_top[-1]
    return taken_below[-1].change if taken_below else None


def _keep_lines_together(result: Plan) -> None:
    for row_id in {obstacle.row_id for obstacle in result.obstacles if obstacle.field == LINES}:
        result.lines.pop(row_id, None)


def _was_made(entry: Change) -> Obstacle:
    detail = "It was added by this act, and what was added is not deleted"
    return Obstacle(entry.row_id, "", "was_added", detail)


def _was_changed(entry: Change, name: str, newer: Change, actor: Actor) -> Obstacle:
    by_self = newer.actor_id is not None and newer.actor_id == actor.user_id
    code, detail = ("changed_by_you", "You changed it again later") if by_self else ("changed_since", "Changed since")
    return Obstacle(entry.row_id, name, code, detail, who=newer.actor_id, at=newer.at)
