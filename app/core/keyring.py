"""The keyring: the keys that never stand in the database.

A JSON file of mode 0600, made at the first start. Three families, because they rotate apart:
`data` seals personal values (any number of keys, one active), `index` keys the blind indexes (one; changing it means
re-indexing), `token` signs JWTs (any number, one active). Keys are 32 random bytes in base64.
"""

import base64
import json
import os
import secrets
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from app.core.config import Settings, get_settings

KEY_BYTES = 32
# How soon a running process seals with a key that was rotated in.
LOOK_SECONDS = 1.0


class KeyringError(Exception):
    """The keyring is missing, unreadable or wrong; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class KeySet:
    """Keys of one family by key id; new values use the active one."""

    active: str
    keys: dict[str, bytes]

    def __repr__(self) -> str:
        return f"KeySet(active={self.active!r}, ids={sorted(self.keys)!r})"

    @property
    def active_key(self) -> bytes:
        """The key new values are made with."""
        return self.keys[self.active]


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of one installation."""

    data: KeySet
    index: bytes
    token: KeySet

    def __repr__(self) -> str:
        return f"Keyring(data={self.data!r}, token={self.token!r})"


def new_keyring() -> Keyring:
    """A keyring of fresh random keys."""
    return Keyring(data=_new_keys("d"), index=secrets.token_bytes(KEY_BYTES), token=_new_keys("t"))


def with_new_keys(keyring: Keyring) -> Keyring:
    """The same keyring with a fresh active data key and token key; the old keys stay readable."""
    return Keyring(data=_add_key(keyring.data, "d"), index=keyring.index, token=_add_key(keyring.token, "t"))


def without_old_data_keys(keyring: Keyring) -> Keyring:
    """The same keyring once every value has been sealed again: only the active data key is left."""
    active = keyring.data.active
    return Keyring(
        data=KeySet(active=active, keys={active: keyring.data.active_key}), index=keyring.index, token=keyring.token
    )


def _new_keys(letter: str) -> KeySet:
    name = f"{letter}1"
    return KeySet(active=name, keys={name: secrets.token_bytes(KEY_BYTES)})


def _add_key(family: KeySet, letter: str) -> KeySet:
    newest = max(int(name.removeprefix(letter)) for name in family.keys)
    name = f"{letter}{newest + 1}"
    return KeySet(active=name, keys={**family.keys, name: secrets.token_bytes(KEY_BYTES)})


def to_json(keyring: Keyring) -> str:
    """The keyring as the text of its file."""

    def family(keys: KeySet) -> dict[str, object]:
        return {"active": keys.active, "keys": {name: _b64(key) for name, key in keys.keys.items()}}

    document = {"data": family(keyring.data), "index": _b64(keyring.index), "token": family(keyring.token)}
    return json.dumps(document, indent=2) + "\n"


def from_json(text: str) -> Keyring:
    """Read the text of a keyring file. Raises KeyringError."""
    try:
        document = cast("dict[str, Any]", json.loads(text))
        return Keyring(data=_family(document["data"]), index=_key(document["index"]), token=_family(document["token"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"the keyring is not readable: {type(error).__name__}; restore it from your backup"
        raise KeyringError(msg) from None


def _family(document: dict[str, Any]) -> KeySet:
    keys = {str(name): _key(key) for name, key in document["keys"].items()}
    if document["active"] not in keys:
        raise KeyError(document["active"])
    return KeySet(active=document["active"], keys=keys)


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        msg = "wrong key length"
        raise ValueError(msg)
    return key


def _b64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def save_keyring(keyring: Keyring, path: Path) -> None:
    """Write the key file with mode 0600, whole or not at all."""
    _draft(keyring, path).replace(path)


def _draft(keyring: Keyring, path: Path) -> Path:
    """A whole key file beside `path`, safe on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(to_json(keyring))
        file.flush()
        os.fsync(file.fileno())
    return draft


def open_keyring(settings: Settings) -> Keyring:
    """The keyring of `KEYRING_JSON` or of the file `KEYRING`, which is made when it is not there."""
    if settings.keyring_json:
        return from_json(settings.keyring_json)
    path = settings.keyring_path
    try:
        return from_json(path.read_text())
    except FileNotFoundError:
        return _first_keyring(path)
    except OSError as error:
        msg = f"cannot read the keyring {path}: {error.strerror}"
        raise KeyringError(msg) from error


def _first_keyring(path: Path) -> Keyring:
    """Make the key file; when two processes start at once, both end with the one that was linked first."""
    try:
        draft = _draft(new_keyring(), path)
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return from_json(path.read_text())
    except OSError as error:
        msg = f"cannot make the keyring {path}: {error.strerror}"
        raise KeyringError(msg) from error


@cache
def get_keyring() -> Keyring:
    """The keyring of this process."""
    return open_keyring(get_settings())


@dataclass(slots=True)
class _Watch:
    """When to look at the key file next, and how it was last: (inode, time of change)."""

    due: float = 0.0
    stamp: tuple[int, int] | None = None


@cache
def _watch() -> _Watch:
    return _Watch()


def current_keyring() -> Keyring:
    """The keyring of this process, read anew where its file was replaced: a rotation reaches a running server."""
    watch, now = _watch(), time.monotonic()
    if now >= watch.due:
        watch.due = now + LOOK_SECONDS
        stamp = _stamp(get_settings())
        if stamp is not None and stamp != watch.stamp:
            get_keyring.cache_clear()
            watch.stamp = stamp
    return get_keyring()


def _stamp(settings: Settings) -> tuple[int, int] | None:
    if settings.keyring_json:
        return None
    try:
        state = settings.keyring_path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns
