"""Writing and reading the change log. Each write belongs to the unit of work of the change itself."""

import json
from collections.abc import Mapping, Set
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.crypto import Place, seal, unseal
from app.core.ids import new_id
from app.core.unit_of_work import UnitOfWork
from app.features.changes.schemas import CREATED, ChangeRow
from app.models import Change, Entity

TOPIC = "changes"


def place_of(entity: Entity, field: str, row_id: UUID) -> Place:
    """Where a personal value in the log belongs."""
    return Place("changes", f"{entity}.{field}", row_id)


def record_created(  # noqa: PLR0913 - one entry has this many facts, all named
    uow: UnitOfWork,
    actor: Actor,
    *,
    entity: Entity,
    row_id: UUID,
    values: Mapping[str, object],
    personal: Mapping[str, str | None] | None = None,
    owner_id: UUID | None = None,
    gesture_id: UUID | None = None,
) -> None:
    """Record that a row was made: its first `values` (JSON-ready), and each `personal` value sealed on its own."""
    gesture = gesture_id or new_id()
    text = json.dumps(values, default=str)
    uow.session.add(_entry(uow, actor, entity, row_id, 1, CREATED, None, text, owner_id, gesture))
    given = {field: (None, value) for field, value in (personal or {}).items() if value}
    _add_fields(uow, actor, entity, row_id, 1, given, frozenset(given), owner_id, gesture)
    uow.hint(TOPIC, {})


def record_fields(  # noqa: PLR0913 - one entry has this many facts, all named
    uow: UnitOfWork,
    actor: Actor,
    *,
    entity: Entity,
    row_id: UUID,
    version: int,
    changes: Mapping[str, tuple[object, object]],
    personal: Set[str] = frozenset(),
    owner_id: UUID | None = None,
    gesture_id: UUID | None = None,
) -> None:
    """Record what changed in a row, `{field: (old, new)}`, that led to `version`. Fields in `personal` are sealed."""
    _add_fields(uow, actor, entity, row_id, version, changes, personal, owner_id, gesture_id or new_id())
    uow.hint(TOPIC, {})


def _add_fields(  # noqa: PLR0913, PLR0917 - the same facts, passed on
    uow: UnitOfWork,
    actor: Actor,
    entity: Entity,
    row_id: UUID,
    version: int,
    changes: Mapping[str, tuple[object, object]],
    personal: Set[str],
    owner_id: UUID | None,
    gesture: UUID,
) -> None:
    for field, (old, new) in changes.items():
        sealed = field in personal
        texts = [_json(value, place_of(entity, field, row_id) if sealed else None) for value in (old, new)]
        entry = _entry(uow, actor, entity, row_id, version, field, texts[0], texts[1], owner_id, gesture)
        entry.is_sealed = sealed
        uow.session.add(entry)


def _json(value: object, place: Place | None) -> str | None:
    if value is None:
        return None
    text = json.dumps(value, default=str)
    return seal(text, place) if place else text


def _entry(  # noqa: PLR0913, PLR0917 - the same facts, passed on
    uow: UnitOfWork,
    actor: Actor,
    entity: Entity,
    row_id: UUID,
    version: int,
    field: str,
    old: str | None,
    new: str | None,
    owner_id: UUID | None,
    gesture: UUID,
) -> Change:
    return Change(
        entity=entity,
        row_id=row_id,
        version=version,
        field=field,
        old=old,
        new=new,
        owner_id=owner_id,
        actor_id=actor.user_id,
        actor_role=actor.role,
        source=actor.source,
        gesture_id=gesture,
        at=uow.now,
    )


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
