"""The first verdicts of each kind as a person reads them: labels and text, amounts as decimals. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.core.config import get_settings
from app.core.money import Money
from app.features.records.schemas import Value
from app.features.transfers.fields import FIELDS
from app.features.transfers.schemas import Change, Verdict
from app.models import Entity

LONGEST = 160


def shown(entity: Entity, verdict: Verdict) -> dict[str, Any]:
    """One verdict, JSON-ready."""
    unit = verdict.unit
    labels = {field.name: field.label for field in FIELDS[entity]}
    return {
        "line": unit.line,
        "key": unit.key[:LONGEST],
        "changes": [_change(change, labels, str(unit.given.get("currency", ""))) for change in verdict.changes],
        "faults": [asdict(fault) for fault in verdict.faults],
        "values": _values(entity, unit.new, labels) if verdict.outcome == "create" else [],
    }


def _change(change: Change, labels: Mapping[str, str], currency: str) -> dict[str, str]:
    label = labels.get(change.field, change.field)
    before, after = (_text(change.field, value, currency) for value in (change.before, change.after))
    return {"field": change.field, "label": label, "before": before, "after": after}


def _text(field: str, value: Value, currency: str = "") -> str:
    if field == "price" and isinstance(value, int):
        return str(Money(value, currency or get_settings().currency))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)[:LONGEST]


def _values(entity: Entity, new: Any, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a preview shows of a new record: label and text."""
    if entity is Entity.ORDER:
        count = len(new["lines"])
        lines = f"{count} line" if count == 1 else f"{count} lines"
        return [
            ("Customer", new["name"] or new["email"]),
            ("Status", new["status"]),
            ("Total", f"{Money(new['total'], new['currency'])}, {lines}"),
        ]
    _key, *others = (name for name in labels if name in new)
    told = [(name, _text(name, new[name], str(new.get("currency", "")))) for name in others]
    return [(labels[name], text) for name, text in told if text and name != "currency"]
