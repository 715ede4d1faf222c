"""The use cases of accounts, as the doors know them. Each topic has its own module; this is the list."""

from app.features.accounts.admin import (
    count_users,
    get_user,
    list_users,
    rows,
    update_user,
    window,
    window_ids,
)
from app.features.accounts.colleagues import names_of
from app.features.accounts.passwords import warm
from app.features.accounts.profile import change_password, delete_profile, get_profile, update_profile
from app.features.accounts.sessions import TOPIC as SESSIONS_TOPIC
from app.features.accounts.sessions import (
    count_sessions,
    purge_expired,
    revoke_sessions,
    session_actor,
    session_valid,
    sign_in,
    sign_out,
)
from app.features.accounts.setup import create_admin, create_first_admin, is_empty, needs_setup, setup_code
from app.features.accounts.sign_up import confirm_sign_up, sign_up, sign_up_by_mail
from app.features.accounts.tokens import bearer_actor, issue_tokens, logout, logout_actor, refresh

__all__ = [
    "SESSIONS_TOPIC",
    "bearer_actor",
    "change_password",
    "confirm_sign_up",
    "count_sessions",
    "count_users",
    "create_admin",
    "create_first_admin",
    "delete_profile",
    "get_profile",
    "get_user",
    "is_empty",
    "issue_tokens",
    "list_users",
    "logout",
    "logout_actor",
    "names_of",
    "needs_setup",
    "purge_expired",
    "refresh",
    "revoke_sessions",
    "rows",
    "session_actor",
    "session_valid",
    "setup_code",
    "sign_in",
    "sign_out",
    "sign_up",
    "sign_up_by_mail",
    "update_profile",
    "update_user",
    "warm",
    "window",
    "window_ids",
]
