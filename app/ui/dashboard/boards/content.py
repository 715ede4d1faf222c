"""What a saved dashboard holds: the values of its address, as JSON."""

import json
from collections.abc import Sequence
from typing import cast

from app.features.views.schemas import ViewContent
from app.ui.dashboard.address import LONGEST, MOST_PARAMETERS, NAMES, Address, Values

PAGE_NAME = "dashboard"


def content_of(address: Address) -> ViewContent:
    """The address as a saved dashboard keeps it. Nothing in it names a person: customers stand there by id."""
    return ViewContent(definition=json.dumps(dict(address.pairs), separators=(",", ":"), ensure_ascii=False))


def held_by(content: ViewContent) -> tuple[Values, tuple[str, ...]]:
    """The values that a saved dashboard keeps, and what of it cannot be used, as words for the reader.

    Names that another version knew are dropped in silence, as in an address; far too much is dropped whole.
    """
    kept = {
        name: values for name, value in _object(content.definition).items() if (values := _texts(value)) is not None
    }
    sizes = [len(text) for values in kept.values() for text in values]
    if len(sizes) > MOST_PARAMETERS or sum(sizes) > LONGEST:
        return {}, ("This dashboard holds far too much to be shown; the usual one is shown in its place",)
    return {name: values for name, values in kept.items() if name in NAMES}, ()


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    texts = cast("Sequence[object]", value)
    return tuple(text for text in texts if isinstance(text, str))


def _object(text: str) -> dict[str, object]:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}
