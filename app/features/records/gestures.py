"""The list of what a person did, one line for each gesture, written with its changes."""

import json
from collections.abc import Sequence
from uuid import UUID

from app.core.unit_of_work import UnitOfWork
from app.features.changes.service import GestureReused
from app.features.records.editors import Editor
from app.features.records.schemas import Act, Value
from app.models import Gesture

LONGEST_VALUE = 200


async def remember(
    uow: UnitOfWork, actor_id: UUID, saved: Sequence[tuple[UUID, str, Value]], *, editor: Editor, act: Act
) -> None:
    """Count the `saved` cells (row, field, value) to the gesture; a gesture may come in several chunks.

    Raises GestureReused where the id is that of somebody else's gesture, whose undo would take these cells along.
    """
    gesture = await uow.session.get(Gesture, act.id)
    if gesture is not None and gesture.actor_id != actor_id:
        raise GestureReused
    if gesture is None:
        gesture = Gesture(
            id=act.id,
            actor_id=actor_id,
            entity=editor.entity,
            kind=act.kind,
            fields="",
            value=_common(editor, saved),
            at=uow.now,
            acts_on=act.acts_on,
        )
        uow.session.add(gesture)
    elif gesture.value != _common(editor, saved):
        gesture.value = None
    names = dict.fromkeys((*filter(None, gesture.fields.split(",")), *(field for _, field, _ in saved)))
    gesture.fields = ",".join(names)
    gesture.cells += len(saved)
    gesture.rows += len({row_id for row_id, _, _ in saved})


def _common(editor: Editor, saved: Sequence[tuple[UUID, str, Value]]) -> str | None:
    """The one value that one field took in all rows, where it is short and not personal."""
    told = {(field, json.dumps(value)) for _, field, value in saved}
    if len(told) != 1:
        return None
    field, text = told.pop()
    return text if field not in editor.personal and len(text) <= LONGEST_VALUE else None
