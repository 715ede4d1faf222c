"""The state of `/dashboard/notices`: the person's own mails and alerts, one form at a time, and an undo."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx

from app.core.actor import Actor, Role
from app.core.config import get_settings
from app.core.errors import DomainError, Invalid, NotFound, Stale
from app.core.ids import parse_id
from app.core.parsing import parse
from app.features.accounts import service as accounts
from app.features.dashboard.boards import Board, board_of
from app.features.notices import service as notices
from app.features.notices.schemas import AlertRow, AlertWish, Kind, Metric, ReportRow, ReportWish
from app.ui.components import effects
from app.ui.dashboard_notices.shown import (
    Card,
    Draft,
    alert_card,
    alert_draft,
    asked_board,
    board_words,
    report_card,
    report_draft,
)
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

NEW_REPORT = "range=yesterday"


class NoticesState(rx.State):
    """Cards as text. `form` is report, alert or none; `opened` counts forms: each begins with its own values."""

    loaded: bool = False
    has_mail_server: bool = True
    email: str = ""
    time_zone: str = ""
    reports: list[Card] = []
    alerts: list[Card] = []
    board: str = ""
    board_error: str = ""
    form: str = ""
    opened: int = 0
    draft: Draft = Draft()
    cadence: str = "daily"
    metric: str = Metric.OPEN_ORDERS.value
    currency: str = ""
    errors: dict[str, str] = {}
    deleted_kind: str = ""
    deleted_id: str = ""
    deleted_title: str = ""
    letter_subject: str = ""
    letter_text: str = ""
    _board: Board = Board()
    _about: Board = Board()

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show what there is, and look again every few seconds: times pass and figures move."""
        async with self:
            await self._enter()
        async for _ in follow(self, (), idle=True):
            async with self:
                await self._read(await current_actor(self))

    @rx.event
    async def begin(self, kind: str) -> None:
        """Open the form of a new mail or alert, about the board that the address names, if it names one."""
        await require(self, Role.STAFF)
        formats = await formats_of(self)
        if kind == "report":
            board = self._board if self._board.pairs else board_of(NEW_REPORT)
            self._open("report", board, report_draft(board, formats))
        else:
            self._open("alert", self._board, alert_draft(self._board, formats))

    @rx.event
    async def edit(self, kind: str, notice_id: str) -> None:
        """Open the form of one that there is."""
        actor = await require(self, Role.STAFF)
        formats = await formats_of(self)
        if kind == "report":
            report = _found(await notices.list_reports(actor, formats), notice_id)
            self._open("report", board_of(report.about), report_draft(board_of(report.about), formats, report))
        else:
            alert = _found(await notices.list_alerts(actor, formats), notice_id)
            self._open("alert", board_of(alert.about), alert_draft(board_of(alert.about), formats, alert))

    @rx.event
    async def cancel(self) -> None:
        """Close the form or the mail that is shown."""
        self.form, self.errors, self.letter_text = "", {}, ""

    @rx.event
    async def choose_cadence(self, cadence: str) -> None:
        """Weekly mails have a day."""
        self.cadence = cadence

    @rx.event
    async def choose_metric(self, metric: str) -> None:
        """Open orders have an age, other figures a range."""
        self.metric = metric

    @rx.event
    async def save(self, form: dict[str, Any]) -> None:
        """Write what the form says; what is wrong with it stands beside its field."""
        actor = await require(self, Role.STAFF)
        self.errors = {}
        try:
            await self._save(actor, {name: str(value) for name, value in form.items()})
        except Stale:
            self.errors = {"form": "This was changed elsewhere since you opened it. Close it and open it again."}
            return
        except Invalid as refused:
            self.errors = _faults(refused)
            return
        except DomainError as refused:
            self.errors = {"form": refused.detail}
            return
        self.form = ""
        await self._read(actor)
        await effects.toast(self, "Saved")

    @rx.event
    async def pause(self, kind: str, notice_id: str) -> None:
        """Let it rest."""
        actor = await require(self, Role.STAFF)
        await notices.pause(actor, _kind(kind), _id(notice_id))
        await self._read(actor)

    @rx.event
    async def resume(self, kind: str, notice_id: str) -> None:
        """Wake it."""
        actor = await require(self, Role.STAFF)
        await notices.resume(actor, _kind(kind), _id(notice_id))
        await self._read(actor)

    @rx.event
    async def delete(self, kind: str, notice_id: str) -> None:
        """Delete it; it can be brought back."""
        actor = await require(self, Role.STAFF)
        cards = self.reports if kind == "report" else self.alerts
        self.deleted_title = next((card.title for card in cards if card.id == notice_id), "")
        await notices.delete(actor, _kind(kind), _id(notice_id))
        self.deleted_kind, self.deleted_id = _kind(kind), notice_id
        await self._read(actor)
        await effects.focus(self, "#bring-back")

    @rx.event
    async def bring_back(self) -> None:
        """Undo the last deletion."""
        actor = await require(self, Role.STAFF)
        kind, notice_id = self.deleted_kind, self.deleted_id
        self.deleted_kind = self.deleted_id = ""
        await notices.restore(actor, _kind(kind), _id(notice_id))
        await self._read(actor)
        await effects.focus(self, f"#notice-{notice_id} .notice-edit")

    @rx.event
    async def send_now(self, kind: str, notice_id: str) -> None:
        """Mail it now, to try it. Where no mail goes out, what it says is shown instead."""
        actor = await require(self, Role.STAFF)
        letter = await notices.send_now(actor, _kind(kind), _id(notice_id))
        if get_settings().smtp_url is None:
            self.letter_subject, self.letter_text = letter.subject, letter.text
            return
        await effects.toast(self, f"On its way to {self.email}")

    async def _enter(self) -> None:
        await require(self, Role.STAFF)
        self.form, self.errors, self.letter_text = "", {}, ""
        self.deleted_kind = self.deleted_id = ""
        await self._look_at_board(str(self.router.url.query_parameters.get("about", "")))

    async def _look_at_board(self, about: str) -> None:
        """What the board showed from which somebody comes."""
        self._board, self.board, self.board_error = Board(), "", ""
        try:
            board = board_of(about)
            if board.pairs:
                self.board = board_words(board, await formats_of(self))
                self._board = board
        except Invalid as refused:
            self.board_error = f"What the dashboard showed cannot be read: {_said(refused)}"

    async def _read(self, actor: Actor) -> None:
        """Assign what differs: a var that stays the same is not sent."""
        formats = await formats_of(self)
        person = await accounts.get_profile(actor)
        reports = [report_card(row, formats) for row in await notices.list_reports(actor, formats)]
        alerts = [alert_card(row, formats) for row in await notices.list_alerts(actor, formats)]
        if reports != self.reports:
            self.reports = reports
        if alerts != self.alerts:
            self.alerts = alerts
        self.email, self.time_zone = person.email, person.time_zone
        self.has_mail_server = get_settings().smtp_url is not None
        self.loaded = True

    def _open(self, kind: Kind, board: Board, draft: Draft) -> None:
        self._about, self.draft, self.cadence, self.metric = board, draft, draft.cadence, draft.metric
        self.currency = board.one("currency") or get_settings().currency
        self.form, self.errors, self.opened = kind, {}, self.opened + 1

    async def _save(self, actor: Actor, form: Mapping[str, str]) -> None:
        board = asked_board(self._about, dict(form))
        of = _id(self.draft.id) if self.draft.id else None
        given = {name: form[name] for name in ("name", "at", "cadence", "metric", "side", "threshold") if name in form}
        if self.form == "report":
            weekday = {"weekday": form["weekday"]} if form.get("weekday") else {}
            wish = parse(ReportWish, {**given, **weekday, "about": board.text})
            await notices.save_report(actor, wish, of=of, version=self.draft.version)
        else:
            age = {name: form[name] for name in ("age", "age_unit") if form.get(name)}
            alert = parse(AlertWish, {**given, **age, "about": board.text})
            await notices.save_alert(actor, alert, of=of, version=self.draft.version)


def _id(text: str) -> UUID:
    found = parse_id(text)
    if found is None:
        raise NotFound
    return found


def _kind(text: str) -> Kind:
    if text == "report":
        return "report"
    if text == "alert":
        return "alert"
    raise NotFound


def _found(rows: tuple[ReportRow, ...] | tuple[AlertRow, ...], notice_id: str) -> Any:
    """The one of this id. Raises NotFound."""
    for row in rows:
        if str(row.id) == notice_id:
            return row
    raise NotFound("This is not there any more")


def _faults(refused: Invalid) -> dict[str, str]:
    """Each field's sentence; the form's own where the page has no such field."""
    faults = {fault.field: fault.detail for fault in refused.errors}
    if "about" in faults:
        return {"form": f"What the dashboard showed {faults['about']}"}
    return faults or {"form": refused.detail}


def _said(refused: Invalid) -> str:
    return ", ".join(f"{error.field} {error.detail}" for error in refused.errors) or refused.detail
