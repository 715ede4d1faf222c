"""API tokens: a short-lived signed access token, and a refresh token that works once.

The refresh tokens that descend from one sign-in are a family; its id is the access token's `sid`. Replay of a used
token ends the family (RFC 9700, section 4.14.2).
"""

from uuid import UUID

from app.core.actor import Actor, Source
from app.core.database import read_session
from app.core.errors import Unauthenticated
from app.core.ids import new_id
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts import rules, signing
from app.features.accounts.credentials import lock_proven, new_token, prove, token_hash
from app.features.accounts.errors import BadToken, RefreshReused, TokenExpired
from app.features.accounts.repository import refresh_tokens, users
from app.features.accounts.schemas import Credentials, TokenPair
from app.models import RefreshToken

ACCESS = signing.Purpose("at+jwt", "daybook-api", rules.ACCESS_LIFE)


async def issue_tokens(credentials: Credentials) -> TokenPair:
    """A new family for whoever proves themselves. Raises BadCredentials."""
    proof = await prove(credentials)
    async with unit_of_work() as uow:
        user = await lock_proven(uow, proof)
        return _add_pair(uow, user.id, family_id=new_id())


async def refresh(token: str) -> TokenPair:
    """The next pair of the family. Raises BadToken, TokenExpired, or RefreshReused, which ends the family."""
    async with unit_of_work() as uow:
        outcome = await _rotate(uow, token_hash(token))
    # Raised only here: the end of a replayed family must be committed.
    if isinstance(outcome, Unauthenticated):
        raise outcome
    return outcome


async def logout(refresh_token: str) -> None:
    """End the family of this token, and its access tokens with it; there need not be one (RFC 7009)."""
    async with unit_of_work() as uow:
        stored = await _lock_token(uow, token_hash(refresh_token))
        if stored is not None:
            await refresh_tokens.revoke_family(uow.session, stored.family_id, uow.now)


async def logout_actor(actor: Actor) -> None:
    """End the family of the access token behind `actor`, as `logout` does for one that knows the refresh token."""
    if actor.user_id is None or actor.session_id is None:
        return
    async with unit_of_work() as uow:
        await users.lock(uow.session, actor.user_id)
        await refresh_tokens.revoke_family(uow.session, actor.session_id, uow.now)


async def bearer_actor(access_token: str) -> Actor:
    """Who acts behind an access token, with the role they have now. Raises BadToken or TokenExpired.

    `session_id` of the actor is the token's family.
    """
    claims = signing.verify(ACCESS, access_token)
    user_id, family_id = signing.id_claim(claims, "sub"), signing.id_claim(claims, "sid")
    async with read_session() as session:
        role = await refresh_tokens.role_in_family(session, user_id, family_id)
    if role is None:
        raise BadToken
    return Actor(user_id, role, Source.API, family_id)


async def _rotate(uow: UnitOfWork, hashed: str) -> TokenPair | Unauthenticated:
    stored = await _lock_token(uow, hashed)
    if stored is None or stored.revoked_at is not None:
        return BadToken()
    if stored.used_at is not None:
        await refresh_tokens.revoke_family(uow.session, stored.family_id, uow.now)
        return RefreshReused()
    if stored.expires_at <= uow.now:
        return TokenExpired()
    stored.used_at = uow.now
    return _add_pair(uow, stored.user_id, family_id=stored.family_id)


async def _lock_token(uow: UnitOfWork, hashed: str) -> RefreshToken | None:
    """The token, with its person locked: all that happens to one person's tokens happens one after the other."""
    user_id = await refresh_tokens.owner_of(uow.session, hashed)
    user = await users.lock(uow.session, user_id) if user_id else None
    if user is None or not user.active:
        return None
    return await refresh_tokens.find(uow.session, hashed)


def _add_pair(uow: UnitOfWork, user_id: UUID, *, family_id: UUID) -> TokenPair:
    token = new_token()
    uow.session.add(
        RefreshToken(
            family_id=family_id,
            user_id=user_id,
            token_hash=token_hash(token),
            created_at=uow.now,
            expires_at=uow.now + rules.REFRESH_LIFE,
        )
    )
    access = signing.sign(ACCESS, user_id, {"sid": str(family_id)})
    return TokenPair(access_token=access, refresh_token=token, expires_in=int(rules.ACCESS_LIFE.total_seconds()))
