"""Sign-in, sign-up, sign-out and set-up through the browser's door."""

import httpx
import pytest

from app.core import limits
from app.features.accounts import service as accounts
from tests.support.cast import PASSWORD, Person
from tests.support.process import forget_process
from tests.ui.conftest import OURS, SignIn

pytestmark = pytest.mark.asyncio
JSON = {**OURS, "Accept": "application/json"}


def login(person: Person, **more: str) -> dict[str, str]:
    return {"email": person.email, "password": PASSWORD, **more}


async def test_signing_in_sets_the_cookie_and_leads_on(visitor: httpx.AsyncClient, alice: Person) -> None:
    answer = await visitor.post("/auth/login", data=login(alice, next="/orders/7?tab=items"), headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/orders/7?tab=items")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("daybook_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert (await visitor.get("/orders")).status_code == 200


async def test_over_https_the_cookie_is_bound_to_the_host(
    visitor: httpx.AsyncClient, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAYBOOK_PUBLIC_URL", "https://shop.example")
    forget_settings()
    headers = {"Origin": "https://shop.example"}
    answer = await visitor.post("/auth/login", data=login(alice), headers=headers)
    assert answer.headers["set-cookie"].startswith("__Host-daybook_session=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def forget_settings() -> None:
    from app.core.config import get_settings

    get_settings.cache_clear()


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/%2F/evil", "/a\r\nb"],
)
async def test_next_never_leaves_the_site(visitor: httpx.AsyncClient, alice: Person, target: str) -> None:
    answer = await visitor.post("/auth/login", data=login(alice, next=target), headers=OURS)
    assert answer.headers["location"] == "/"


async def test_signing_in_ends_the_session_the_browser_came_with(
    visitor: httpx.AsyncClient, alice: Person, sign_in: SignIn
) -> None:
    before = await sign_in(alice)
    await visitor.post("/auth/login", data=login(alice), headers={**OURS, **before})
    visitor.cookies.clear()
    assert (await visitor.get("/orders", headers=before)).status_code == 303


async def test_a_refusal_is_problem_json_where_the_page_asks_for_it(visitor: httpx.AsyncClient, alice: Person) -> None:
    answer = await visitor.post("/auth/login", data={"email": alice.email, "password": "no"}, headers=JSON)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "bad_credentials"
    assert "set-cookie" not in answer.headers


async def test_a_refusal_without_javascript_keeps_what_was_typed(visitor: httpx.AsyncClient, alice: Person) -> None:
    typed = {"email": 'ann"><script>@example.com', "password": "opened-sesame"}
    answer = await visitor.post("/auth/login", data=typed, headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?error=bad_credentials")
    assert "ann" not in answer.headers["set-cookie"]
    page = (await visitor.get(answer.headers["location"])).text
    assert 'value="ann&quot;&gt;&lt;script&gt;@example.com"' in page
    assert "The e-mail or the password is not right." in page
    assert "opened-sesame" not in page
    again = (await visitor.get("/login?error=bad_credentials")).text
    assert "ann&quot;" not in again


async def test_an_error_code_from_the_address_bar_is_not_shown_as_it_is(
    visitor: httpx.AsyncClient, alice: Person
) -> None:
    page = (await visitor.get("/login?error=%3Cscript%3Ealert(1)%3C/script%3E")).text
    assert "alert(1)" not in page


@pytest.mark.parametrize("path", ["/auth/login", "/auth/signup", "/auth/setup", "/auth/logout"])
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=["silent", "null", "foreign", "cross-site"],
)
async def test_posts_of_other_sites_are_refused(
    visitor: httpx.AsyncClient, alice: Person, path: str, headers: dict[str, str]
) -> None:
    assert (await visitor.post(path, data=login(alice), headers=headers)).status_code == 403


async def test_a_browser_that_hides_the_origin_may_say_same_origin(visitor: httpx.AsyncClient, alice: Person) -> None:
    answer = await visitor.post("/auth/login", data=login(alice), headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.headers["location"] == "/"


async def test_signing_out_ends_the_session(visitor: httpx.AsyncClient, alice: Person, sign_in: SignIn) -> None:
    cookie = await sign_in(alice)
    answer = await visitor.post("/auth/logout", headers={**OURS, **cookie})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await visitor.get("/orders", headers=cookie)).status_code == 303


async def test_signing_up_signs_in(visitor: httpx.AsyncClient, alice: Person) -> None:
    new = {"name": "Zoe Zimmer", "email": "zoe@example.com", "password": PASSWORD}
    answer = await visitor.post("/auth/signup", data=new, headers=OURS)
    assert answer.headers["location"] == "/"
    assert (await visitor.get("/orders")).status_code == 200


async def test_signing_up_names_each_wrong_field(visitor: httpx.AsyncClient, alice: Person) -> None:
    wrong = {"name": " ", "email": "nobody", "password": PASSWORD}
    answer = await visitor.post("/auth/signup", data=wrong, headers=JSON)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/name", "/email"}
    taken = {"name": "Al", "email": alice.email, "password": PASSWORD}
    assert (await visitor.post("/auth/signup", data=taken, headers=JSON)).json()["code"] == "email_taken"


async def test_setup_makes_the_first_admin_with_the_printed_code(visitor: httpx.AsyncClient) -> None:
    first = {"name": "Ada", "email": "ada@example.com", "password": PASSWORD}
    refused = await visitor.post("/auth/setup", data={**first, "code": "WRONG"}, headers=JSON)
    assert refused.status_code == 422
    answer = await visitor.post("/auth/setup", data={**first, "code": accounts.setup_code()}, headers=OURS)
    assert answer.headers["location"] == "/"
    assert (await visitor.get("/admin/users")).status_code == 200
    again = await visitor.post("/auth/setup", data={**first, "code": accounts.setup_code()}, headers=JSON)
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"email": "a"}', "application/json"),
        (b"email=%ff", "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % number for number in range(50)), "application/x-www-form-urlencoded"),
        (b"email=" + b"a" * 20_000, "application/x-www-form-urlencoded"),
        (b"email=\xc3\xa9", "application/x-www-form-urlencoded"),
    ],
    ids=["json", "not utf-8", "many fields", "long", "raw bytes"],
)
async def test_what_is_no_form_is_refused_by_name(
    visitor: httpx.AsyncClient, alice: Person, body: bytes, kind: str
) -> None:
    answer = await visitor.post("/auth/login", content=body, headers={**JSON, "Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "é" * 200, " " * 30])
async def test_strange_text_is_refused_not_an_error(visitor: httpx.AsyncClient, alice: Person, value: str) -> None:
    for data in ({"email": value, "password": PASSWORD}, {"email": alice.email, "password": value}):
        assert (await visitor.post("/auth/login", data=data, headers=JSON)).status_code in {401, 422}


async def test_too_many_attempts_wait(
    visitor: httpx.AsyncClient, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAYBOOK_RATE_LIMITS", "on")
    forget_settings()
    limits.forget()
    for _ in range(limits.SIGN_IN_BY_ACCOUNT.times):
        await visitor.post("/auth/login", data={"email": alice.email, "password": "no"}, headers=JSON)
    answer = await visitor.post("/auth/login", data=login(alice), headers=JSON)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    forget_process()
    limits.forget()
