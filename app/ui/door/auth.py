"""`POST /auth/login`, `/auth/signup`, `/auth/logout` and `/auth/setup`: only these set the session's cookie."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qsl, quote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.core import limits
from app.core.actor import Source
from app.core.config import get_settings
from app.core.crypto import email_index
from app.core.errors import DomainError, Forbidden, Invalid
from app.core.parsing import parse
from app.features.accounts import service as accounts
from app.features.accounts.schemas import Credentials, SignUp
from app.ui.door.cookies import (
    FLASH_SECONDS,
    SESSION_DAYS,
    drop_cookie,
    flash_cookie,
    session_cookie,
    session_token,
    set_cookie,
)
from app.ui.door.flash import sealed_typed
from app.ui.door.origin import is_ours
from app.ui.door.paths import safe_next
from app.ui.door.problems import problem_of, retry_header

SEE_OTHER = 303
DAY_SECONDS = 86_400
FORM_TYPE = "application/x-www-form-urlencoded"
MAX_FIELDS = 20
LONGEST_FORM = 16_384

Form: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The visitor has a new session, whose token goes into the cookie."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The visitor goes on at a local path, without a session as yet."""

    path: str


Outcome: TypeAlias = SignedIn | Elsewhere
Act: TypeAlias = Callable[[Request, Form], Awaitable[Outcome]]


class ForeignOrigin(Forbidden):
    """A post to the door did not come from our own pages."""

    code = "forbidden_origin"
    title = "This form was not sent from this site"


class NotAForm(Invalid):
    """The body is not what a form sends."""

    code = "invalid"
    title = "Send a form of type application/x-www-form-urlencoded"


def require_our_page(request: Request) -> None:
    """Raises ForeignOrigin unless the request comes from our own pages."""
    if not is_ours(request.headers):
        raise ForeignOrigin


def auth_routes() -> list[Route]:
    """The routes of the door."""
    return [
        Route("/auth/login", _endpoint(_login, page="/login"), methods=["POST"]),
        Route("/auth/signup", _endpoint(_signup, page="/signup"), methods=["POST"]),
        Route("/auth/setup", _endpoint(_setup, page="/setup"), methods=["POST"]),
        Route("/auth/logout", _logout, methods=["POST"]),
        Route("/auth/confirm", _confirm, methods=["GET"]),
    ]


def _endpoint(act: Act, *, page: str) -> Callable[[Request], Awaitable[Response]]:
    """A route that acts on a form and signs the visitor in, or shows the refusal where the form can show it."""

    async def endpoint(request: Request) -> Response:
        form: Form = {}
        try:
            require_our_page(request)
            form = await _read_form(request)
            return _done(form, await act(request, form))
        except DomainError as error:
            return _refused(request, form, page=page, error=error)

    return endpoint


def _done(form: Form, outcome: Outcome) -> Response:
    no_store = {"cache-control": "no-store"}
    if isinstance(outcome, Elsewhere):
        return RedirectResponse(outcome.path, SEE_OTHER, no_store)
    response = RedirectResponse(safe_next(form.get("next")) or "/", SEE_OTHER, no_store)
    set_cookie(response, session_cookie(), outcome.token, max_age=SESSION_DAYS * DAY_SECONDS)
    return response


async def _login(request: Request, form: Form) -> Outcome:
    await limits.check(limits.SIGN_IN_BY_ADDRESS, _address(request))
    await limits.check(limits.SIGN_IN_BY_ACCOUNT, email_index(form.get("email", "")))
    return SignedIn(await _sign_in(request, form))


async def _signup(request: Request, form: Form) -> Outcome:
    """With a mail server the address must prove itself first, and nobody learns which addresses have an account."""
    await limits.check(limits.SIGN_UP_BY_ADDRESS, _address(request))
    wanted = parse(SignUp, _only(form, "name", "email", "password"))
    if get_settings().smtp_url is not None:
        await accounts.sign_up_by_mail(wanted)
        return Elsewhere("/login?notice=check_mail")
    await accounts.sign_up(wanted, Source.WEB)
    return SignedIn(await _sign_in(request, form))


async def _setup(request: Request, form: Form) -> Outcome:
    await limits.check(limits.SETUP_BY_ADDRESS, _address(request))
    wanted = parse(SignUp, _only(form, "name", "email", "password"))
    await accounts.create_first_admin(form.get("code", ""), wanted)
    return SignedIn(await _sign_in(request, form))


async def _sign_in(request: Request, form: Form) -> str:
    """The token of a new session; the one that the request came with ends."""
    credentials = parse(Credentials, {**_only(form, "email", "password"), "otp": form.get("otp") or None})
    signed_in = await accounts.sign_in(credentials, old_token=session_token(request.headers.raw))
    return signed_in.token


def _only(form: Form, *names: str) -> dict[str, object]:
    return {name: form.get(name, "") for name in names}


async def _confirm(request: Request) -> Response:
    """The link of the mail that proves an address: makes the account, and leads to signing in."""
    try:
        await accounts.confirm_sign_up(request.query_params.get("token", ""))
    except DomainError as error:
        return RedirectResponse(f"/login?error={error.code}", SEE_OTHER)
    return RedirectResponse("/login?notice=confirmed", SEE_OTHER)


async def _logout(request: Request) -> Response:
    """End the session and lead to the login page; without a session there is nothing to end."""
    try:
        require_our_page(request)
    except DomainError as error:
        return problem_of(error)
    await accounts.sign_out(session_token(request.headers.raw))
    response = RedirectResponse("/login", SEE_OTHER)
    drop_cookie(response, session_cookie())
    response.headers["cache-control"] = "no-store"
    response.headers["clear-site-data"] = '"cache"'
    return response


async def _read_form(request: Request) -> Form:
    """The fields of the form. Raises NotAForm for another type, too many fields, or text that is not UTF-8."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise NotAForm
    body = await request.body()
    if len(body) > LONGEST_FORM:
        raise NotAForm("The form is too long")
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS))
    except ValueError:
        raise NotAForm from None


def _refused(request: Request, form: Form, *, page: str, error: DomainError) -> Response:
    if _wants_json(request.headers) or isinstance(error, ForeignOrigin):
        return problem_of(error)
    target = safe_next(form.get("next"))
    response = RedirectResponse(
        f"{page}?error={error.code}" + (f"&next={quote(target, safe='/')}" if target else ""), SEE_OTHER
    )
    set_cookie(response, flash_cookie(), sealed_typed(form), max_age=FLASH_SECONDS)
    response.headers.update({"cache-control": "no-store", **retry_header(error)})
    return response


def _wants_json(headers: Headers) -> bool:
    accept = headers.get("accept", "")
    return "application/json" in accept or "application/problem+json" in accept


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
