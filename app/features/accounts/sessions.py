"""Browser sessions: signing in and out, and who acts behind a cookie's token."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.actor import Actor, Source
from app.core.database import read_session
from app.core.errors import Unavailable
from app.core.joining import Joined
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts import people, rules
from app.features.accounts.credentials import lock_proven, new_token, prove, token_hash
from app.features.accounts.repository import outbox, refresh_tokens, sessions, users
from app.features.accounts.schemas import Credentials, SignedIn
from app.models import Session

TOPIC = "sessions"


async def sign_in(credentials: Credentials, *, old_token: str | None = None) -> SignedIn:
    """A new session for whoever proves themselves; the session the browser came with ends. Raises BadCredentials."""
    proof = await prove(credentials)
    token = new_token()
    async with unit_of_work() as uow:
        user = await lock_proven(uow, proof)
        if old_token:
            await _revoke(uow, old_token)
        session = Session(
            token_hash=token_hash(token),
            user_id=user.id,
            created_at=uow.now,
            last_seen_at=uow.now,
            expires_at=rules.session_end(uow.now, uow.now),
        )
        uow.session.add(session)
        return SignedIn(token=token, session_id=session.id, user=people.to_detail(user), expires_at=session.expires_at)


async def session_actor(token: str | None) -> Actor | None:
    """Who acts behind a cookie's token, with the role they have now; None when the session is over."""
    if not token:
        return None
    live = await _lookups().get(token_hash(token))
    if live is None:
        return None
    if rules.needs_touch(live.last_seen_at, clock.now()):
        await _touch(live)
    return Actor(live.user_id, live.role, Source.WEB, live.session_id)


@cache
def _lookups() -> Joined[str, sessions.Live]:
    """Each event and each push looks its session up: a thousand open pages that move together ask once."""
    return Joined(_find_live)


async def _find_live(token_hashes: Sequence[str]) -> dict[str, sessions.Live]:
    async with read_session() as session:
        return await sessions.find_live(session, token_hashes, clock.now())


async def session_valid(session_id: UUID) -> bool:
    """Whether a session may still be shown anything: for loops that push to open pages."""
    async with read_session() as session:
        return await sessions.is_live(session, session_id, clock.now())


async def count_sessions(actor: Actor) -> int:
    """In how many browsers the actor is signed in now."""
    if actor.user_id is None:
        return 0
    async with read_session() as session:
        return await sessions.count_live(session, actor.user_id, clock.now())


async def sign_out(token: str | None) -> None:
    """End the session of this token; there need not be one."""
    if not token:
        return
    async with unit_of_work() as uow:
        await _revoke(uow, token)


async def revoke_sessions(user_id: UUID, *, except_session: UUID | None = None) -> None:
    """End every session and every API token of a user, but for the one session (or token family) named."""
    async with unit_of_work() as uow:
        await users.lock(uow.session, user_id)
        await end_sessions(uow, user_id, except_session=except_session)


async def end_sessions(uow: UnitOfWork, user_id: UUID, *, except_session: UUID | None = None) -> None:
    """The same within a change that causes it. The user's row must be locked, so that no sign-in slips past."""
    await sessions.revoke_all(uow.session, user_id, uow.now, except_session=except_session)
    await refresh_tokens.revoke_all(uow.session, user_id, uow.now, except_family=except_session)
    hint_user(uow, user_id)


def hint_user(uow: UnitOfWork, user_id: UUID) -> None:
    """Tell open pages that this person's sessions, or what they may do, changed."""
    uow.hint(TOPIC, {"user": str(user_id)})


async def _revoke(uow: UnitOfWork, token: str) -> None:
    session_id = await sessions.revoke_token(uow.session, token_hash(token), uow.now)
    if session_id is not None:
        uow.hint(TOPIC, {"session": str(session_id)})


async def _touch(live: sessions.Live) -> None:
    try:
        async with unit_of_work() as uow:
            until = rules.session_end(live.created_at, uow.now)
            await sessions.touch(uow.session, live, uow.now, until=until)
    except (SQLAlchemyError, Unavailable):
        # A database too busy to note it must not keep a person out; the next request tries again.
        return


async def purge_expired() -> None:
    """Forget sessions, refresh tokens and unconfirmed sign-ups that have long been over: a job for the quiet hours."""
    async with unit_of_work() as uow:
        before = uow.now - rules.SESSION_LONGEST
        await sessions.delete_expired(uow.session, before)
        await refresh_tokens.delete_expired(uow.session, before)
        await outbox.delete_unconfirmed(uow.session, uow.now - 2 * rules.CONFIRM_LIFE)
