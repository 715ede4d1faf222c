"""Users, for admins."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.api.answers import refuses
from app.api.inputs import IfMatch, StrictRoute, UserId, tag
from app.api.json_body import JsonBody
from app.api.schemas import UserBody, UserFilter, UserList, UserSearch, listed
from app.api.security import Admin
from app.features.accounts import service as accounts
from app.features.accounts.errors import LastAdmin, UserErased
from app.features.accounts.schemas import UserPatch, UserQuery, UserRow

router = APIRouter(prefix="/api/admin/users", tags=["Users"], route_class=StrictRoute)


@router.get("")
async def list_users(actor: Admin, query: Annotated[UserFilter, Query()]) -> UserList:
    """Everybody with an account, newest first."""
    return listed(await accounts.list_users(actor, UserQuery(**query.given())), UserList)


@router.post("/search")
async def search_users(actor: Admin, query: Annotated[UserSearch, Depends(JsonBody(UserSearch))]) -> UserList:
    """The same list, by an e-mail address or the beginnings of a name's words."""
    return listed(await accounts.list_users(actor, query), UserList)


@router.patch("/{user_id}", responses=refuses(LastAdmin, UserErased))
async def change_user(
    actor: Admin,
    user_id: UserId,
    version: IfMatch,
    body: Annotated[UserBody, Depends(JsonBody(UserBody))],
    response: Response,
) -> UserRow:
    """Change name, role or whether the person may come in. Who may less than before is signed out everywhere."""
    user = await accounts.update_user(actor, user_id, UserPatch(version=version, **body.given()))
    tag(response, user.version)
    return user
