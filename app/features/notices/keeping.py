"""What people do with their mails and alerts: make, change, pause, delete and bring back."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from app.core import clock
from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import NotFound, Stale
from app.core.formats import Formats
from app.core.ranges import zone
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts import service as accounts
from app.features.accounts.schemas import UserDetail
from app.features.dashboard.boards import board_of
from app.features.notices import repository, rules
from app.features.notices.mapping import alert_row, report_row, when_of
from app.features.notices.schemas import AlertRow, AlertWish, Kind, ReportRow, ReportWish
from app.features.notices.writing import measured, settled
from app.models import Alert, Metric, ReportSchedule

Notice = TypeVar("Notice", bound=ReportSchedule | Alert)
MODELS: Mapping[Kind, type[ReportSchedule] | type[Alert]] = {"report": ReportSchedule, "alert": Alert}
GONE = "This is not there any more"
# What an alert on open orders, which are of any time, has no use for; and what no alert has.
RANGE = dict.fromkeys(("range", "from", "to"), "")
BOARD_ONLY = dict.fromkeys(("compare", "compare_from", "compare_to", "grain", "cards"), "")


async def list_reports(actor: Actor, formats: Formats) -> tuple[ReportRow, ...]:
    """The actor's own mails by the clock, the oldest first. Raises Forbidden for customers."""
    owner = _person(actor)
    async with read_session() as session:
        found = await repository.listed(session, ReportSchedule, owner)
        waiting = await repository.waiting(session, [one.mail_id for one in found if one.mail_id])
    return tuple(report_row(one, formats, is_waiting=one.mail_id in waiting) for one in found)


async def list_alerts(actor: Actor, formats: Formats) -> tuple[AlertRow, ...]:
    """The actor's own alerts, the oldest first. Raises Forbidden for customers."""
    owner = _person(actor)
    async with read_session() as session:
        found = await repository.listed(session, Alert, owner)
    return tuple(alert_row(one, formats) for one in found)


async def save_report(actor: Actor, wish: ReportWish, *, of: UUID | None = None, version: int = 0) -> UUID:
    """Make a mail by the clock, or change `of` from that `version` of it. Returns its id.

    Raises Invalid naming `about`, TooManyNotices, Stale, NotFound, Forbidden.
    """
    owner, person, now = _person(actor), await accounts.get_profile(actor), clock.now()
    board = await settled(actor, wish.about, tz=person.time_zone, now=now)
    async with unit_of_work() as uow:
        schedule = await _to_write(uow, ReportSchedule, owner, of, version=version)
        if schedule is None:
            schedule = ReportSchedule(
                owner_id=owner,
                about="",
                cadence=wish.cadence,
                minute=0,
                time_zone="",
                next_due_at=now,
                created_at=now,
                updated_at=now,
            )
        schedule.name = wish.name or None  # pyright: ignore[reportAttributeAccessIssue] (sealed as it is assigned)
        schedule.about, schedule.cadence = board.text, wish.cadence
        schedule.minute, schedule.weekday = wish.when.minute, wish.when.weekday
        _set_due(schedule, person, uow.now)
        uow.session.add(schedule)
        return schedule.id


async def save_alert(actor: Actor, wish: AlertWish, *, of: UUID | None = None, version: int = 0) -> UUID:
    """Make an alert, or change `of` from that `version` of it. Returns its id.

    A figure that is over its line already is not a crossing: it shows so, and is told of when it crosses again. Raises
    Invalid naming `about` or `threshold`, TooManyNotices, Stale, NotFound, Forbidden.
    """
    owner, person, now = _person(actor), await accounts.get_profile(actor), clock.now()
    board = (await settled(actor, wish.about, tz=person.time_zone, now=now)).having(**BOARD_ONLY)
    if wish.metric is Metric.OPEN_ORDERS:
        board = board.having(**RANGE)
    threshold = rules.threshold_of(wish.threshold, wish.metric, currency=board.one("currency"))
    value = await measured(actor, wish.metric, board, age_hours=wish.age_hours, tz=person.time_zone, now=now)
    async with unit_of_work() as uow:
        alert = await _to_write(uow, Alert, owner, of, version=version)
        if alert is None:
            alert = Alert(
                owner_id=owner,
                about="",
                metric=wish.metric,
                side=wish.side,
                threshold=0,
                created_at=now,
                updated_at=now,
            )
        alert.name = wish.name or None  # pyright: ignore[reportAttributeAccessIssue] (sealed as it is assigned)
        alert.about, alert.metric, alert.side = board.text, wish.metric, wish.side
        alert.threshold, alert.age_hours = threshold, wish.age_hours
        _start(alert, value, now)
        uow.session.add(alert)
        return alert.id


