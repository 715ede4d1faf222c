"""The cookies of the door. Only HTTP routes set them; no script can read them."""

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from starlette.responses import Response

from app.core.config import get_settings

SESSION_DAYS = 30
FLASH_SECONDS = 60
LONGEST_COOKIE_HEADER = 16_384


def session_cookie() -> str:
    """The name of the session's cookie: over https it has the prefix that ties it to this host."""
    return "__Host-daybook_session" if get_settings().is_https else "daybook_session"


def flash_cookie() -> str:
    """The name of the short-lived cookie with what was typed in a refused form."""
    return "__Host-daybook_typed" if get_settings().is_https else "daybook_typed"


def read_cookie(headers: Iterable[tuple[bytes, bytes]], name: str) -> str | None:
    """The value of a cookie in the raw headers of a request or handshake, or None."""
    raw = "; ".join(value.decode("latin-1") for key, value in headers if key.lower() == b"cookie")
    if not raw or len(raw) > LONGEST_COOKIE_HEADER:
        return None
    for part in raw.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return _unquoted(value)
    return None


def session_token(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The session's token in the raw headers, or None."""
    return read_cookie(headers, session_cookie()) or None


def set_cookie(response: Response, name: str, value: str, *, max_age: int) -> None:
    """Set a cookie for `max_age` seconds: HttpOnly, SameSite=Lax, Path=/, and Secure over https."""
    response.set_cookie(
        name, value, max_age=max_age, path="/", httponly=True, samesite="lax", secure=get_settings().is_https
    )


def drop_cookie(response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=get_settings().is_https)


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return SimpleCookie(f"x={value}")["x"].value
    except (CookieError, KeyError):
        return ""
