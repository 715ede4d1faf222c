"""The use cases of accounts, as the doors know them. Each topic has its own module; this is the list."""

from app.features.accounts.admin import (
    count_users as count_users,
)
from app.features.accounts.admin import (
    edit_user_field as edit_user_field,
)
from app.features.accounts.admin import (
    get_user as get_user,
)
from app.features.accounts.admin import (
    list_users as list_users,
)
from app.features.accounts.admin import (
    rows as rows,
)
from app.features.accounts.admin import (
    update_user as update_user,
)
from app.features.accounts.admin import (
    window as window,
)
from app.features.accounts.passwords import warm as warm
from app.features.accounts.profile import (
    change_password as change_password,
)
from app.features.accounts.profile import (
    delete_profile as delete_profile,
)
from app.features.accounts.profile import (
    get_profile as get_profile,
)
from app.features.accounts.profile import (
    update_profile as update_profile,
)
from app.features.accounts.sessions import (
    purge_expired as purge_expired,
)
from app.features.accounts.sessions import (
    revoke_sessions as revoke_sessions,
)
from app.features.accounts.sessions import (
    session_actor as session_actor,
)
from app.features.accounts.sessions import (
    session_valid as session_valid,
)
from app.features.accounts.sessions import (
    sign_in as sign_in,
)
from app.features.accounts.sessions import (
    sign_out as sign_out,
)
from app.features.accounts.setup import (
    create_admin as create_admin,
)
from app.features.accounts.setup import (
    create_first_admin as create_first_admin,
)
from app.features.accounts.setup import (
    needs_setup as needs_setup,
)
from app.features.accounts.setup import (
    setup_code as setup_code,
)
from app.features.accounts.sign_up import (
    confirm_sign_up as confirm_sign_up,
)
from app.features.accounts.sign_up import (
    sign_up as sign_up,
)
from app.features.accounts.sign_up import (
    sign_up_by_mail as sign_up_by_mail,
)
from app.features.accounts.tokens import (
    bearer_actor as bearer_actor,
)
from app.features.accounts.tokens import (
    issue_tokens as issue_tokens,
)
from app.features.accounts.tokens import (
    logout as logout,
)
from app.features.accounts.tokens import (
    refresh as refresh,
)
