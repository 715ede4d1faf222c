"""The key under which a browser seals what its person has typed and the server has not taken yet (docs/adr/0009).

It is the person's, not the session's: after a night, a sign-out or a restart the same person opens what they left, and
nobody else does. It is derived, so it stands nowhere; it changes with the data key, whose older ones open older seals.
"""

import base64
from dataclasses import dataclass

from app.core.actor import Actor
from app.core.crypto import derived_key
from app.core.errors import Unauthenticated
from app.core.keyring import Keyring, current_keyring


@dataclass(frozen=True, slots=True)
class BrowserKeys:
    """`keys` by the id of the data key they stand on, 32 bytes each in base64; `active` seals. `who` is
    the person's name in the browser, which no id can be read from.
    """

    who: str
    active: str
    keys: dict[str, str]


def name_in_browser(actor: Actor, *, keyring: Keyring | None = None) -> str:
    """What a browser knows the person by who uses it: 32 hex digits, the same in every session."""
    ring = keyring or current_keyring()
    return derived_key(ring.index, f"owner of unsent edits|{actor.user_id}")[:16].hex()


def browser_keys(actor: Actor, *, keyring: Keyring | None = None) -> BrowserKeys:
    """The keys of whoever acts. Raises Unauthenticated for the system, which has no browser."""
    if actor.user_id is None:
        raise Unauthenticated
    ring = keyring or current_keyring()
    person = str(actor.user_id)
    keys = {name: derived_key(key, f"unsent edits|{person}") for name, key in ring.data.keys.items()}
    return BrowserKeys(
        who=name_in_browser(actor, keyring=ring),
        active=ring.data.active,
        keys={name: base64.b64encode(key).decode() for name, key in keys.items()},
    )
