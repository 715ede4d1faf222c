"""Who calls: an access token in the Authorization header (RFC 6750). The cookie of the pages is never read here."""

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from app.core.actor import Actor
from app.core.errors import Forbidden, Unauthenticated
from app.features.accounts import service as accounts

scheme = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    bearerFormat="JWT",
    description="The access_token of POST /api/login; POST /api/token/refresh renews it.",
)
Given = Annotated[HTTPAuthorizationCredentials | None, Security(scheme)]


async def signed_in(given: Given) -> Actor:
    """Whoever holds the token. Raises Unauthenticated, BadToken, TokenExpired."""
    if given is None:
        raise Unauthenticated("Send an access token: Authorization: Bearer …")
    return await accounts.bearer_actor(given.credentials)


async def perhaps_signed_in(request: Request, given: Given) -> Actor | None:
    """Whoever holds the token, None where no Authorization is sent; a bad one is refused all the same."""
    if given is None and "authorization" not in request.headers:
        return None
    return await signed_in(given)


async def staff_only(actor: Annotated[Actor, Depends(signed_in)]) -> Actor:
    """Staff and admins. Raises Forbidden."""
    if not actor.is_staff:
        raise Forbidden
    return actor


async def admin_only(actor: Annotated[Actor, Depends(signed_in)]) -> Actor:
    """Admins. Raises Forbidden."""
    if not actor.is_admin:
        raise Forbidden
    return actor


Anyone = Annotated[Actor | None, Depends(perhaps_signed_in)]
Customer = Annotated[Actor, Depends(signed_in)]
Staff = Annotated[Actor, Depends(staff_only)]
Admin = Annotated[Actor, Depends(admin_only)]


def client_address(request: Request) -> str:
    """The address limits are counted for; behind trusted proxies it is the client's own."""
    return request.client.host if request.client else "unknown"
