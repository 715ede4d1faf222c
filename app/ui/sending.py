"""What many pages are sent alike is made into JSON once.

A message holds vars; a card among them is the same object for all who see it. The encoder puts a word in its place, and
the text that was made for the first of them then takes the place of the word.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from secrets import token_hex
from types import SimpleNamespace
from typing import Any

from reflex.app import App
from reflex_base.utils import format as reflex_format

# Nobody outside this process can write this word.
_WORD = token_hex(16)
_place = re.compile(f'"{_WORD}([0-9]+)"')
_parts: ContextVar[list[str] | None] = ContextVar("parts", default=None)


def alike(plain: Callable[[], Any], encoded: Callable[[], str]) -> Any:
    """For a serializer: what stands in a message for a value of which the JSON is known, else the value itself."""
    parts = _parts.get()
    if parts is None:
        return plain()
    parts.append(encoded())
    return f"{_WORD}{len(parts) - 1}"


def dumps(message: Any, **options: Any) -> str:
    """The message as JSON."""
    parts: list[str] = []
    token = _parts.set(parts)
    try:
        text = reflex_format.json_dumps(message, **options)
    finally:
        _parts.reset(token)
    return _place.sub(lambda place: parts[int(place[1])], text) if parts else text


def bind_encoder(app: App) -> None:
    """Let the socket of the application encode its messages so."""
    assert app.sio is not None
    packet: Any = app.sio.packet_class
    packet.json = SimpleNamespace(dumps=dumps, loads=packet.json.loads)
