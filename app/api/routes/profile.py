"""A person's own account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.api.answers import refuses
from app.api.inputs import IfMatch, StrictRoute, tag
from app.api.json_body import JsonBody
from app.api.schemas import ProfileBody
from app.api.security import Customer
from app.core.errors import NotFound
from app.features.accounts import service as accounts
from app.features.accounts.errors import LastAdmin
from app.features.accounts.schemas import ProfilePatch, UserDetail

router = APIRouter(prefix="/api", tags=["Profile"], route_class=StrictRoute)


@router.get("/profile", responses=refuses(NotFound))
async def read_profile(actor: Customer, response: Response) -> UserDetail:
    """One's own account. ETag is its version."""
    profile = await accounts.get_profile(actor)
    tag(response, profile.version)
    return profile


@router.patch("/profile", responses=refuses(NotFound))
async def change_profile(
    actor: Customer,
    version: IfMatch,
    body: Annotated[ProfileBody, Depends(JsonBody(ProfileBody))],
    response: Response,
) -> UserDetail:
    """Change one's name, locale or time zone, from the version that was read."""
    profile = await accounts.update_profile(actor, ProfilePatch(version=version, **body.given()))
    tag(response, profile.version)
    return profile


@router.delete("/profile", status_code=204, responses=refuses(NotFound, LastAdmin))
async def erase_profile(actor: Customer) -> None:
    """Erase one's personal data and end every session. Orders stay for the books, without name and address."""
    await accounts.delete_profile(actor)
