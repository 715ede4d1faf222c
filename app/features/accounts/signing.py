"""Signed tokens: JWTs with a purpose (RFC 7519; `typ` tells the purposes apart, RFC 8725 section 3.11).

They hold ids only, never personal data: some of them travel in a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet, OctKey

from app.core import clock
from app.core.ids import parse_id
from app.core.keyring import get_keyring
from app.features.accounts.errors import BadToken, TokenExpired

ISSUER = "daybook"
ALGORITHM = "HS256"
LONGEST = 4096
# Replicas' clocks are not quite the same.
LEEWAY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a token is for: its `typ` header, its audience, and how long it lasts."""

    kind: str
    audience: str
    life: timedelta


def sign(purpose: Purpose, subject: UUID, claims: Mapping[str, str] | None = None) -> str:
    """A token about `subject`, good from now for the purpose's life."""
    now, keys = clock.now(), get_keyring().token
    header = {"alg": ALGORITHM, "kid": keys.active, "typ": purpose.kind}
    body = {
        **(claims or {}),
        "iss": ISSUER,
        "aud": purpose.audience,
        "sub": str(subject),
        "iat": int(now.timestamp()),
        "exp": int((now + purpose.life).timestamp()),
    }
    return jwt.encode(header, body, _key(keys.active, keys.active_key), [ALGORITHM])


def verify(purpose: Purpose, token: str) -> dict[str, Any]:
    """The claims of a token of this purpose. Raises TokenExpired, or BadToken for anything else that is wrong."""
    if len(token) > LONGEST:
        raise BadToken
    keys = KeySet([_key(name, key) for name, key in get_keyring().token.keys.items()])
    try:
        opened = jwt.decode(token, keys, [ALGORITHM])
        _registry(purpose).validate(opened.claims)
    except ExpiredTokenError:
        raise TokenExpired from None
    except (JoseError, ValueError, TypeError, KeyError):
        raise BadToken from None
    if opened.header.get("typ") != purpose.kind:
        raise BadToken
    return opened.claims


def id_claim(claims: Mapping[str, Any], name: str) -> UUID:
    """The id in a claim. Raises BadToken."""
    found = parse_id(claims.get(name))
    if found is None:
        raise BadToken
    return found


def _key(name: str, key: bytes) -> OctKey:
    return OctKey.import_key(key, {"kid": name})


def _registry(purpose: Purpose) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": purpose.audience},
        sub={"essential": True},
        exp={"essential": True},
    )
