"""Browser sessions."""

from datetime import timedelta

import pytest
from passlib.context import CryptContext
from sqlalchemy import text

from app.core.actor import Role, Source, system_actor
from app.core.bus import Hint, get_bus
from app.core.database import Database, read_session
from app.core.unit_of_work import unit_of_work
from app.features.accounts import service
from app.features.accounts.errors import BadCredentials
from app.features.accounts.repository import users
from app.features.accounts.schemas import Credentials, SignedIn, UserPatch
from tests.features.accounts.conftest import PASSWORD, Join
from tests.support.engines import on_sqlite
from tests.support.server_fixtures import Hour

pytestmark = pytest.mark.asyncio


async def signed_in(first: str = "alice", *, old_token: str | None = None) -> SignedIn:
    return await service.sign_in(Credentials(email=f"{first}@example.com", password=PASSWORD), old_token=old_token)


async def test_the_token_says_who_acts(database: Database, join: Join) -> None:
    alice = await join("alice")
    session = await signed_in()
    actor = await service.session_actor(session.token)
    assert actor is not None
    assert (actor.user_id, actor.role, actor.source) == (alice.id, Role.CUSTOMER, Source.WEB)
    assert actor.session_id == session.session_id
    assert await service.session_valid(session.session_id)


@on_sqlite
@pytest.mark.parametrize("token", [None, "", "x", "\ud800", "é" * 5000])
async def test_a_token_of_nobody_is_nobody(database: Database, token: str | None) -> None:
    assert await service.session_actor(token) is None
    await service.sign_out(token)


async def test_only_a_hash_of_the_token_is_stored(database: Database, join: Join) -> None:
    await join("alice")
    session = await signed_in()
    async with read_session() as reading:
        row = (await reading.execute(text("SELECT * FROM sessions"))).one()
    assert session.token not in map(str, row)


@pytest.mark.parametrize(
    ("email", "password"), [("alice@example.com", "wrong password"), ("nobody@example.com", PASSWORD), ("?", "?")]
)
async def test_wrong_password_and_unknown_address_look_the_same(
    database: Database, join: Join, email: str, password: str
) -> None:
    await join("alice")
    with pytest.raises(BadCredentials) as refused:
        await service.sign_in(Credentials(email=email, password=password))
    assert (refused.value.code, refused.value.status, refused.value.errors) == ("bad_credentials", 401, ())


async def test_a_closed_account_looks_like_a_wrong_password(database: Database, join: Join) -> None:
    alice = await join("alice")
    await service.update_user(system_actor(), alice.id, UserPatch(version=1, active=False))
    with pytest.raises(BadCredentials):
        await signed_in()


async def test_signing_in_again_ends_the_session_the_browser_came_with(database: Database, join: Join) -> None:
    await join("alice")
    first = await signed_in()
    second = await signed_in(old_token=first.token)
    assert second.token != first.token
    assert await service.session_actor(first.token) is None
    assert await service.session_actor(second.token) is not None


async def test_signing_out_ends_this_session_only_and_tells_open_pages(database: Database, join: Join) -> None:
    await join("alice")
    here, there = await signed_in(), await signed_in()
    heard: list[Hint] = []
    get_bus().listen(service.SESSIONS_TOPIC, heard.append)
    await service.sign_out(here.token)
    assert heard == [{"session": str(here.session_id)}]
    assert not await service.session_valid(here.session_id)
    assert await service.session_valid(there.session_id)


async def test_revoking_ends_every_session_but_one(database: Database, join: Join) -> None:
    alice = await join("alice")
    here, there = await signed_in(), await signed_in()
    heard: list[Hint] = []
    get_bus().listen(service.SESSIONS_TOPIC, heard.append)
    await service.revoke_sessions(alice.id, except_session=here.session_id)
    assert heard == [{"user": str(alice.id)}]
    assert [await service.session_valid(s.session_id) for s in (here, there)] == [True, False]


async def test_a_session_unused_for_thirty_days_is_over(database: Database, join: Join, hour: Hour) -> None:
    await join("alice")
    session = await signed_in()
    hour.pass_by(timedelta(days=30))
    assert await service.session_actor(session.token) is None
    assert not await service.session_valid(session.session_id)


async def test_a_session_in_use_slides_up_to_ninety_days(database: Database, join: Join, hour: Hour) -> None:
    await join("alice")
    session = await signed_in()
    for _ in range(4):
        hour.pass_by(timedelta(days=20))
        assert await service.session_actor(session.token) is not None
    hour.pass_by(timedelta(days=10))
    assert await service.session_actor(session.token) is None


async def test_use_is_noted_at_most_every_five_minutes(database: Database, join: Join, hour: Hour) -> None:
    await join("alice")
    session = await signed_in()

    async def last_seen() -> str:
        async with read_session() as reading:
            return str(await reading.scalar(text("SELECT last_seen_at FROM sessions")))

    start = await last_seen()
    hour.pass_by(timedelta(minutes=4, seconds=59))
    await service.session_actor(session.token)
    assert await last_seen() == start
    hour.pass_by(timedelta(seconds=1))
    await service.session_actor(session.token)
    assert await last_seen() > start


async def test_an_outdated_hash_is_renewed_at_sign_in(database: Database, join: Join) -> None:
    alice = await join("alice")
    old = CryptContext(schemes=["argon2"], argon2__memory_cost=8192, argon2__time_cost=1).hash(PASSWORD)
    async with unit_of_work() as uow:
        (await uow.session.get_one(users.User, alice.id)).password_hash = old
    assert (await signed_in()).user.version == alice.version
    async with read_session() as reading:
        known = await users.known_by_email(reading, "alice@example.com")
    assert known is not None
    assert "m=19456,t=2" in (known.password_hash or "")
    await signed_in()


async def test_what_is_long_over_is_forgotten(database: Database, join: Join, hour: Hour) -> None:
    await join("alice")
    await signed_in()
    await service.issue_tokens(Credentials(email="alice@example.com", password=PASSWORD))
    hour.pass_by(timedelta(days=119))
    kept = await signed_in()
    hour.pass_by(timedelta(days=2))
    await service.purge_expired()
    async with read_session() as reading:
        counts = (
            await reading.execute(text("SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM refresh_tokens)"))
        ).one()
    assert tuple(counts) == (1, 0)
    assert await service.session_actor(kept.token) is not None
