"""From what a caller sent to a frozen command: pydantic's faults become our field errors, without the values."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from app.core.errors import FieldError, Invalid

ModelT = TypeVar("ModelT", bound=BaseModel)
# Pydantic's name for an unknown field says little to a caller.
CODES = {"extra_forbidden": "unknown_field", "value_error": "invalid_value"}
# The largest order or grid message that is accepted has less than half of it.
MOST_VALUES = 5000


def parse(model: type[ModelT], data: Mapping[str, object]) -> ModelT:
    """The command of type `model` in `data`. Raises Invalid that names each wrong field."""
    try:
        return model.model_validate(dict(data))
    except ValidationError as error:
        raise invalid_input(error.errors(include_input=False, include_url=False)) from None


def holds_too_much(document: object) -> bool:
    """Whether parsed JSON has more than MOST_VALUES values: to name each as wrong would hold up everybody else."""
    waiting, seen = [document], 0
    while waiting:
        value = waiting.pop()
        parts: Sequence[object] = ()
        if isinstance(value, dict):
            parts = tuple(cast("dict[str, object]", value).values())
        elif isinstance(value, list):
            parts = cast("list[object]", value)
        seen += len(parts)
        if seen > MOST_VALUES:
            return True
        waiting.extend(parts)
    return False


def invalid_input(faults: Sequence[Any]) -> Invalid:
    """Pydantic's faults (dicts of `loc`, `type`, `msg`) as one Invalid."""
    errors = tuple(
        FieldError(
            pointer="".join(f"/{_escaped(part)}" for part in fault["loc"]),
            code=CODES.get(str(fault["type"]), str(fault["type"])),
            detail=str(fault["msg"]).removeprefix("Value error, "),
        )
        for fault in faults
    )
    named = f"{errors[0].field}: {errors[0].detail}" if errors and errors[0].pointer else ""
    return Invalid(named, errors=errors)


def _escaped(part: object) -> str:
    """One step of a JSON pointer (RFC 6901). A key from the caller may hold anything; half a surrogate is replaced."""
    text = str(part).encode(errors="replace").decode()
    return text.replace("~", "~0").replace("/", "~1")