async def pause(actor: Actor, kind: Kind, notice_id: UUID) -> None:
    """Let it rest until it is resumed: no mail goes out, no figure is looked at. Raises NotFound, Forbidden."""
    owner = _person(actor)
    async with unit_of_work() as uow:
        notice = await _lock_own(uow, MODELS[kind], owner, notice_id)
        notice.paused = True
        _step(uow, notice)


async def resume(actor: Actor, kind: Kind, notice_id: UUID) -> None:
    """Go on from now: mails that were missed are not made up for, crossings not told of. Raises NotFound, Forbidden."""
    owner, person = _person(actor), await accounts.get_profile(actor)
    await (_resume_report if kind == "report" else _resume_alert)(actor, owner, notice_id, person=person)


async def delete(actor: Actor, kind: Kind, notice_id: UUID) -> None:
    """Delete one of one's own; it can be brought back for an hour. Raises NotFound, Forbidden."""
    owner = _person(actor)
    async with unit_of_work() as uow:
        notice = await _lock_own(uow, MODELS[kind], owner, notice_id)
        notice.deleted_at = uow.now


async def restore(actor: Actor, kind: Kind, notice_id: UUID) -> None:
    """Bring one back as it was. Raises NotFound when it is gone for good, TooManyNotices, Forbidden."""
    owner, model = _person(actor), MODELS[kind]
    async with unit_of_work() as uow:
        await repository.hold_person(uow.session, owner)
        notice = await repository.lock(uow.session, model, notice_id)
        if notice is None or notice.owner_id != owner:
            raise NotFound
        if notice.deleted_at is not None:
            rules.assert_room(await repository.count(uow.session, model, owner))
            notice.deleted_at = None


async def purge_deleted() -> None:
    """Forget what was deleted an hour ago."""
    async with unit_of_work() as uow:
        await repository.purge(uow.session, uow.now - rules.KEEP_DELETED)


def _person(actor: Actor) -> UUID:
    rules.assert_may_use(actor)
    assert actor.user_id is not None, "the rule has seen to it"
    return actor.user_id


async def _resume_report(_actor: Actor, owner: UUID, report_id: UUID, *, person: UserDetail) -> None:
    async with unit_of_work() as uow:
        schedule = await _lock_own(uow, ReportSchedule, owner, report_id)
        schedule.paused = False
        _set_due(schedule, person, uow.now)
        _step(uow, schedule)


async def _resume_alert(actor: Actor, owner: UUID, alert_id: UUID, *, person: UserDetail) -> None:
    seen = await _own(Alert, owner, alert_id)
    value = await measured(
        actor, seen.metric, board_of(seen.about), age_hours=seen.age_hours, tz=person.time_zone, now=clock.now()
    )
    async with unit_of_work() as uow:
        alert = await _lock_own(uow, Alert, owner, alert_id)
        alert.paused = False
        if alert.version == seen.version:
            _start(alert, value, uow.now)
        _step(uow, alert)


async def _own(model: type[Notice], owner: UUID, notice_id: UUID) -> Notice:
    async with read_session() as session:
        notice = await repository.own(session, model, owner, notice_id=notice_id)
    if notice is None:
        raise NotFound(GONE)
    return notice


async def _lock_own(uow: UnitOfWork, model: type[Notice], owner: UUID, notice_id: UUID) -> Notice:
    notice = await repository.lock(uow.session, model, notice_id)
    if notice is None or notice.owner_id != owner or notice.deleted_at is not None:
        raise NotFound(GONE)
    return notice


async def _to_write(
    uow: UnitOfWork, model: type[Notice], owner: UUID, of: UUID | None, *, version: int
) -> Notice | None:
    """The one to change, locked, as a new version of it; None where there is room for a new one."""
    if of is None:
        await repository.hold_person(uow.session, owner)
        rules.assert_room(await repository.count(uow.session, model, owner))
        return None
    notice = await _lock_own(uow, model, owner, of)
    if notice.version != version:
        raise Stale("This was changed elsewhere since you opened it")
    _step(uow, notice)
    return notice


def _step(uow: UnitOfWork, notice: ReportSchedule | Alert) -> None:
    notice.version, notice.updated_at = notice.version + 1, uow.now


def _set_due(schedule: ReportSchedule, person: UserDetail, now: datetime) -> None:
    schedule.time_zone = person.time_zone
    schedule.next_due_at = rules.next_due(when_of(schedule), tz=zone(person.time_zone), after=now)


def _start(alert: Alert, value: int | None, now: datetime) -> None:
    """Stand where the figure is now."""
    alert.is_inside = rules.is_inside(value, side=alert.side, threshold=alert.threshold)
    alert.value, alert.checked_at, alert.outside_since, alert.crossed_at = value, now, None, None
