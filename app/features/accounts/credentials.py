"""Proving who one is by e-mail address and password, for browsers and API clients alike."""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from app.core.database import read_session
from app.core.unit_of_work import UnitOfWork
from app.features.accounts import passwords
from app.features.accounts.errors import BadCredentials
from app.features.accounts.repository import users
from app.features.accounts.schemas import Credentials
from app.models import User

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Proof:
    """The password was right when this hash was stored; `fresh_hash` replaces one with outdated parameters."""

    user_id: UUID
    password_hash: str | None
    fresh_hash: str | None


async def prove(credentials: Credentials) -> Proof:
    """Check the password, outside of any transaction since it takes its time. Raises BadCredentials."""
    async with read_session() as session:
        known = await users.known_by_email(session, credentials.email)
    verdict = await passwords.check_password(credentials.password, known.password_hash if known else None)
    if known is None or not known.active or not verdict.is_right:
        raise BadCredentials
    return Proof(known.user_id, known.password_hash, verdict.fresh_hash)


async def lock_proven(uow: UnitOfWork, proof: Proof) -> User:
    """The person, locked. Raises BadCredentials where account or password changed since the proof."""
    user = await users.lock(uow.session, proof.user_id)
    if user is None or not user.active or user.password_hash != proof.password_hash:
        raise BadCredentials
    if proof.fresh_hash is not None:
        user.password_hash = proof.fresh_hash
    return user


def new_token() -> str:
    """An opaque token of 32 random bytes in base64url."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is stored of an opaque token: SHA-256 in hex. The token is random, so it needs no salt."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
