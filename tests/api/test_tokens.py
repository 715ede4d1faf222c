"""Signing up, in, on and out over the API, and one's own account."""

from datetime import timedelta

import pytest
from httpx import AsyncClient

from app.core.config import get_settings
from app.features.accounts.rules import ACCESS_LIFE, REFRESH_LIFE
from tests.api.conftest import Caller
from tests.support.cast import PASSWORD, Person
from tests.support.engines import on_sqlite
from tests.support.server_fixtures import Hour
from tests.support.smtp import Mailbox

pytestmark = pytest.mark.asyncio
NORA = {"name": "Nora New", "email": "Nora@Example.com", "password": "a long enough one"}


def bearer(token: str) -> dict[str, str]:
    """The header of an access token."""
    return {"authorization": f"Bearer {token}"}


async def log_in(client: AsyncClient, email: str, password: str = PASSWORD) -> dict[str, str]:
    """The tokens of a sign-in."""
    answer = await client.post("/api/login", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_from_sign_up_to_a_profile_of_ones_own(visitor: AsyncClient) -> None:
    made = await visitor.post("/api/signup", json=NORA)
    assert made.status_code == 201
    assert set(made.json()) == {"id", "name", "email", "role", "created_at"}
    assert (made.json()["email"], made.json()["role"]) == ("Nora@Example.com", "customer")
    pair = await log_in(visitor, "nora@example.com", NORA["password"])
    assert set(pair) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (pair["token_type"], pair["expires_in"]) == ("bearer", ACCESS_LIFE.total_seconds())
    profile = await visitor.get("/api/profile", headers=bearer(pair["access_token"]))
    assert set(profile.json()) == {"id", "name", "email", "role", "locale", "time_zone", "created_at", "version"}
    assert (profile.json()["id"], profile.headers["etag"]) == (made.json()["id"], '"1"')


async def test_an_address_has_one_account(visitor: AsyncClient, alice: Person) -> None:
    answer = await visitor.post("/api/signup", json={**NORA, "email": alice.email.upper()})
    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")


@on_sqlite
async def test_a_bad_password_is_named(visitor: AsyncClient) -> None:
    answer = await visitor.post("/api/signup", json={**NORA, "password": "short"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/password")


@on_sqlite
async def test_where_the_shop_sends_mail_nobody_learns_who_has_an_account(
    mailbox: Mailbox, caller: Caller, alice: Person
) -> None:
    client = await caller(None)
    answers = [
        await client.post("/api/signup", json={**NORA, "email": email}) for email in ("n@example.com", alice.email)
    ]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"status": "check_mail"})] * 2


