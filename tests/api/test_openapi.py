"""The OpenAPI document says what the API does, and the reference in the docs is written from it."""

from typing import Any

from app.api.application import create_api
from app.api.problems import MEDIA_TYPE
from app.api.reference import api_reference

DOCUMENT: dict[str, Any] = create_api().openapi()
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
# Answers without a body, and the figures, which are text.
WITHOUT_JSON = {"204": set[str](), "200": {"text/plain"}}


def shape(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema, looked up where it is only named."""
    return DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema


def test_every_answer_has_a_shape() -> None:
    for call, operation in OPERATIONS.items():
        for status, answer in operation["responses"].items():
            content = answer.get("content", {})
            expected = "application/json" if status < "400" else MEDIA_TYPE
            if expected not in content:
                assert set(content) == WITHOUT_JSON[status], (call, status)
                continue
            found = shape(content[expected]["schema"])
            assert found.get("properties"), (call, status)
            assert answer["description"], (call, status)


def test_every_reference_leads_somewhere() -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return [*own, *(found for value in part.values() for found in references(value))]
        return [found for value in part for found in references(value)] if isinstance(part, list) else []

    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert set(references(DOCUMENT)) == known


def test_bodies_know_no_other_fields_and_patches_no_defaults() -> None:
    for call, operation in OPERATIONS.items():
        if "requestBody" not in operation:
            continue
        body = shape(operation["requestBody"]["content"]["application/json"]["schema"])
        assert body["additionalProperties"] is False, call
        if call.startswith("PATCH"):
            assert all("default" not in field for field in body["properties"].values()), call


def test_the_reference_names_every_call_and_every_shape() -> None:
    text = api_reference()
    for call in OPERATIONS:
        assert f"| `{call}` |" in text
    for name in DOCUMENT["components"]["schemas"]:
        assert f"- **{name}**: `" in text
