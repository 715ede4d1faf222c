"""What would become of units: matched by their key with what is there, compared field by field, held to the rules.

The preview and the run ask the same editors, so what the preview says is what the run does, unless somebody comes
between; then the run says so.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from app.core.actor import Actor
from app.core.crypto import email_index
from app.core.errors import DomainError
from app.core.unit_of_work import UnitOfWork
from app.features.imports import bulk_repository as bulk
from app.features.records.editors import Editor, editor_of
from app.features.records.schemas import Value
from app.features.transfers.fields import FIELDS
from app.features.transfers.schemas import Change, Reason, Unit, Verdict
from app.features.transfers.words import reason
from app.models import Entity


class Judge(Protocol):
    """Says what would become of the units of one entity."""

    async def judge(self, uow: UnitOfWork, actor: Actor, units: Sequence[Unit]) -> list[Verdict]:
        """One verdict for each unit, in their order. Writes nothing."""
        ...


class ListJudge:
    """Products by SKU, people by e-mail address."""

    def __init__(self, entity: Entity) -> None:
        self._entity = entity
        self._editor = editor_of(entity)

    async def judge(self, uow: UnitOfWork, actor: Actor, units: Sequence[Unit]) -> list[Verdict]:
        """One verdict for each unit."""
        good = [unit for unit in units if not unit.faults]
        found = await self._ids(uow, good)
        rows = await self._editor.lock(uow, actor, sorted(found.values()))
        verdicts: list[Verdict] = []
        for unit in units:
            row = rows.get(found[unit.key]) if not unit.faults and unit.key in found else None
            verdicts.append(made(unit) if row is None else await self._of_row(uow, actor, unit, row))
        return verdicts

    async def _of_row(self, uow: UnitOfWork, actor: Actor, unit: Unit, row: Any) -> Verdict:
        given = dict(unit.given)
        currency = given.pop("currency", None)
        if "price" in given and currency is not None and currency != row.currency:
            return Verdict(unit, "refused", row.id, faults=(reason("currency", "currency_differs", label="Currency"),))
        return await compared(uow, actor, self._editor, unit=unit, row=row, given=given)

    async def _ids(self, uow: UnitOfWork, units: Sequence[Unit]) -> dict[str, UUID]:
        keys = [unit.key for unit in units]
        if self._entity is Entity.PRODUCT:
            return {sku: UUID(key) for sku, key in (await bulk.product_keys(uow.session, keys)).items()}
        indexes = {email_index(key): key for key in keys}
        found = await bulk.user_keys(uow.session, list(indexes))
        return {indexes[index]: UUID(key) for index, key in found.items()}


def made(unit: Unit) -> Verdict:
    """The verdict on a unit that nothing there matches."""
    if unit.faults:
        return Verdict(unit, "refused", faults=unit.faults)
    return Verdict(unit, "refused", faults=unit.lacks) if unit.new is None else Verdict(unit, "create")


async def compared(
    uow: UnitOfWork, actor: Actor, editor: Editor, *, unit: Unit, row: Any, given: Mapping[str, Value]
) -> Verdict:
    """The verdict on a unit whose record is there (locked)."""
    try:
        stored = editor.values(row)
    except DomainError as refused:
        return Verdict(unit, "refused", row.id, faults=(reason("", refused.code, detail=refused.detail),))
    changes: list[Change] = []
    faults: list[Reason] = []
    for field, value in given.items():
        try:
            wanted = editor.parse(field, value)
            if wanted == stored[field]:
                continue
            await editor.check(uow, actor, row, field=field, value=wanted, reverting=False)
        except DomainError as refused:
            faults.append(_refusal(editor.entity, field, refused))
        else:
            changes.append(Change(field, stored[field], wanted))
    if faults:
        return Verdict(unit, "refused", row.id, faults=tuple(faults))
    outcome = "update" if changes else "unchanged"
    return Verdict(unit, outcome, row.id, row.version, tuple(changes))


def _refusal(entity: Entity, field: str, refused: DomainError) -> Reason:
    """A refusal of one field. A rule says a whole sentence; what is wrong with a value begins with the field's name."""
    label = next((known.label for known in FIELDS[entity] if known.name == field), field)
    detail = refused.errors[0].detail if refused.errors else refused.detail
    code = refused.errors[0].code if refused.errors else refused.code
    return reason(field, code, detail=detail if detail[:1].isupper() else f"{label} {detail}")
