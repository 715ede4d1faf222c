"""The state of `/profile`: a person's own name, formats, password, sessions, and the end of their account."""

from typing import Any

import reflex as rx

from app.core import limits
from app.core.actor import Actor
from app.core.errors import DomainError, Invalid, Stale
from app.core.parsing import parse
from app.features.accounts import service as accounts
from app.features.accounts.schemas import ProfilePatch, UserDetail
from app.ui.components import effects
from app.ui.session import require
from app.ui.shell import ShellState

WORD = "DELETE"


class ProfileState(rx.State):
    """What the page shows of the account, and what is wrong in each of its forms."""

    loaded: bool = False
    name: str = ""
    email: str = ""
    locale: str = "en"
    time_zone: str = "UTC"
    sessions: int = 1
    errors: dict[str, str] = {}
    password_round: int = 0
    asking: bool = False
    _version: int = 0

    @rx.event
    async def load(self) -> None:
        """Read the account."""
        actor = await require(self)
        self.errors, self.asking = {}, False
        await self._read(actor)

    @rx.event
    async def save(self, form: dict[str, Any]) -> None:
        """Change name and formats."""
        actor = await require(self)
        self.errors = {}
        wanted = {name: str(form.get(name, "")) for name in ("name", "locale", "time_zone")}
        try:
            person = await accounts.update_profile(actor, parse(ProfilePatch, {**wanted, "version": self._version}))
        except Stale:
            await self._read(actor)
            self.errors = {"form": "Your account was changed elsewhere a moment ago. Look again, then save."}
            return
        except Invalid as refused:
            self.errors = _faults(refused)
            return
        self._show(person)
        await effects.toast(self, "Saved")
        shell = await self.get_state(ShellState)
        await shell._read(actor)  # noqa: SLF001 - a public method of a state could be called from the browser

    @rx.event
    async def change_password(self, form: dict[str, Any]) -> None:
        """Set another password; every other session ends."""
        actor = await require(self)
        self.errors = {}
        await limits.check(limits.PASSWORD_CHANGE_BY_ACCOUNT, str(actor.user_id))
        try:
            await accounts.change_password(
                actor, str(form.get("current_password", "")), str(form.get("new_password", ""))
            )
        except Invalid as refused:
            self.errors = _faults(refused)
            return
        self.password_round += 1
        await self._read(actor)
        await effects.toast(self, "Your password is changed, and you are signed out everywhere else")

    @rx.event
    async def end_others(self) -> None:
        """Sign out everywhere but here."""
        actor = await require(self)
        assert actor.user_id is not None, "a page has a person"
        await accounts.revoke_sessions(actor.user_id, except_session=actor.session_id)
        await self._read(actor)
        await effects.toast(self, "You are signed out everywhere else")

    @rx.event
    async def ask(self) -> None:
        """Ask before the account is deleted."""
        self.errors, self.asking = {}, True

    @rx.event
    async def keep(self) -> None:
        """Not deleted after all."""
        self.errors, self.asking = {}, False

    @rx.event
    async def delete(self, form: dict[str, Any]) -> None:
        """Erase the account, once the word stands there."""
        actor = await require(self)
        if str(form.get("word", "")).strip() != WORD:
            self.errors = {"word": f"Type {WORD} to delete your account"}
            return
        try:
            await accounts.delete_profile(actor)
        except DomainError as refused:
            self.errors = {"word": refused.detail}
            return
        self.asking = False
        await effects.leave(self, "/login")

    async def _read(self, actor: Actor) -> None:
        self._show(await accounts.get_profile(actor))
        self.sessions = await accounts.count_sessions(actor)
        self.loaded = True

    def _show(self, person: UserDetail) -> None:
        self.name, self.email = person.name, person.email
        self.locale, self.time_zone = person.locale, person.time_zone
        self._version = person.version


def _faults(refused: Invalid) -> dict[str, str]:
    """Each field's sentence; the form's own where no field is named."""
    return {fault.field: fault.detail for fault in refused.errors} or {"form": refused.detail}
