"""API tokens."""

import asyncio
import base64
import json
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from app.core import keyring
from app.core.actor import Role, Source, system_actor
from app.core.config import get_settings
from app.core.database import Database
from app.core.errors import Unauthenticated
from app.features.accounts import service
from app.features.accounts.errors import BadCredentials, BadToken, RefreshReused, TokenExpired
from app.features.accounts.schemas import Credentials, TokenPair, UserPatch
from tests.features.accounts.conftest import PASSWORD, Join, open_connections
from tests.support.server_fixtures import Hour

pytestmark = pytest.mark.asyncio


async def tokens(first: str = "alice") -> TokenPair:
    return await service.issue_tokens(Credentials(email=f"{first}@example.com", password=PASSWORD))


async def is_good(pair: TokenPair) -> bool:
    try:
        await service.bearer_actor(pair.access_token)
    except Unauthenticated:
        return False
    return True


async def test_the_access_token_says_who_acts(database: Database, join: Join) -> None:
    alice = await join("alice")
    pair = await tokens()
    actor = await service.bearer_actor(pair.access_token)
    assert (actor.user_id, actor.role, actor.source) == (alice.id, Role.CUSTOMER, Source.API)
    assert (pair.token_type, pair.expires_in) == ("bearer", 900)


async def test_the_access_token_holds_ids_only(database: Database, join: Join) -> None:
    alice = await join("alice")
    pair = await tokens()
    header, claims = (json.loads(base64.urlsafe_b64decode(p + "==")) for p in pair.access_token.split(".")[:2])
    assert header == {"typ": "at+jwt", "alg": "HS256", "kid": "t1"}
    assert set(claims) == {"iss", "aud", "sub", "sid", "iat", "exp"}
    assert claims["sub"] == str(alice.id)


async def test_a_wrong_password_gets_no_tokens(database: Database, join: Join) -> None:
    await join("alice")
    with pytest.raises(BadCredentials):
        await service.issue_tokens(Credentials(email="alice@example.com", password="wrong password"))


async def test_the_role_is_the_one_of_now(database: Database, join: Join) -> None:
    alice = await join("alice")
    pair = await tokens()
    await service.update_user(system_actor(), alice.id, UserPatch(version=1, role=Role.STAFF))
    assert (await service.bearer_actor(pair.access_token)).role is Role.STAFF


async def test_an_access_token_expires_after_fifteen_minutes(database: Database, join: Join, hour: Hour) -> None:
    await join("alice")
    pair = await tokens()
    hour.pass_by(timedelta(minutes=14, seconds=59))
    assert await is_good(pair)
    hour.pass_by(timedelta(seconds=6))
    with pytest.raises(TokenExpired):
        await service.bearer_actor(pair.access_token)


async def test_a_refresh_token_works_once_and_its_replay_ends_the_family(database: Database, join: Join) -> None:
    await join("alice")
    first, other = await tokens(), await tokens()
    second = await service.refresh(first.refresh_token)
    assert await is_good(second)
    with pytest.raises(RefreshReused):
        await service.refresh(first.refresh_token)
    assert [await is_good(pair) for pair in (first, second, other)] == [False, False, True]
    with pytest.raises(BadToken):
        await service.refresh(second.refresh_token)


async def test_of_two_refreshes_with_one_token_one_succeeds_and_the_family_ends(database: Database, join: Join) -> None:
    await join("alice")
    first = await tokens()
    await open_connections()
    results = await asyncio.gather(*[service.refresh(first.refresh_token) for _ in range(5)], return_exceptions=True)
    [winner] = [result for result in results if isinstance(result, TokenPair)]
    assert sum(isinstance(result, RefreshReused) for result in results) >= 1
    assert all(isinstance(result, TokenPair | RefreshReused | BadToken) for result in results)
    assert not await is_good(winner)
    with pytest.raises(BadToken):
        await service.refresh(winner.refresh_token)


