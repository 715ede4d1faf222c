"""Whether nothing was lost: table against log, log against what was acknowledged, and each person's ledger."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from tests.support.chaos.person import Person, Typed

TYPED = re.compile(r"^p\d+-\d+$")


def faults_of(people: Sequence[Person], truth: dict[str, Any]) -> list[str]:
    """What is wrong, one line each; empty where all is well."""
    return [
        *_replay(truth),
        *_once(people, truth["log"]),
        *(fault for person in people for fault in _ledger(person, truth["log"])),
        *(fault for person in people for fault in _shown(person, truth["rows"])),
    ]


def _replay(truth: dict[str, Any]) -> Iterator[str]:
    """The log from its first entry on, each starting from what the one before left, ends at the table."""
    stands: dict[tuple[str, str], str] = {}
    for entry in truth["log"]:
        cell = (entry["row"], entry["field"])
        if cell in stands and entry["old"] != stands[cell]:
            yield f"entry {entry['id']} starts from {entry['old']!r}, where {stands[cell]!r} stood"
        stands[cell] = entry["new"]
    for (row, name), value in stands.items():
        if truth["rows"][row][name] != value:
            yield f"{name} of {row} is {truth['rows'][row][name]!r}, and by the log {value!r}"


def _once(people: Sequence[Person], log: Sequence[dict[str, Any]]) -> Iterator[str]:
    written = Counter(entry["new"] for entry in log if TYPED.match(entry["new"]))
    typed = {each.text for person in people for each in person.ledger.typed}
    for value, count in written.items():
        if count != 1:
            yield f"{value} was written {count} times"
        if value not in typed:
            yield f"{value} was written, and nobody typed it to the end"
    for person in people:
        for value, outcomes in person.ledger.outcomes.items():
            if "saved" in outcomes and written[value] != 1:
                yield f"{value} was acknowledged, and stands {written[value]} times in the log"


def fates(person: Person, log: Sequence[dict[str, Any]]) -> dict[str, list[Typed]]:
    """What became of all that a person typed."""
    written = {entry["new"] for entry in log}
    kept = {cell["text"].strip() for cell in person.ledger.shown.values() if cell["mark"]}
    newest: dict[tuple[str, str], int] = {}
    for each in person.ledger.typed:
        newest[each.row, each.field] = each.number
    found: defaultdict[str, list[Typed]] = defaultdict(list)
    for each in person.ledger.typed:
        if each.text in written:
            fate = "saved"
        elif each.text in kept:
            fate = "shown with its mark"
        elif each.text in person.ledger.gave_way:
            fate = "gave way by choice"
        elif newest[each.row, each.field] > each.number:
            fate = "replaced by their own newer"
        else:
            fate = "LOST"
        found[fate].append(each)
    return found


def _ledger(person: Person, log: Sequence[dict[str, Any]]) -> Iterator[str]:
    for each in fates(person, log)["LOST"]:
        yield f"{each.text} of {each.field} {each.row} was lost, and {person.name} was not told"


def _shown(person: Person, rows: dict[str, dict[str, str]]) -> Iterator[str]:
    """In the end every page shows what stands, but for the cells that carry its person's own mark."""
    for row, cells in rows.items():
        for name, value in cells.items():
            cell = person.ledger.shown.get(f"{row} {name}")
            if cell is not None and not cell["mark"] and cell["text"].strip() != value.strip():
                yield f"{person.name} sees {cell['text']!r} in {name} of {row}, where {value!r} stands"


def account(people: Sequence[Person], log: Sequence[dict[str, Any]]) -> str:
    """What happened, in figures."""
    did: Counter[str] = Counter()
    became: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for person in people:
        did += person.ledger.did
        became += Counter({fate: len(each) for fate, each in fates(person, log).items()})
        told += Counter(outcome for outcomes in person.ledger.outcomes.values() for outcome in outcomes)
    lines = [f"  typed {became.total()}: " + ", ".join(f"{count} {fate}" for fate, count in became.most_common())]
    lines += ["  answers: " + ", ".join(f"{count} {state}" for state, count in told.most_common())]
    lines += ["  people: " + ", ".join(f"{count} {what}" for what, count in did.most_common())]
    return "\n".join(lines)
