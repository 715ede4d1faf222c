"""Personal data at rest: AES-256-GCM with table, column and row bound in, and keyed blind indexes for lookup.

A sealed value is text: `v1.<key id>.<base64url(nonce 12 bytes | ciphertext | tag 16 bytes)>`. The associated data is
`table|column|row id`, so a value copied to another row, column or table does not open (NIST SP 800-38D).
"""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.keyring import Keyring, current_keyring, get_keyring

VERSION = "v1"
NONCE_BYTES = 12
SHORTEST_PREFIX = 2
LONGEST_PREFIX = 8
_WORD = re.compile(r"\w+", re.UNICODE)


class SealError(Exception):
    """A sealed value does not open: another key, another place, or damage. The message holds no data."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs."""

    table: str
    column: str
    row_id: UUID | str

    @property
    def associated_data(self) -> bytes:
        """What is authenticated along with the value."""
        return f"{self.table}|{self.column}|{self.row_id}".encode()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal value as it is stored. `reveal()` is the one visible way to its text."""

    ciphertext: str | None
    place: Place

    def reveal(self) -> str | None:
        """The text, or None where nothing is stored. Raises SealError."""
        return None if self.ciphertext is None else unseal(self.ciphertext, self.place)

    def __repr__(self) -> str:
        return f"Sealed({self.place.table}.{self.place.column})"


def seal(text: str, place: Place, *, keyring: Keyring | None = None) -> str:
    """Encrypt `text` for `place` with the active data key."""
    keys = (keyring or current_keyring()).data
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = nonce + _cipher(keys.active_key).encrypt(nonce, text.encode(), place.associated_data)
    return f"{VERSION}.{keys.active}.{base64.urlsafe_b64encode(body).decode()}"


def unseal(value: str, place: Place, *, keyring: Keyring | None = None) -> str:
    """Decrypt a sealed value of `place`. Raises SealError."""
    keys = (keyring or current_keyring()).data.keys
    try:
        version, key_id, encoded = value.split(".")
        if version != VERSION:
            raise ValueError(version)
        body = base64.urlsafe_b64decode(encoded)
        return _cipher(keys[key_id]).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], place.associated_data).decode()
    except (InvalidTag, ValueError, KeyError):
        msg = f"a value of {place.table}.{place.column} does not open with this keyring"
        raise SealError(msg) from None


@lru_cache(8)
def _cipher(key: bytes) -> AESGCM:
    """The cipher of a key, made once: opening a short value takes half as long."""
    return AESGCM(key)


def key_id_of(value: str) -> str:
    """The id of the key a sealed value was made with."""
    return value.split(".", 2)[1]


def derived_key(key: bytes, purpose: str) -> bytes:
    """Another key of 32 bytes that stands on `key` and tells nothing of it (HKDF with SHA-256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key)


def personal(table: str, field: str) -> Any:
    """A model's property over its column `<field>_ct`: assigning text seals it, reading gives a `Sealed`.

    The model must have its `id` before the first assignment (ours are made with one). Typed Any, since what is
    assigned (text) is not what is read (`Sealed`).
    """
    column = f"{field}_ct"

    def read(row: Any) -> Sealed:
        return Sealed(getattr(row, column), Place(table, field, row.id))

    def write(row: Any, text: str | None) -> None:
        place = Place(table, field, row.id)
        setattr(row, column, None if text is None else seal(text, place))

    return property(read, write, doc=f"The sealed {field}; `reveal()` opens it.")


def normalised_email(email: str) -> str:
    """The form in which two spellings of one address are equal."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def email_index(email: str) -> str:
    """The blind index of an e-mail address: 64 hex digits, for equality only."""
    return _keyed("email", normalised_email(email)).hex()


def words_of(name: str) -> list[str]:
    """The words of a name as they are compared: without case and accents."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return [word for word in _WORD.findall(bare.casefold()) if len(word) >= SHORTEST_PREFIX]


def name_index(name: str) -> set[str]:
    """The blind index of a name: one 32-digit hex term for each prefix of 2 to 8 letters of each word."""
    prefixes = {
        word[:length]
        for word in words_of(name)
        for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1)
    }
    return {_term(prefix) for prefix in prefixes}


def name_query(text: str) -> set[str]:
    """The terms that a name must all have to match `text`: words are compared by up to their first eight letters."""
    return {_term(word[:LONGEST_PREFIX]) for word in words_of(text)}


def _term(prefix: str) -> str:
    return _keyed("name", prefix)[:16].hex()


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.new(get_keyring().index, f"{purpose}|{text}".encode(), hashlib.sha256).digest()
