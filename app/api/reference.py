"""The API as a table in Markdown, for docs/SPEC.md: written from the OpenAPI document, so that it cannot lag behind."""

from collections.abc import Iterator
from typing import Any

from app.api.application import create_api

HEAD = "| call | who | takes | answers | what for |\n|---|---|---|---|---|"
# What any request may meet is said once, under the table.
ANY = frozenset({"400", "413", "414", "422", "500"})


def api_reference() -> str:
    """A table for each subject, the refusals that any request may meet, and the fields of each shape."""
    document = create_api().openapi()
    parts = [document["info"]["description"].strip(), *_tables(document), _general(document), _shapes(document)]
    return "\n\n".join(parts) + "\n"


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield f"{method.upper()} {path}", operation


def _tables(document: dict[str, Any]) -> Iterator[str]:
    subjects = dict.fromkeys(operation["tags"][0] for _, operation in _operations(document))
    for subject in subjects:
        rows = [_row(call, operation) for call, operation in _operations(document) if operation["tags"][0] == subject]
        yield "\n".join((f"#### {subject}", "", HEAD, *rows))


def _row(call: str, operation: dict[str, Any]) -> str:
    who = operation["x-role"] if operation["x-role"] in {"anyone", "admin"} else f"{operation['x-role']} and up"
    summary = operation["description"].split("\n\n")[0].replace("\n", " ").replace("|", "\\|")
    return f"| `{call}` | {who} | {_takes(operation)} | {_answers(operation)} | {summary} |"


def _takes(operation: dict[str, Any]) -> str:
    parts = [f"`{part['name']}`" for part in operation.get("parameters", ()) if part["in"] != "path"]
    if body := operation.get("requestBody"):
        name = _name(body["content"]["application/json"]["schema"])
        parts.append(f"{name}" if body["required"] else f"{name} (optional)")
    return ", ".join(parts) or "nothing"


def _answers(operation: dict[str, Any]) -> str:
    good: list[str] = []
    bad: list[str] = []
    for status, answer in operation["responses"].items():
        if status < "300":
            schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
            good.append(f"**{status}** {_name(schema)}".strip())
        elif status not in ANY:
            bad.append(status)
    return "; ".join((*good, " ".join(bad))) if bad else "; ".join(good)


def _name(schema: dict[str, Any]) -> str:
    """What a schema is called: a shape by its name, a plain type by its own."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "items" in schema:
        return f"[{_name(schema['items'])}]"
    if "anyOf" in schema:
        return " or ".join(_name(part) for part in schema["anyOf"])
    if "const" in schema:
        return f"`{schema['const']}`"
    return schema.get("format") or schema.get("type", "")


def _general(document: dict[str, Any]) -> str:
    operation = document["paths"]["/api/login"]["post"]
    lines = [f"- {status}: {operation['responses'][status]['description']}" for status in sorted(ANY)]
    return "\n".join(("Any request may be answered", "", *lines))


def _shapes(document: dict[str, Any]) -> str:
    lines = ["#### Shapes", ""]
    for name, schema in sorted(document["components"]["schemas"].items()):
        required = set(schema.get("required", ()))
        if "enum" in schema:
            lines.append(f"- **{name}**: {', '.join(f'`{value}`' for value in schema['enum'])}")
            continue
        fields = (
            f"`{field}`{'' if field in required else '?'} {_name(part)}".strip()
            for field, part in schema.get("properties", {}).items()
        )
        lines.append(f"- **{name}**: {', '.join(fields)}")
    return "\n".join(lines)
