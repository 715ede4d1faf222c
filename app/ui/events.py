"""Which messages of a page are events: those of a handler that exists, with arguments of the names and kinds it takes.

Anyone may open the socket and send anything; what no page of ours sends is dropped before it fails and fills the log.
"""

import inspect
from functools import cache
from typing import Any, cast, get_origin

from reflex_base.registry import RegistrationContext

# Reflex writes some of its own annotations as text. A number may come as text from an input.
KINDS: dict[str, tuple[type, ...]] = {"str": (str,), "bool": (bool,), "int": (int, float, str), "dict": (dict,)}
ROUTER_KINDS: dict[str, tuple[type, ...]] = {"pathname": (str,), "asPath": (str,), "query": (dict,)}


def is_event(message: object) -> bool:
    """Whether a message is an event that one of our pages could have sent."""
    if not isinstance(message, dict):
        return False
    event = cast("dict[str, Any]", message)
    return _fits_handler(event.get("name"), event.get("payload", {})) and _is_place(event.get("router_data", {}))


def _fits_handler(name: object, payload: object) -> bool:
    handler = RegistrationContext.get().event_handlers.get(name) if isinstance(name, str) else None
    if handler is None or not isinstance(payload, dict):
        return False
    given, taken = cast("dict[str, object]", payload), _arguments(handler.handler.fn)
    # No page of ours sets a var by its name.
    return (
        not str(name).endswith(".setvar")
        and given.keys() <= taken.keys()
        and all(argument.default is not argument.empty for name, argument in taken.items() if name not in given)
        and all(_is_of_kind(value, taken[name].annotation) for name, value in given.items())
    )


@cache
def _arguments(function: Any) -> dict[str, inspect.Parameter]:
    """What a handler takes beside its state."""
    return dict(list(inspect.signature(function).parameters.items())[1:])


def _is_of_kind(value: object, annotation: Any) -> bool:
    """Whether a value is of the annotated kind; kinds that are not in KINDS are the handler's to judge."""
    kind = annotation if isinstance(annotation, str) else getattr(get_origin(annotation) or annotation, "__name__", "")
    kinds = None if "|" in kind else KINDS.get(kind.partition("[")[0])
    return kinds is None or (isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)))


def _is_place(router_data: object) -> bool:
    """Whether this is where a page may say that it is."""
    if not isinstance(router_data, dict):
        return False
    place = cast("dict[str, object]", router_data)
    return all(isinstance(place[part], kinds) for part, kinds in ROUTER_KINDS.items() if part in place)
