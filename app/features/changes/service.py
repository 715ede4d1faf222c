"""Writing and reading the change log. Each write belongs to the unit of work of the change itself."""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.crypto import Place, seal, unseal
from app.core.errors import Invalid
from app.core.ids import new_id
from app.core.unit_of_work import UnitOfWork
from app.features.changes.schemas import CREATED, ChangeRow
from app.models import Change, Entity

TOPIC = "changes"


def place_of(entity: Entity, field: str, row_id: UUID) -> Place:
    """Where a personal value in the log belongs."""
    return Place("changes", f"{entity}.{field}", row_id)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about: the row, the version it led to, whose it is, and the gesture it belongs to."""

    entity: Entity
    row_id: UUID
    version: int = 1
    owner_id: UUID | None = None
    gesture_id: UUID = field(default_factory=new_id)


def record_created(
    uow: UnitOfWork,
    actor: Actor,
    subject: Subject,
    *,
    values: Mapping[str, object],
    personal: Mapping[str, str | None] | None = None,
) -> None:
    """Record that a row was made: its first `values` (JSON-ready), and each `personal` value sealed on its own."""
    uow.session.add(_entry(uow, actor, subject, CREATED, (None, json.dumps(values, default=str))))
    given = {name: (None, value) for name, value in (personal or {}).items() if value}
    record_fields(uow, actor, subject, changes=given, personal=frozenset(given))


def record_fields(
    uow: UnitOfWork,
    actor: Actor,
    subject: Subject,
    *,
    changes: Mapping[str, tuple[object, object]],
    personal: AbstractSet[str] = frozenset(),
) -> None:
    """Record what changed in a row, `{field: (old, new)}`. Fields in `personal` are sealed."""
    for name, values in changes.items():
        place = place_of(subject.entity, name, subject.row_id) if name in personal else None
        entry = _entry(uow, actor, subject, name, (_json(values[0], place), _json(values[1], place)))
        entry.is_sealed = place is not None
        uow.session.add(entry)
    uow.hint(TOPIC, {})


def _json(value: object, place: Place | None) -> str | None:
    if value is None:
        return None
    text = json.dumps(value, default=str)
    return seal(text, place) if place else text


def _entry(uow: UnitOfWork, actor: Actor, subject: Subject, name: str, texts: tuple[str | None, str | None]) -> Change:
    return Change(
        entity=subject.entity,
        row_id=subject.row_id,
        version=subject.version,
        field=name,
        old=texts[0],
        new=texts[1],
        owner_id=subject.owner_id,
        actor_id=actor.user_id,
        actor_role=actor.role,
        source=actor.source,
        gesture_id=subject.gesture_id,
        at=uow.now,
    )


class GestureReused(Invalid):
    """The key of an edit was used before to write another value."""

    code = "key_reused"
    title = "This key was used for another edit"


def to_row(change: Change) -> ChangeRow:
    """An entry with its personal values opened: only for those who may see the row itself."""
    return ChangeRow(
        id=change.id or 0,
        field=change.field,
        old=_value(change, change.old),
        new=_value(change, change.new),
        version=change.version,
        at=change.at,
        actor_id=change.actor_id,
        actor_role=change.actor_role,
        source=change.source,
        gesture_id=change.gesture_id,
    )


def _value(change: Change, text: str | None) -> Any:
    if text is None:
        return None
    return json.loads(unseal(text, place_of(change.entity, change.field, change.row_id)) if change.is_sealed else text)
