"""Mails by the clock: once a time, to who may have them, right when the owner or the server was away."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from app.core.actor import Role
from app.core.errors import Forbidden, NotFound, Stale
from app.core.parsing import parse
from app.features.accounts import service as accounts
from app.features.mail.sending import send_due
from app.features.notices import service as notices
from app.features.notices.rules import MOST_OF_A_KIND, TooManyNotices
from app.features.notices.schemas import ReportWish
from app.models import OrderStatus
from tests.features.notices.desk import FORMATS, MORNING, become, move, outbox, schedule, sell, subjects, the_report
from tests.support.cast import Person
from tests.support.engines import on_sqlite
from tests.support.server_fixtures import NOON, Hour
from tests.support.smtp import Mailbox

pytestmark = pytest.mark.asyncio
DAY = timedelta(days=1)
EIGHT = NOON + timedelta(hours=20)


def at(moment: datetime, hour: Hour) -> None:
    hour.moment = moment


async def test_a_mail_goes_out_once_a_day_however_many_processes_look(sam: Person, hour: Hour) -> None:
    await schedule(sam)
    assert (await the_report(sam)).next_due_at == EIGHT
    assert await notices.mail_reports() == 0, "its time has not come"
    for _day in range(3):
        at((await the_report(sam)).next_due_at, hour)
        sent = await asyncio.gather(*(notices.mail_reports() for _ in range(4)))
        assert sum(sent) == 1
        hour.pass_by(timedelta(minutes=1))
        assert await notices.mail_reports() == 0
    assert (await the_report(sam)).next_due_at == EIGHT + 3 * DAY


async def test_the_mail_is_read_by_its_owner_in_their_own_words(
    mailbox: Mailbox, sam: Person, alice: Person, hour: Hour
) -> None:
    """End to end, over a real SMTP server."""
    await become(sam, locale="de", time_zone="Europe/Berlin")
    await move(await sell(alice, hour, ago=timedelta(hours=10), price=123450), OrderStatus.PAID)
    await move(await sell(alice, hour, ago=timedelta(hours=34), price=100000), OrderStatus.PAID)
    await schedule(sam)
    at(EIGHT - timedelta(hours=1), hour)
    assert await notices.mail_reports() == 1
    assert await send_due() == 1
    (mail,) = mailbox.to(sam.email)
    assert mail["Subject"] == "Morning figures: revenue 1.234,50 €, 23 % more"
    text = "\n".join(mail.get_content().splitlines())
    for line in (
        "Revenue is 1.234,50\u00a0€ for yesterday, 23\u00a0% more than for 16. März 2026.",
        "Revenue: 1.234,50\u00a0€ (23\u00a0% more, was 1.000,00\u00a0€)",
        "Orders: 1 (no change)",
        "Refund rate: 0,0\u00a0% (no change)",
        "http://localhost:3000/dashboard?from=2026-03-17&to=2026-03-18&currency=EUR",
        "You get this mail every day at 08:00 (Europe/Berlin).",
        "http://localhost:3000/dashboard/notices",
    ):
        assert line in text
    assert "Top products\n1. TEA-" in text
    assert alice.name not in text
    assert alice.email not in text


async def test_an_empty_shop_is_told_of_in_a_sentence(sam: Person, hour: Hour) -> None:
    await schedule(sam, name="", about="range=7d&compare=none")
    at(EIGHT, hour)
    await notices.mail_reports()
    (mail,) = await outbox()
    assert mail["subject"] == "Figures for the last 7 days: revenue €0.00"
    assert "There are no orders for the last 7 days." in mail["text"]
    assert "\u2013" not in mail["text"].splitlines()[4:], "what there is no figure of is left out"


async def test_days_that_the_server_was_down_are_one_mail_about_the_last_of_them(sam: Person, hour: Hour) -> None:
    await schedule(sam)
    at(EIGHT + 5 * DAY + timedelta(hours=3), hour)
    assert await notices.mail_reports() == 1
    (mail,) = await outbox()
    assert "from=2026-03-22&to=2026-03-23" in mail["text"]
    assert (await the_report(sam)).next_due_at == EIGHT + 6 * DAY


async def test_a_late_mail_is_about_the_days_that_were_meant(sam: Person, hour: Hour) -> None:
    await schedule(sam, at="23:30")
    at(NOON + DAY - timedelta(minutes=1), hour)
    await notices.mail_reports()
    (mail,) = await outbox()
    assert "from=2026-03-16&to=2026-03-17" in mail["text"]


async def test_a_new_mail_takes_the_place_of_one_that_never_went_out(sam: Person, hour: Hour) -> None:
    """Without a mail server they wait; who gives one later is not to get a mail for each day."""
    await schedule(sam)
    for _day in range(3):
        at((await the_report(sam)).next_due_at, hour)
        assert await notices.mail_reports() == 1
        assert (await the_report(sam)).is_waiting
    (mail,) = await outbox()
    assert "from=2026-03-19&to=2026-03-20" in mail["text"]


async def test_on_the_day_the_clocks_skip_the_time_there_is_one_mail(sam: Person, hour: Hour) -> None:
    await become(sam, time_zone="Europe/Berlin")
    at(datetime(2026, 3, 28, 12, tzinfo=UTC), hour)
    await schedule(sam, at="02:30")
    sent: list[datetime] = []
    while hour.pass_by(timedelta(minutes=10)) < datetime(2026, 3, 30, 12, tzinfo=UTC):
        if await notices.mail_reports():
            sent.append(hour.moment)
    assert sent == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 3, 30, 0, 30, tzinfo=UTC)]


async def test_who_moves_to_another_time_zone_is_mailed_by_the_clock_there(sam: Person, hour: Hour) -> None:
    await schedule(sam)
    await become(sam, time_zone="America/New_York")
    assert await notices.mail_reports() == 0
    assert (await the_report(sam)).next_due_at == EIGHT + timedelta(hours=4)
    at(EIGHT, hour)
    assert await notices.mail_reports() == 0
    hour.pass_by(timedelta(hours=4))
    assert await notices.mail_reports() == 1


@pytest.mark.parametrize("lost", [{"role": Role.CUSTOMER}, {"active": False}])
async def test_who_may_not_see_the_figures_any_more_gets_no_mail(
    mailbox: Mailbox, sam: Person, hour: Hour, lost: dict[str, object]
) -> None:
    await schedule(sam)
    at(EIGHT, hour)
    await notices.mail_reports()
    await become(sam, **lost)
    assert await send_due() == 0, "what was written before is not sent either"
    hour.pass_by(DAY)
    assert await notices.mail_reports() == 0
    await become(sam, role=Role.STAFF, active=True)
    assert await notices.mail_reports() == 0, "a time that passed meanwhile is not made up for"
    hour.pass_by(DAY)
    assert await notices.mail_reports() == 1
    assert await send_due() == 1
    assert len(mailbox.mails) == 1


async def test_paused_it_rests_and_resumed_it_goes_on_from_its_next_time(sam: Person, hour: Hour) -> None:
    row = await schedule(sam)
    await notices.pause(sam.actor(), "report", row.id)
    at(EIGHT + 2 * DAY, hour)
    assert await notices.mail_reports() == 0
    await notices.resume(sam.actor(), "report", row.id)
    assert await notices.mail_reports() == 0
    assert (await the_report(sam)).next_due_at == EIGHT + 3 * DAY


async def test_sent_now_to_try_it_changes_nothing_else(sam: Person, hour: Hour) -> None:
    row = await schedule(sam, about="range=today")
    await notices.send_now(sam.actor(), "report", row.id)
    (mail,) = await outbox()
    assert mail["to"] == sam.email
    assert mail["subject"].startswith("Trial: Morning figures")
    assert "because you asked for it" in mail["text"]
    assert await the_report(sam) == row


async def test_a_mail_is_changed_from_the_version_that_was_read(sam: Person, hour: Hour) -> None:
    row = await schedule(sam)
    weekly = parse(ReportWish, {**MORNING, "cadence": "weekly", "weekday": 4, "at": "17:45"})
    await notices.save_report(sam.actor(), weekly, of=row.id, version=row.version)
    changed = await the_report(sam)
    assert (changed.next_due_at, changed.version) == (datetime(2026, 3, 20, 17, 45, tzinfo=UTC), 2)
    with pytest.raises(Stale):
        await notices.save_report(sam.actor(), weekly, of=row.id, version=row.version)


async def test_it_is_its_owners_alone(sam: Person, ada: Person, alice: Person, hour: Hour) -> None:
    row = await schedule(sam)
    wish = parse(ReportWish, MORNING)
    assert await notices.list_reports(ada.actor(), FORMATS) == ()
    for attempt in (
        notices.save_report(ada.actor(), wish, of=row.id, version=1),
        notices.pause(ada.actor(), "report", row.id),
        notices.resume(ada.actor(), "report", row.id),
        notices.delete(ada.actor(), "report", row.id),
        notices.restore(ada.actor(), "report", row.id),
        notices.send_now(ada.actor(), "report", row.id),
    ):
        with pytest.raises(NotFound):
            await attempt
    for refused in (
        notices.list_reports(alice.actor(), FORMATS),
        notices.save_report(alice.actor(), wish),
        notices.send_now(alice.actor(), "report", row.id),
    ):
        with pytest.raises(Forbidden):
            await refused
    assert await outbox() == []


async def test_deleted_it_is_silent_and_can_be_brought_back_for_an_hour(sam: Person, hour: Hour) -> None:
    row = await schedule(sam)
    await notices.delete(sam.actor(), "report", row.id)
    assert await notices.list_reports(sam.actor(), FORMATS) == ()
    at(EIGHT, hour)
    assert await notices.mail_reports() == 0
    await notices.restore(sam.actor(), "report", row.id)
    assert await the_report(sam) == row
    await notices.delete(sam.actor(), "report", row.id)
    hour.pass_by(timedelta(hours=1, seconds=1))
    await notices.purge_deleted()
    with pytest.raises(NotFound):
        await notices.restore(sam.actor(), "report", row.id)


async def test_there_are_so_many_a_person_and_no_more(sam: Person, ada: Person, hour: Hour) -> None:
    row, *_others = [await schedule(sam) for _number in range(MOST_OF_A_KIND - 1)]
    results = await asyncio.gather(schedule(sam), schedule(sam), return_exceptions=True)
    assert sum(isinstance(result, TooManyNotices) for result in results) == 1
    await schedule(ada)
    await notices.delete(sam.actor(), "report", row.id)
    await schedule(sam)
    with pytest.raises(TooManyNotices):
        await notices.restore(sam.actor(), "report", row.id)


@on_sqlite
async def test_one_that_cannot_be_written_does_not_keep_the_others_from_their_mail(
    sam: Person, ada: Person, hour: Hour, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.features.notices import posting

    await schedule(sam, name="Sam's")
    await schedule(ada, name="Ada's")
    write = posting.report_letter

    async def fail_for_sam(schedule: object, owner: posting.Owner, due: datetime) -> object:
        if owner.id == sam.id:
            raise RuntimeError
        return await write(schedule, owner, due)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(posting, "report_letter", fail_for_sam)
    at(EIGHT, hour)
    assert await notices.mail_reports() == 1
    monkeypatch.setattr(posting, "report_letter", write)
    assert await notices.mail_reports() == 1, "what could not be written is tried again"
    assert await subjects() == ["Ada's: revenue €0.00", "Sam's: revenue €0.00"]


@on_sqlite
async def test_what_is_erased_with_a_person(sam: Person, ada: Person, hour: Hour) -> None:
    await schedule(sam)
    at(EIGHT, hour)
    await notices.mail_reports()
    assert await subjects() != []
    await accounts.delete_profile(sam.actor())
    assert await subjects() == []
    hour.pass_by(DAY)
    assert await notices.mail_reports() == 0
