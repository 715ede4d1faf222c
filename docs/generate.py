"""Writes what the docs say about the code from the code: `python docs/generate.py`, with `--check` to fail when stale.

A generated part stands between `<!-- generated: name -->` and `<!-- end -->`; everything else is written by hand.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import CheckConstraint, Column, Table, Uuid  # noqa: E402 - after the path of the project

from app.api.reference import api_reference  # noqa: E402
from app.core.config import Settings  # noqa: E402
from app.features.orders.rules import TRANSITIONS  # noqa: E402
from app.models import metadata  # noqa: E402

PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def status_diagram() -> str:
    """The life of an order as a Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> pending"]
    for start, ends in TRANSITIONS.items():
        lines += [f"    {start} --> {end}" for end in sorted(ends)]
        lines += [f"    {start} --> [*]"] if not ends else []
    return "\n".join([*lines, "```"])


def entity_diagram() -> str:
    """The tables and their foreign keys as a Mermaid entity-relationship diagram."""
    lines = ["```mermaid", "erDiagram"]
    for table in metadata.sorted_tables:
        keys = sorted(table.foreign_keys, key=lambda key: key.parent.name)
        lines += [f"    {key.column.table.name} ||--o{{ {table.name} : {key.parent.name}" for key in keys]
    return "\n".join([*lines, "```"])


def models() -> str:
    """Each table with its columns, types and constraints."""
    return "\n\n".join(_table(table) for table in sorted(metadata.tables.values(), key=lambda table: table.name))


def _table(table: Table) -> str:
    rows = ["| column | type | null | key |", "|---|---|---|---|", *(_column(column) for column in table.columns)]
    checks = sorted(
        f"`{constraint.sqltext}`"
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint) and " IN " not in str(constraint.sqltext)
    )
    indexes = sorted(f"({', '.join(column.name for column in index.columns)})" for index in table.indexes)
    notes = [f"Checks: {'; '.join(checks)}."] if checks else []
    notes += [f"Indexes: {', '.join(indexes)}."] if indexes else []
    return "\n".join([f"#### `{table.name}`", "", *rows, *(["", *notes] if notes else [])])


def _column(column: Column[object]) -> str:
    keys = ["primary"] if column.primary_key else []
    keys += [f"→ `{key.target_fullname}`" for key in column.foreign_keys]
    keys += ["unique"] if column.unique else []
    kind = "uuid" if isinstance(column.type, Uuid) else str(column.type).lower().replace("datetime", "timestamp (UTC)")
    return f"| `{column.name}` | {kind} | {'yes' if column.nullable else ''} | {', '.join(keys)} |"


def settings_table() -> str:
    """Every environment variable with its default."""
    rows = ["| variable | default |", "|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in {None, ""} else f"`{field.default}`"
        rows.append(f"| `DAYBOOK_{name.upper()}` | {default} |")
    return "\n".join(rows)


PARTS: dict[str, Callable[[], str]] = {
    "status-diagram": status_diagram,
    "entity-diagram": entity_diagram,
    "models": models,
    "api": api_reference,
    "settings": settings_table,
}


def generated(text: str) -> str:
    """The text of a page with its generated parts made anew. Raises KeyError for a part that nobody makes."""
    return PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]()}\n{part[3]}", text)


def missing_from_data_map(text: str) -> list[str]:
    """Columns of the models that the data map does not describe, and columns it describes that are no more."""
    described: set[str] = set()
    table = ""
    for line in text.splitlines():
        if heading := re.match(r"## ([a-z_]+)", line):
            table = heading[1]
        elif (row := re.match(r"\| `([a-z_]+)` \|", line)) and table in metadata.tables:
            described.add(f"{table}.{row[1]}")
    real = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
    return sorted(f"{name} is not described" for name in real - described) + sorted(
        f"{name} is no more" for name in described - real
    )


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` say which are stale. Returns the exit status."""
    faults = [f"docs/DATA_MAP.md: {fault}" for fault in missing_from_data_map((ROOT / "docs/DATA_MAP.md").read_text())]
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = page.read_text()
        fresh = generated(text)
        if fresh == text:
            continue
        if "--check" in arguments:
            faults.append(f"{page.relative_to(ROOT)} is stale: python docs/generate.py")
        else:
            page.write_text(fresh)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