@on_sqlite
@pytest.mark.parametrize(
    ("email", "password"), [("alice@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("no address", "x")]
)
async def test_wrong_credentials_all_look_the_same(
    email: str, password: str, visitor: AsyncClient, alice: Person
) -> None:
    answer = await visitor.post("/api/login", json={"email": email, "password": password})
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_credentials")
    assert answer.json()["detail"] == "The e-mail address or the password is wrong"


async def test_a_refresh_token_works_once_and_its_replay_ends_the_family(visitor: AsyncClient, alice: Person) -> None:
    first = await log_in(visitor, alice.email)
    second = await visitor.post("/api/token/refresh", json={"refresh_token": first["refresh_token"]})
    assert second.status_code == 200
    assert (await visitor.get("/api/profile", headers=bearer(second.json()["access_token"]))).status_code == 200
    replay = await visitor.post("/api/token/refresh", json={"refresh_token": first["refresh_token"]})
    assert (replay.status_code, replay.json()["code"]) == (401, "refresh_reused")
    ended = await visitor.post("/api/token/refresh", json={"refresh_token": second.json()["refresh_token"]})
    assert (ended.status_code, ended.json()["code"]) == (401, "bad_token")
    assert (await visitor.get("/api/profile", headers=bearer(second.json()["access_token"]))).status_code == 401


@on_sqlite
async def test_tokens_end_in_time(visitor: AsyncClient, alice: Person, hour: Hour) -> None:
    pair = await log_in(visitor, alice.email)
    hour.pass_by(ACCESS_LIFE + timedelta(seconds=10))
    late = await visitor.get("/api/profile", headers=bearer(pair["access_token"]))
    assert (late.status_code, late.json()["code"]) == (401, "token_expired")
    assert 'error="invalid_token"' in late.headers["www-authenticate"]
    hour.pass_by(REFRESH_LIFE)
    gone = await visitor.post("/api/token/refresh", json={"refresh_token": pair["refresh_token"]})
    assert (gone.status_code, gone.json()["code"]) == (401, "token_expired")


@on_sqlite
@pytest.mark.parametrize("by", ["body", "bearer"])
async def test_logging_out_ends_one_sign_in_and_no_other(by: str, visitor: AsyncClient, alice: Person) -> None:
    mine, other = await log_in(visitor, alice.email), await log_in(visitor, alice.email)
    if by == "body":
        answer = await visitor.post("/api/logout", json={"refresh_token": mine["refresh_token"]})
    else:
        answer = await visitor.post("/api/logout", headers=bearer(mine["access_token"]))
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await visitor.get("/api/profile", headers=bearer(mine["access_token"]))).status_code == 401
    dead = await visitor.post("/api/token/refresh", json={"refresh_token": mine["refresh_token"]})
    assert dead.status_code == 401
    assert (await visitor.get("/api/profile", headers=bearer(other["access_token"]))).status_code == 200


@on_sqlite
@pytest.mark.parametrize(
    ("path", "body", "times"),
    [
        ("/api/login", {"email": "alice@example.com", "password": "wrong"}, 10),
        ("/api/signup", {**NORA, "password": "short"}, 20),
        ("/api/token/refresh", {"refresh_token": "x"}, 120),
    ],
)
async def test_too_many_attempts_have_to_wait(
    path: str, body: dict[str, str], times: int, caller: Caller, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await caller(None)
    monkeypatch.setenv("DAYBOOK_RATE_LIMITS", "on")
    get_settings.cache_clear()
    statuses = [(await client.post(path, json=body)).status_code for _ in range(times)]
    assert 429 not in statuses
    answer = await client.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(answer.headers["retry-after"]) <= 3600


@on_sqlite
async def test_a_profile_is_changed_from_its_version(caller: Caller, alice: Person) -> None:
    client = await caller(alice)
    assert (await client.patch("/api/profile", json={"name": "A"})).status_code == 428
    body = {"name": "Alice Again", "locale": "de-DE", "time_zone": "Europe/Berlin"}
    changed = await client.patch("/api/profile", json=body, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert {name: changed.json()[name] for name in body} == body
    stale = await client.patch("/api/profile", json={"name": "B"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]) == (412, changed.json())


@on_sqlite
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"role": "admin"}, "/role"),
        ({"version": 1}, "/version"),
        ({"email": "x@example.com"}, "/email"),
        ({"name": None}, "/name"),
        ({"name": ""}, "/name"),
        ({"locale": "german"}, "/locale"),
        ({"time_zone": "Mars"}, "/time_zone"),
    ],
)
async def test_a_profile_takes_what_is_ones_own_to_change(
    body: dict[str, object], pointer: str, caller: Caller, alice: Person
) -> None:
    answer = await (await caller(alice)).patch("/api/profile", json=body, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@on_sqlite
async def test_an_erased_account_is_gone(visitor: AsyncClient, alice: Person) -> None:
    pair = await log_in(visitor, alice.email)
    answer = await visitor.delete("/api/profile", headers=bearer(pair["access_token"]))
    assert answer.status_code == 204
    assert (await visitor.get("/api/profile", headers=bearer(pair["access_token"]))).status_code == 401
    again = await visitor.post("/api/login", json={"email": alice.email, "password": PASSWORD})
    assert again.status_code == 401


@on_sqlite
async def test_the_last_admin_stays(caller: Caller, ada: Person) -> None:
    answer = await (await caller(ada)).delete("/api/profile")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
