"""Answers requests for pages and for the files of the front end."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from app.core.actor import Actor
from app.core.config import get_settings
from app.ui.door.cookies import drop_cookie, flash_cookie, read_cookie, session_cookie, session_token
from app.ui.door.flash import NOTICES, message_for, opened_typed, written_into
from app.ui.door.guard import AUDIENCES, HOME, Audience, Verdict, Visit, judge
from app.ui.door.headers import page_policy
from app.ui.door.paths import Match, RouteTable, login_url, safe_next
from app.ui.serving import NEVER_STORED, Site

SEE_OTHER = 303
MOVED = 308
MAX_PARAMETERS = 20
READING = {"GET", "HEAD"}
FORM_PAGES = {Audience.SIGNED_OUT, Audience.SETUP}


@dataclass(frozen=True, slots=True)
class Identity:
    """How the door learns who visits: from the accounts' service."""

    actor_of: Callable[[str], Awaitable[Actor | None]]
    needs_setup: Callable[[], Awaitable[bool]]
    is_empty: Callable[[], Awaitable[bool]]


class Pages:
    """The ASGI application behind every path that is neither API nor a route of the door."""

    def __init__(self, site: Site, identity: Identity) -> None:
        self._site = site
        self._identity = identity
        self._routes = RouteTable(AUDIENCES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, a page, a redirect or 404."""
        response = await self._answer(Request(scope))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in READING:
            return Response(status_code=405, headers={"allow": "GET, HEAD"})
        path = request.scope["path"]
        if (file := self._site.file(path)) is not None:
            asked = request.headers
            return file.respond(asked.get("accept-encoding", ""), asked.get("if-none-match", ""))
        match = self._routes.match(path)
        return not_found() if match is None else await self._page(request, match)

    async def _page(self, request: Request, match: Match) -> Response:
        visit = await self._visit(request)
        response = self._decided(request, match, judge(match.route, visit), visit)
        if visit.actor is None and session_token(request.headers.raw):
            drop_cookie(response, session_cookie())
        response.headers["cache-control"] = NEVER_STORED
        return response

    async def _visit(self, request: Request) -> Visit:
        token = session_token(request.headers.raw)
        actor = await self._identity.actor_of(token) if token else None
        needs_setup = await self._identity.needs_setup()
        return Visit(actor=actor, needs_setup=needs_setup, is_empty=needs_setup and await self._identity.is_empty())

    def _decided(self, request: Request, match: Match, verdict: Verdict, visit: Visit) -> Response:
        query = request.scope["query_string"].decode("latin-1")
        if verdict is Verdict.MISSING:
            return not_found()
        if (target := _elsewhere(verdict, match, query, visit)) is not None:
            return RedirectResponse(target, SEE_OTHER)
        if match.canonical != request.scope["path"]:
            return RedirectResponse(quote(match.canonical) + (f"?{query}" if query else ""), MOVED)
        return self._shown(request, match.route, query)

    def _shown(self, request: Request, route: str, query: str) -> Response:
        page = self._site.page(route)
        accept = request.headers.get("accept-encoding", "")
        if AUDIENCES[route] not in FORM_PAGES:
            return page.respond(accept)
        form = _form_state(request.headers, query)
        if form.sentence is None and not form.values:
            return page.respond(accept)
        response = page.respond(accept, html=written_into(page.html, sentence=form.sentence, values=form.values))
        if form.flashed:
            drop_cookie(response, flash_cookie())
        return response


def _elsewhere(verdict: Verdict, match: Match, query: str, visit: Visit) -> str | None:
    """Where a verdict sends the visitor; None where the page is shown."""
    if verdict is Verdict.TO_SETUP:
        return "/setup"
    if verdict is Verdict.TO_LOGIN:
        return login_url(quote(match.canonical), query)
    if verdict is Verdict.ONWARD:
        return _next_of(query) or "/"
    if verdict is Verdict.HOME and visit.actor is not None:
        return HOME[visit.actor.role]
    return None


@dataclass(frozen=True, slots=True)
class FormState:
    """What the door writes into a form: a sentence, values, and whether these came with the flash cookie."""

    sentence: str | None
    values: Mapping[str, str]
    flashed: bool


def _form_state(headers: Headers, query: str) -> FormState:
    error, notice = _asked(query, "error"), _asked(query, "notice")
    cookie = read_cookie(headers.raw, flash_cookie())
    values = opened_typed(cookie) if error else {}
    if (target := _next_of(query)) is not None:
        values["next"] = target
    sentence = message_for(error) if error else NOTICES.get(notice)
    return FormState(sentence=sentence, values=values, flashed=cookie is not None)


def _next_of(query: str) -> str | None:
    return safe_next(_asked(query, "next"))


def _asked(query: str, name: str) -> str:
    """The first value of a parameter; empty where it is absent or the query has too many to read."""
    try:
        return parse_qs(query, max_num_fields=MAX_PARAMETERS).get(name, [""])[0]
    except ValueError:
        return ""


def not_found() -> Response:
    """The page for what does not exist, or may not be seen.

    It is plain HTML: the front end would look at the path and draw the page that the visitor may not see.
    """
    shop = escape(get_settings().shop_name)
    html = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>Not found · {shop}</title><link rel="icon" type="image/svg+xml" href="/mark.svg">'
        '<link rel="stylesheet" href="/css/plain.css"></head>'
        '<body><main class="plain"><h1>Not found</h1>'
        "<p>There is nothing at this address, or it is not for you to see.</p>"
        '<p><a href="/">Go to your start page</a></p></main></body></html>'
    )
    headers = {"cache-control": NEVER_STORED, "content-security-policy": page_policy()}
    return Response(html, status_code=404, media_type="text/html", headers=headers)
