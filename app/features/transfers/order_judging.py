"""What would become of orders: matched by reference or number. What was sold is never changed by an import."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.crypto import normalised_email
from app.core.unit_of_work import UnitOfWork
from app.features.imports.order_rows import digest_of
from app.features.imports.schemas import ImportedLine, ImportedOrder
from app.features.imports.stored import stored_orders
from app.features.records.editors import editor_of
from app.features.transfers import repository
from app.features.transfers.judging import compared, made
from app.features.transfers.order_units import LABELS, OWN
from app.features.transfers.schemas import Unit, Verdict
from app.features.transfers.words import reason
from app.models import Entity

LONGEST_NUMBER = 18


class OrderJudge:
    """Orders by reference, or by number as `#1001`."""

    def __init__(self) -> None:
        self._editor = editor_of(Entity.ORDER)

    async def judge(self, uow: UnitOfWork, actor: Actor, units: Sequence[Unit]) -> list[Verdict]:
        """One verdict for each unit."""
        good = [unit for unit in units if not unit.faults]
        ids, digests = await _known(uow, good)
        rows = await self._editor.lock(uow, actor, sorted(set(ids.values())))
        same = {unit.key for unit in good if unit.new is not None and _is_same(unit, digests.get(unit.key))}
        changed = [ids[unit.key] for unit in good if unit.new is not None and unit.key in ids and unit.key not in same]
        stored = dict(zip(changed, await _stored(uow, changed), strict=True)) if changed else {}
        verdicts: list[Verdict] = []
        for unit in units:
            row = rows.get(ids[unit.key]) if not unit.faults and unit.key in ids else None
            if row is None:
                verdicts.append(_made(unit, actor))
            elif unit.key in same:
                verdicts.append(Verdict(unit, "unchanged", row.id, row.version))
            else:
                verdicts.append(await self._of_row(uow, actor, unit, (row, stored.get(row.id))))
        return verdicts

    async def _of_row(
        self, uow: UnitOfWork, actor: Actor, unit: Unit, there: tuple[Any, ImportedOrder | None]
    ) -> Verdict:
        row, stored = there
        if stored is not None and (field := _differs(from_json(unit.new), stored)):
            fault = reason("order_ref", "reference_conflict", label=f"This order ({LABELS[field].lower()} differs)")
            return Verdict(unit, "refused", row.id, faults=(fault,))
        return await compared(uow, actor, self._editor, unit=unit, row=row, given=unit.given)


def _made(unit: Unit, actor: Actor) -> Verdict:
    verdict = made(unit)
    if verdict.outcome == "create" and not actor.is_admin:
        return Verdict(unit, "refused", faults=(reason("order_ref", "admins_only", label=LABELS["order_ref"]),))
    return verdict


async def _known(uow: UnitOfWork, units: Sequence[Unit]) -> tuple[dict[str, UUID], dict[str, str | None]]:
    """Ids and digests of the orders that are there, by key."""
    found = await repository.orders_by_reference(uow.session, [unit.key for unit in units])
    numbers = {int(unit.key[1:]): unit.key for unit in units if unit.key not in found and _is_own(unit.key)}
    by_number = await repository.orders_by_number(uow.session, list(numbers)) if numbers else {}
    ids = {key: order_id for key, (order_id, _digest) in found.items()}
    ids |= {numbers[number]: order_id for number, order_id in by_number.items()}
    return ids, {key: digest for key, (_id, digest) in found.items()}


def _is_own(key: str) -> bool:
    digits = key[1:]
    return key.startswith(OWN) and digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER


def _is_same(unit: Unit, digest: str | None) -> bool:
    """Whether the file says of the order what the file that it came of said."""
    return digest is not None and hmac.compare_digest(digest, digest_of(from_json(unit.new)))


async def _stored(uow: UnitOfWork, ids: Sequence[UUID]) -> list[ImportedOrder]:
    """The orders of these ids as a file has them, in the order of the ids."""
    found = {order.reference: order for order in await stored_orders(uow.session, ids)}
    names = await repository.references_of(uow.session, ids)
    return [found[names[order_id]] for order_id in ids]


def _differs(given: ImportedOrder, stored: ImportedOrder) -> str:
    """The first field in which what was sold differs; empty where it is the same."""
    pairs = {
        "ordered_at": (given.ordered_at, stored.ordered_at),
        "customer_email": (normalised_email(given.email), normalised_email(stored.email)),
        "currency": (given.currency, stored.currency),
        "line_total": (_goods(given), _goods(stored)),
    }
    return next((field for field, (mine, theirs) in pairs.items() if mine != theirs), "")


def _goods(order: ImportedOrder) -> list[tuple[str, int, int]]:
    return sorted((line.sku, line.quantity, line.line_total) for line in order.lines)


def from_json(new: Any) -> ImportedOrder:
    """The order of `order_units.as_json`."""
    lines = tuple(ImportedLine(*line) for line in new["lines"])
    return ImportedOrder(**new | {"ordered_at": datetime.fromisoformat(new["ordered_at"]), "lines": lines})