async def test_a_replay_while_the_family_rotates_leaves_no_token_alive(database: Database, join: Join) -> None:
    await join("alice")
    first = await tokens()
    second = await service.refresh(first.refresh_token)
    results = await asyncio.gather(
        service.refresh(second.refresh_token), service.refresh(first.refresh_token), return_exceptions=True
    )
    assert not any([await is_good(result) for result in results if isinstance(result, TokenPair)])


async def test_a_refresh_token_expires_after_thirty_days(database: Database, join: Join, hour: Hour) -> None:
    await join("alice")
    pair = await tokens()
    hour.pass_by(timedelta(days=30))
    with pytest.raises(TokenExpired):
        await service.refresh(pair.refresh_token)


async def test_logging_out_ends_the_family(database: Database, join: Join) -> None:
    await join("alice")
    first, other = await tokens(), await tokens()
    second = await service.refresh(first.refresh_token)
    await service.logout(second.refresh_token)
    assert [await is_good(pair) for pair in (first, second, other)] == [False, False, True]
    await service.logout("no token of ours")


async def test_logging_out_by_access_token_ends_its_family(database: Database, join: Join) -> None:
    await join("alice")
    pair, other = await tokens(), await tokens()
    await service.logout_actor(await service.bearer_actor(pair.access_token))
    assert [await is_good(pair), await is_good(other)] == [False, True]
    with pytest.raises(BadToken):
        await service.refresh(pair.refresh_token)


async def test_revoking_sessions_ends_access_tokens_at_once(database: Database, join: Join) -> None:
    alice = await join("alice")
    pair = await tokens()
    await service.revoke_sessions(alice.id)
    with pytest.raises(BadToken):
        await service.bearer_actor(pair.access_token)
    with pytest.raises(BadToken):
        await service.refresh(pair.refresh_token)


def forged(pair: TokenPair) -> list[str]:
    """Tokens that an attacker might make out of a good one."""
    header, claims, signature = pair.access_token.split(".")
    none = base64.urlsafe_b64encode(b'{"typ":"at+jwt","alg":"none"}').decode().rstrip("=")
    body = json.loads(base64.urlsafe_b64decode(claims + "=="))
    key = OctKey.import_key(keyring.get_keyring().token.active_key)

    def signed(head: dict[str, str], **other: object) -> str:
        return jwt.encode({"alg": "HS256", **head}, body | other, key)

    good = {"typ": "at+jwt", "kid": "t1"}
    return [
        f"{none}.{claims}.",
        f"{header}.{claims}.{signature[::-1]}",
        f"{header}.{claims}",
        signed({"typ": "confirm+jwt", "kid": "t1"}),
        signed({"typ": "at+jwt", "kid": "t9"}),
        signed(good, aud="daybook-mail"),
        signed(good, iss="somebody"),
        signed(good, exp=None),
        signed(good, exp="tomorrow"),
        signed(good, sub=None),
        signed(good, sub="1"),
        signed(good, sid=None),
        signed(good, sid="00000000-0000-0000-0000-000000000000"),
        jwt.encode({"alg": "HS256", "kid": "t1", "typ": "at+jwt"}, body, OctKey.generate_key(256)),
    ]


async def test_no_forged_token_is_taken(database: Database, join: Join) -> None:
    await join("alice")
    for token in forged(await tokens()):
        with pytest.raises(BadToken):
            await service.bearer_actor(token)


@pytest.mark.parametrize(
    "token", ["", ".", "..", "a.b.c", "\ud800.x.y", "é" * 100, "." * 5000, "eyJhbGciOiJIUzI1NiJ9.e30."]
)
async def test_noise_is_no_token(environment: object, token: str) -> None:
    with pytest.raises(BadToken):
        await service.bearer_actor(token)


async def test_tokens_survive_the_rotation_of_keys(
    database: Database, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    await join("alice")
    pair = await tokens()
    keyring.save_keyring(keyring.with_new_keys(keyring.get_keyring()), get_settings().keyring_path)
    keyring.get_keyring.cache_clear()
    assert await is_good(pair)
    assert await is_good(await tokens())
