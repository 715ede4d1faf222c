"""What accounts refuse, by name."""

from app.core.errors import Conflict, Unauthenticated


class EmailTaken(Conflict):
    """Somebody has an account with this e-mail address."""

    code = "email_taken"
    title = "There is already an account with this e-mail address"


class BadCredentials(Unauthenticated):
    """Unknown address, wrong password or closed account: the three look the same."""

    code = "bad_credentials"
    title = "The e-mail address or the password is wrong"


class BadToken(Unauthenticated):
    """The token is not one of ours, or it has been revoked."""

    code = "bad_token"
    title = "This token is not valid"


class TokenExpired(Unauthenticated):
    """The token was good once."""

    code = "token_expired"
    title = "This token has expired"


class RefreshReused(Unauthenticated):
    """A refresh token came a second time, so somebody else may hold it: its whole family has ended."""

    code = "refresh_reused"
    title = "This refresh token was used before; sign in again"


class LastAdmin(Conflict):
    """Without this person nobody could manage the shop."""

    code = "last_admin"
    title = "The last active admin must stay one; make somebody else an admin first"


class UserErased(Conflict):
    """The person had their data erased; nothing is left to edit."""

    code = "user_erased"
    title = "This account was erased and cannot be changed"


class SetupClosed(Conflict):
    """The first admin exists; others are made by an admin."""

    code = "setup_closed"
    title = "This shop is already set up"
