"""The jobs that mail: what is due by the clock, and what has crossed its line.

The figures are read outside of any transaction. The mail is put into the outbox in the transaction that notes that it
is: with the next time of a mail by the clock, or with the new standing of an alert. Both are noted only where they
still stand as they were seen, so that of several processes, and after a restart, one mails.
"""

import json
from datetime import timedelta
from uuid import UUID

from app.core import clock, limits
from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import NotFound
from app.core.failures import log_failure
from app.core.ranges import zone
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.dashboard.boards import board_of
from app.features.mail.kinds import ALERT, REPORT
from app.features.notices import letters, repository, rules
from app.features.notices.mapping import when_of
from app.features.notices.owners import Owner, owner_of
from app.features.notices.rules import Standing
from app.features.notices.schemas import Kind, Letter
from app.features.notices.writing import alert_letter, measured, report_letter
from app.models import Alert, OutboxMail, ReportSchedule

MOST_AT_ONCE = 50
# How often an alert is looked at, whichever process does it.
LOOK_AGAIN = timedelta(seconds=50)


async def mail_reports() -> int:
    """Mail what is due; returns how many mails that were. What cannot be written is tried again at the next turn."""
    async with read_session() as session:
        due = await repository.due_reports(session, clock.now(), limit=MOST_AT_ONCE)
    sent = 0
    for schedule, user in due:
        try:
            sent += await _mail_report(schedule, owner_of(user))
        except Exception as error:  # noqa: BLE001 - one that fails is not to keep the others from their mail
            log_failure(error, where="scheduled mail")
    return sent


async def check_alerts() -> int:
    """Look at the figures of alerts, and mail what has crossed its line; returns how many mails that were."""
    before = clock.now() - LOOK_AGAIN
    async with read_session() as session:
        if not await repository.any_to_look_at(session, before):
            return 0
    async with unit_of_work() as uow:
        taken = await repository.take_alerts(uow.session, before=before, now=uow.now, limit=MOST_AT_ONCE)
    sent = 0
    for alert, user in taken:
        try:
            sent += await _check_alert(alert, owner_of(user))
        except Exception as error:  # noqa: BLE001 - one that fails is not to keep the others from their mail
            log_failure(error, where="alert")
    return sent


async def send_now(actor: Actor, kind: Kind, notice_id: UUID) -> Letter:
    """Mail one of one's own as it would be now, to try it; all else stays as it is. Returns what the mail says.

    Raises NotFound, TooMany, Forbidden.
    """
    rules.assert_may_use(actor)
    assert actor.user_id is not None, "the rule has seen to it"
    await limits.check(limits.NOTICES_BY_ACCOUNT, str(actor.user_id))
    async with read_session() as session:
        user = await repository.owner(session, actor.user_id)
        found: ReportSchedule | Alert | None
        if kind == "report":
            found = await repository.own(session, ReportSchedule, actor.user_id, notice_id=notice_id)
        else:
            found = await repository.own(session, Alert, actor.user_id, notice_id=notice_id)
    if user is None or found is None:
        raise NotFound
    owner = owner_of(user)
    letter = letters.as_trial(await _letter_now(found, owner))
    async with unit_of_work() as uow:
        uow.session.add(_mail(uow, owner, REPORT if kind == "report" else ALERT, letter=letter))
    return letter


async def _mail_report(schedule: ReportSchedule, owner: Owner) -> bool:
    """Mail one that is due, or only move it on: where its owner's clock changed, or they may not have it any more."""
    now, when = clock.now(), when_of(schedule)
    time_zone = owner.formats.time_zone
    upcoming = rules.next_due(when, tz=zone(time_zone), after=now)
    if schedule.next_due_at > now or not owner.may_have_mail:
        async with unit_of_work() as uow:
            await repository.move_on(uow.session, schedule, next_due_at=upcoming, time_zone=time_zone, mail=None)
        return False
    due = rules.last_due(when, tz=zone(schedule.time_zone), until=now)
    letter = await report_letter(schedule, owner, due)
    async with unit_of_work() as uow:
        await repository.hold_person(uow.session, owner.id)
        mail = _mail(uow, owner, REPORT, letter=letter)
        if not await repository.move_on(uow.session, schedule, next_due_at=upcoming, time_zone=time_zone, mail=mail):
            return False
        uow.session.add(mail)
        if schedule.mail_id is not None:
            await repository.drop_unsent(uow.session, schedule.mail_id)
        return True


async def _check_alert(seen: Alert, owner: Owner) -> bool:
    if not owner.may_have_mail:
        return False
    board, time_zone = board_of(seen.about), owner.formats.time_zone
    now = clock.now()
    value = await measured(owner.actor, seen.metric, board, age_hours=seen.age_hours, tz=time_zone, now=now)
    inside = rules.is_inside(value, side=seen.side, threshold=seen.threshold)
    standing, has_crossed = rules.judge(_standing(seen), inside=inside, now=now)
    if not has_crossed and standing == _standing(seen) and value == seen.value:
        return False
    letter = alert_letter(seen, owner, value=value, before=seen.value, at=now) if has_crossed else None
    async with unit_of_work() as uow:
        await repository.hold_person(uow.session, owner.id)
        alert = await repository.lock(uow.session, Alert, seen.id)
        if alert is None or alert.deleted_at is not None or not _is_as_seen(alert, seen):
            return False
        alert.value, alert.is_inside, alert.outside_since = value, standing.is_inside, standing.outside_since
        if letter is not None:
            uow.session.add(_mail(uow, owner, ALERT, letter=letter))
            alert.crossed_at = alert.last_sent_at = now
        return letter is not None


def _standing(alert: Alert) -> Standing:
    return Standing(alert.is_inside, alert.outside_since)


def _is_as_seen(alert: Alert, seen: Alert) -> bool:
    return (alert.version, _standing(alert), alert.crossed_at) == (seen.version, _standing(seen), seen.crossed_at)


async def _letter_now(notice: ReportSchedule | Alert, owner: Owner) -> Letter:
    now = clock.now()
    if isinstance(notice, ReportSchedule):
        return await report_letter(notice, owner, now)
    board, time_zone = board_of(notice.about), owner.formats.time_zone
    value = await measured(owner.actor, notice.metric, board, age_hours=notice.age_hours, tz=time_zone, now=now)
    return alert_letter(notice, owner, value=value, before=None, at=now)


def _mail(uow: UnitOfWork, owner: Owner, kind: str, *, letter: Letter) -> OutboxMail:
    """A mail for the outbox; its message is sealed as it is assigned, and goes when its receiver is erased."""
    mail = OutboxMail(kind=kind, user_id=owner.id, message_ct="", created_at=uow.now, next_try_at=uow.now)
    mail.message = json.dumps({"to": owner.email, "subject": letter.subject, "text": letter.text})
    return mail
