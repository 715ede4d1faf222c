"""Keyed hashes by which the same name or the same link is found again. Keyed, since both could be guessed."""

import hmac

from app.core.keyring import get_keyring


def digest_of(*parts: object) -> str:
    """A keyed hash of what makes a view the same as another."""
    return hmac.digest(get_keyring().index, "|".join(("view", *map(str, parts))).encode(), "sha256").hex()


def digest_of_name(name: str) -> str:
    """The keyed hash of a name; case does not tell names apart."""
    return digest_of("name", name.casefold())
