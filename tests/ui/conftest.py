"""Fixtures of the door: a small build to serve, the door over ASGI, and visitors with a session."""

import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.database import Database
from app.features.accounts import service as accounts
from app.features.accounts.schemas import Credentials
from app.ui.http import door
from app.ui.serving import Site
from tests.support.cast import PASSWORD, Person

ORIGIN = "http://localhost:3000"
OURS = {"Origin": ORIGIN}
PAGE = '<!DOCTYPE html><html><body><h1>{name}</h1>{form}<script>let page = "{name}";</script></body></html>'
FORM = (
    '<form method="post"><p class="form-error" data-form-error=""></p><input type="hidden" name="next"/>'
    '<input id="field-email" type="email" name="email"/><input type="password" name="password"/></form>'
)

SignIn: TypeAlias = Callable[[Person], Awaitable[dict[str, str]]]


def address(path: str) -> httpx.URL:
    """The URL of a path exactly as it is written: httpx would put it right."""
    raw, _, query = path.partition("?")
    return httpx.URL(ORIGIN).copy_with(raw_path=f"{raw}?{query}".rstrip("?").encode())


@pytest.fixture
def database_address(sqlite_address: str) -> str:
    """The door's tests run on SQLite only: what differs between the engines is tested beneath it."""
    return sqlite_address


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A build with a few pages and one bundle."""
    for name in ("", "login", "signup", "setup", "orders", "orders/new", "dashboard", "admin/users"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text(PAGE.format(name=name or "start", form=FORM if name else ""))
        (tmp_path / name / "index.html.gz").write_bytes(gzip.compress((tmp_path / name / "index.html").read_bytes()))
    (tmp_path / "login.html").write_text("a copy that must not be served")
    (tmp_path / "__spa-fallback.html").write_text(PAGE.format(name="fallback", form=""))
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "entry-1a2b.js").write_text("console.log(1)")
    (tmp_path / "assets" / "entry-1a2b.js.br").write_bytes(b"brotli bytes")
    (tmp_path / "assets" / "entry-1a2b.js.gz").write_bytes(gzip.compress(b"console.log(1)"))
    (tmp_path / "favicon.ico").write_bytes(b"icon")
    return Site(tmp_path)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for the API: tells what reached it."""
    request = Request(scope, receive)
    body = await request.body()
    if request.url.path == "/api/broken":
        raise RuntimeError("marked-personal-data")
    client = request.client.host if request.client else None
    response: Response = JSONResponse({"length": len(body), "client": client, "scheme": request.url.scheme})
    await response(scope, receive, send)


async def no_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for the websocket: accepts whoever is let through."""
    await receive()
    await send({"type": "websocket.accept"})


@pytest.fixture
def door_app(site: Site) -> ASGIApp:
    """The door over a small build and an API that echoes."""
    return door(socket=no_socket, api=echo, site=site)


@pytest_asyncio.fixture
async def visitor(door_app: ASGIApp, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a session, in front of the door of an empty shop."""
    transport = httpx.ASGITransport(app=door_app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


@pytest.fixture
def sign_in(database: Database) -> SignIn:
    """A function that signs a person in and gives the header with their cookie."""

    async def signed_in(person: Person) -> dict[str, str]:
        session = await accounts.sign_in(Credentials(email=person.email, password=PASSWORD))
        return {"Cookie": f"daybook_session={session.token}"}

    return signed_in
