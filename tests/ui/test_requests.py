"""What every request passes: headers, sizes, readable addresses, proxies, and the files of the build."""

import httpx
import pytest
from starlette.types import ASGIApp, Message, Scope

from app.ui.door.headers import script_hashes
from app.ui.door.paths import safe_next
from app.ui.door.request import LONGEST_BODY, forwarded
from app.ui.serving import chosen_encoding
from tests.support.cast import Person
from tests.ui.conftest import address

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("path", ["/login", "/nope", "/api/products", "/assets/entry-1a2b.js", "/orders", "/%00"])
async def test_every_answer_has_the_security_headers(visitor: httpx.AsyncClient, alice: Person, path: str) -> None:
    headers = (await visitor.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "referrer-policy" in headers
    assert "unsafe-eval" not in headers["content-security-policy"]


async def test_a_page_may_run_its_own_inline_scripts_and_no_other(visitor: httpx.AsyncClient, alice: Person) -> None:
    answer = await visitor.get("/login")
    (digest,) = script_hashes(answer.text)
    policy = answer.headers["content-security-policy"]
    assert f"script-src 'self' '{digest}';" in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy


async def test_pages_are_never_stored_and_bundles_for_ever(visitor: httpx.AsyncClient, alice: Person) -> None:
    assert (await visitor.get("/login")).headers["cache-control"] == "no-store"
    bundle = await visitor.get("/assets/entry-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert "immutable" in bundle.headers["cache-control"]
    assert bundle.text == "console.log(1)"
    icon = await visitor.get("/favicon.ico")
    assert icon.headers["cache-control"] == "no-cache"
    again = await visitor.get("/favicon.ico", headers={"If-None-Match": icon.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("", None),
        ("br;q=0.5", "br"),
    ],
)
async def test_the_smallest_accepted_encoding_is_sent(accepted: str, chosen: str | None) -> None:
    assert chosen_encoding(accepted, {"br": b"", "gzip": b""}) == chosen


@pytest.mark.parametrize("path", ["/%zz", "/a%00b", "/api/%", "/login?x=%00", "/login?x=%4", "/%ff"])
async def test_unreadable_addresses_are_400(visitor: httpx.AsyncClient, alice: Person, path: str) -> None:
    assert (await visitor.get(address(path))).status_code == 400


async def test_too_many_parameters_are_ignored(visitor: httpx.AsyncClient, alice: Person) -> None:
    assert (await visitor.get("/login?" + "a=1&" * 50 + "error=x")).status_code == 200


async def test_long_addresses_are_414(visitor: httpx.AsyncClient, alice: Person) -> None:
    assert (await visitor.get("/login?x=" + "a" * 9000)).status_code == 414


@pytest.mark.parametrize("path", ["/api/echo", "/auth/login", "/grid/orders/rows"])
async def test_a_body_above_one_mebibyte_is_413(visitor: httpx.AsyncClient, alice: Person, path: str) -> None:
    async def chunks() -> object:
        for _ in range(20):
            yield b"x" * 65_536

    assert (await visitor.post(path, content=b"x" * (LONGEST_BODY + 1))).status_code == 413
    assert (await visitor.post(path, content=chunks())).status_code == 413  # pyright: ignore[reportArgumentType]


async def test_a_body_of_one_mebibyte_passes(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.post("/api/echo", content=b"x" * LONGEST_BODY)).json()["length"] == LONGEST_BODY


async def test_an_unforeseen_error_is_a_reference_without_its_words(
    visitor: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await visitor.get("/api/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "marked-personal-data" not in answer.text + capsys.readouterr().out


@pytest.mark.parametrize(
    ("hops", "chain", "client"),
    [(1, "6.6.6.6, 10.1.1.1", "10.1.1.1"), (2, "6.6.6.6, 10.1.1.1, 10.2.2.2", "10.1.1.1"), (2, "10.1.1.1", None)],
)
async def test_only_trusted_proxies_tell_the_client(hops: int, chain: str, client: str | None) -> None:
    told = forwarded({"x-forwarded-for": chain, "x-forwarded-proto": "https"}, hops)
    assert told.get("client") == ((client, 0) if client else None)
    assert told["scheme"] == "https"


async def test_without_trusted_proxies_forwarded_headers_count_for_nothing(visitor: httpx.AsyncClient) -> None:
    headers = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https"}
    told = (await visitor.get("/api/products", headers=headers)).json()
    assert told["client"] == "127.0.0.1"
    assert told["scheme"] == "http"


async def handshake(app: ASGIApp, path: str, origin: str | None) -> Message:
    headers = [(b"host", b"localhost:3000")] + ([(b"origin", origin.encode())] if origin else [])
    scope: Scope = {"type": "websocket", "path": path, "headers": headers, "query_string": b"", "scheme": "ws"}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]


@pytest.mark.parametrize(
    ("path", "origin", "outcome"),
    [
        ("/_event/", "http://localhost:3000", "websocket.accept"),
        ("/_event/", "http://127.0.0.1:3000", "websocket.accept"),
        ("/_event/", None, "websocket.accept"),
        ("/_event/", "http://evil.example", "websocket.close"),
        ("/_event/", "null", "websocket.close"),
        ("/_event/", "http://localhost:3001", "websocket.close"),
        ("/other", "http://localhost:3000", "websocket.close"),
    ],
)
async def test_only_our_pages_open_the_socket(door_app: ASGIApp, path: str, origin: str | None, outcome: str) -> None:
    assert (await handshake(door_app, path, origin))["type"] == outcome


@pytest.mark.parametrize("target", ["/orders", "/orders/7?tab=a&b=c", "/admin/orders?view=1", "/%C3%A9"])
async def test_local_paths_may_be_next(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    ["", "orders", "//x", "/\\x", "/%5cx", "/%2fx", "/a/../../x", "/auth/logout", "/a b", "/" + "a" * 2000, None],
)
async def test_other_targets_may_not(target: str | None) -> None:
    assert safe_next(target) is None
