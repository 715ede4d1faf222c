"""Accounts and tokens: sign up, log in, refresh, log out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api.answers import refuses
from app.api.inputs import StrictRoute
from app.api.json_body import JsonBody, OptionalJsonBody
from app.api.schemas import Account, CheckMail, RefreshBody
from app.api.security import client_address, perhaps_signed_in
from app.core import limits
from app.core.actor import Actor, Source
from app.core.config import get_settings
from app.core.crypto import email_index
from app.core.errors import TooMany, Unauthenticated
from app.features.accounts import service as accounts
from app.features.accounts.errors import BadCredentials, BadToken, EmailTaken, RefreshReused, TokenExpired
from app.features.accounts.schemas import Credentials, SignUp, TokenPair

REFRESH_BY_ADDRESS = limits.Rule("refresh-address", times=120, minutes=5)

router = APIRouter(prefix="/api", tags=["Accounts and tokens"], route_class=StrictRoute)


@router.post(
    "/signup",
    status_code=201,
    response_model=Account,
    responses={
        202: {"model": CheckMail, "description": "Where the shop sends mail: a link is on its way to the address"},
        **refuses(EmailTaken, TooMany),
    },
)
async def sign_up(request: Request, wanted: Annotated[SignUp, Depends(JsonBody(SignUp))]) -> Account | Response:
    """Open an account as a customer. Where the shop can send mail, the account is made by the link in it."""
    await limits.check(limits.SIGN_UP_BY_ADDRESS, client_address(request))
    if get_settings().smtp_url is not None:
        await accounts.sign_up_by_mail(wanted)
        return Response(CheckMail().model_dump_json(), 202, media_type="application/json")
    user = await accounts.sign_up(wanted, Source.API)
    return Account(id=user.id, name=user.name, email=user.email, role=user.role, created_at=user.created_at)


@router.post("/login", responses=refuses(BadCredentials, TooMany))
async def log_in(request: Request, given: Annotated[Credentials, Depends(JsonBody(Credentials))]) -> TokenPair:
    """Get an access token and a refresh token. `otp` is for accounts with a second factor (`otp_required`)."""
    await limits.check(limits.SIGN_IN_BY_ADDRESS, client_address(request))
    await limits.check(limits.SIGN_IN_BY_ACCOUNT, email_index(given.email))
    return await accounts.issue_tokens(given)


@router.post("/token/refresh", responses=refuses(BadToken, TokenExpired, RefreshReused, TooMany))
async def refresh(request: Request, given: Annotated[RefreshBody, Depends(JsonBody(RefreshBody))]) -> TokenPair:
    """Get the next pair. A refresh token works once; used again, it ends every token that came of that sign-in."""
    await limits.check(REFRESH_BY_ADDRESS, client_address(request))
    return await accounts.refresh(given.refresh_token)


@router.post("/logout", status_code=204, responses=refuses(Unauthenticated))
async def log_out(
    actor: Annotated[Actor | None, Depends(perhaps_signed_in)],
    given: Annotated[RefreshBody | None, Depends(OptionalJsonBody(RefreshBody))],
) -> None:
    """End the tokens of one sign-in: those of the refresh token in the body, or else those of the bearer token."""
    if given is not None:
        await accounts.logout(given.refresh_token)
    elif actor is not None:
        await accounts.logout_actor(actor)
    else:
        raise Unauthenticated("Send the refresh token in the body, or the access token as bearer")
