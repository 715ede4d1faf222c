"""Alerts: one mail for each crossing, whoever looks and however often, and what the mail says."""

import asyncio
import random
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from app.core.actor import Role
from app.core.database import read_session
from app.core.errors import Forbidden, Invalid, NotFound, Stale
from app.core.parsing import parse
from app.features.mail.sending import send_due
from app.features.notices import posting
from app.features.notices import service as notices
from app.features.notices.owners import owner_of
from app.features.notices.rules import SETTLE
from app.features.notices.schemas import AlertWish
from app.models import Alert, OrderStatus, User
from tests.features.notices.desk import FORMATS, LATE, become, move, outbox, sell, subjects, the_alert, watch
from tests.support.cast import Person
from tests.support.engines import on_sqlite
from tests.support.server_fixtures import Hour
from tests.support.smtp import Mailbox

pytestmark = pytest.mark.asyncio
TICK = timedelta(minutes=1)
OLD = timedelta(days=3)
REVENUE = {"metric": "revenue", "age": None, "about": "range=today", "threshold": "10.00"}


async def look(hour: Hour, *, later: timedelta = TICK, processes: int = 1) -> int:
    """Time passes, and some processes look at the alerts; how many mails that made."""
    hour.pass_by(later)
    return sum(await asyncio.gather(*(notices.check_alerts() for _ in range(processes))))


@pytest.mark.parametrize("seed", range(3))
async def test_a_walk_of_the_figure_has_as_many_mails_as_crossings(
    sam: Person, alice: Person, hour: Hour, seed: int
) -> None:
    """Open orders come and go at random; two processes look after each step, which is as long as it takes to settle."""
    chance = random.Random(seed)
    await watch(sam)
    waiting, counts, mails = [await sell(alice, hour, ago=OLD)], [0], 0
    for _step in range(18):
        if waiting and chance.random() < len(waiting) / 6:
            await move(waiting.pop(), OrderStatus.CANCELLED)
        else:
            waiting.append(await sell(alice, hour, ago=OLD))
        mails += await look(hour, later=SETTLE, processes=2)
        counts.append(len(waiting))
        assert (await the_alert(sam)).value == str(len(waiting))
    crossings = sum(before <= 2 < after for before, after in pairwise(counts))
    assert crossings > 1, "a walk that proves something"
    assert mails == crossings == len(await outbox())


async def test_a_figure_that_flickers_about_its_line_is_told_of_once(sam: Person, alice: Person, hour: Hour) -> None:
    await watch(sam, threshold="0")
    mails = 0
    for _minute in range(5):
        order = await sell(alice, hour, ago=OLD)
        mails += await look(hour)
        await move(order, OrderStatus.CANCELLED)
        mails += await look(hour)
    assert mails == 1
    await look(hour, later=SETTLE)
    await sell(alice, hour, ago=OLD)
    assert await look(hour) == 1, "it had been back for long enough"


async def test_two_processes_that_saw_the_same_crossing_mail_it_once(sam: Person, alice: Person, hour: Hour) -> None:
    """Each saw the alert before the other one wrote: what a lock alone would not tell them."""
    await watch(sam, threshold="0")
    await sell(alice, hour, ago=OLD)
    async with read_session() as session:
        alert = (await session.scalars(select(Alert))).one()
        owner = owner_of((await session.scalars(select(User).where(User.id == sam.id))).one())
    hour.pass_by(TICK)
    sent = await asyncio.gather(*(posting._check_alert(alert, owner) for _ in range(3)))
    assert sum(sent) == 1
    assert len(await outbox()) == 1


async def test_a_figure_that_is_over_its_line_already_has_not_crossed_it(
    sam: Person, alice: Person, hour: Hour
) -> None:
    order = await sell(alice, hour, ago=OLD)
    row = await watch(sam, threshold="0")
    assert (row.value, row.is_inside, row.crossed_at) == ("1", True, None)
    assert await look(hour) == 0
    await move(order, OrderStatus.CANCELLED)
    await look(hour)
    await look(hour, later=SETTLE)
    assert not (await the_alert(sam)).is_inside
    await sell(alice, hour, ago=OLD)
    assert await look(hour) == 1
    crossed = await the_alert(sam)
    assert crossed.crossed_at == crossed.last_sent_at == hour.moment


async def test_orders_cross_by_growing_old_too(sam: Person, alice: Person, hour: Hour) -> None:
    await sell(alice, hour)
    await watch(sam, threshold="0", age=36, age_unit="hours")
    assert await look(hour, later=timedelta(hours=35)) == 0
    assert await look(hour, later=timedelta(hours=2)) == 1
    assert await subjects() == ["Alert: Open orders older than 36 hours: 1, above 0"]


async def test_the_mail_says_what_crossed_and_leads_to_the_rows(
    mailbox: Mailbox, sam: Person, alice: Person, hour: Hour
) -> None:
    """End to end, over a real SMTP server."""
    await become(sam, locale="de", time_zone="Europe/Berlin")
    await watch(sam, name="Too late")
    for _number in range(3):
        await sell(alice, hour, ago=OLD)
    assert await look(hour) == 1
    assert await send_due() == 1
    (mail,) = mailbox.to(sam.email)
    assert mail["Subject"] == "Alert: Open orders older than 2 days: 3, above 2"
    text = mail.get_content()
    for line in (
        "Too late",
        "Open orders older than 2 days: 3, above 2. At the look before it was 0.",
        "Seen on 17.03.2026, 13:01 (Europe/Berlin).",
        "http://localhost:3000/admin/orders?status=paid,pending&to=2026-03-15T12:01:00Z",
        "http://localhost:3000/dashboard/notices",
    ):
        assert line in text
    assert alice.name not in text


async def test_revenue_of_a_range_is_watched_in_the_owners_days(sam: Person, alice: Person, hour: Hour) -> None:
    await watch(sam, **REVENUE)
    await move(await sell(alice, hour, price=1000), OrderStatus.PAID)
    assert await look(hour) == 0, "the line itself is not above it"
    await move(await sell(alice, hour, price=1), OrderStatus.PAID)
    assert await look(hour) == 1
    assert await subjects() == ["Alert: Revenue for today: €10.01, above €10.00"]
    await look(hour, later=timedelta(days=1))
    assert (await the_alert(sam)).value == "€0.00", "a new day begins at nothing"


async def test_a_rate_of_no_orders_is_outside_and_is_told_of_when_there_is_one(
    sam: Person, alice: Person, hour: Hour
) -> None:
    row = await watch(sam, metric="cancellations", about="range=7d", threshold="49.5 %", age=None)
    assert (row.value, row.threshold, row.typed) == (None, "50%", "49.50")
    order = await sell(alice, hour)
    assert await look(hour) == 0
    await move(order, OrderStatus.CANCELLED)
    assert await look(hour) == 1


async def test_the_filters_of_the_board_narrow_what_is_counted(sam: Person, alice: Person, hour: Hour) -> None:
    row = await watch(sam, about="range=30d&compare=year&status=paid&cards=revenue", threshold="0")
    assert row.about == "currency=EUR&status=paid"
    await sell(alice, hour, ago=OLD)
    assert await look(hour) == 0
    await move(await sell(alice, hour, ago=OLD), OrderStatus.PAID)
    assert await look(hour) == 1


async def test_paused_nobody_looks_and_what_crossed_meanwhile_is_not_told(
    sam: Person, alice: Person, hour: Hour
) -> None:
    row = await watch(sam, threshold="0")
    await notices.pause(sam.actor(), "alert", row.id)
    await sell(alice, hour, ago=OLD)
    assert await look(hour) == 0
    await notices.resume(sam.actor(), "alert", row.id)
    assert (await the_alert(sam)).is_inside
    assert await look(hour) == 0


@pytest.mark.parametrize("lost", [{"role": Role.CUSTOMER}, {"active": False}])
async def test_who_may_not_see_the_figures_any_more_gets_no_mail(
    mailbox: Mailbox, sam: Person, alice: Person, hour: Hour, lost: dict[str, object]
) -> None:
    await watch(sam, threshold="0")
    await sell(alice, hour, ago=OLD)
    await look(hour)
    await become(sam, **lost)
    assert await send_due() == 0
    await sell(alice, hour, ago=OLD)
    assert await look(hour, later=timedelta(hours=1)) == 0
    assert mailbox.mails == []


async def test_changed_it_stands_where_the_figure_is(sam: Person, alice: Person, hour: Hour) -> None:
    row = await watch(sam)
    await sell(alice, hour, ago=OLD)
    lower = parse(AlertWish, {**LATE, "threshold": "0", "name": "Any"})
    await notices.save_alert(sam.actor(), lower, of=row.id, version=row.version)
    assert (await the_alert(sam)).is_inside
    assert await look(hour) == 0
    with pytest.raises(Stale):
        await notices.save_alert(sam.actor(), lower, of=row.id, version=row.version)


async def test_sent_now_to_try_it_does_not_count_as_crossed(sam: Person, hour: Hour) -> None:
    row = await watch(sam)
    await notices.send_now(sam.actor(), "alert", row.id)
    assert await subjects() == ["Trial: Alert: Open orders older than 2 days: 0, not above 2"]
    assert await the_alert(sam) == row


async def test_it_is_its_owners_alone(sam: Person, ada: Person, alice: Person, hour: Hour) -> None:
    row = await watch(sam)
    wish = parse(AlertWish, LATE)
    for attempt in (
        notices.save_alert(ada.actor(), wish, of=row.id, version=1),
        notices.pause(ada.actor(), "alert", row.id),
        notices.resume(ada.actor(), "alert", row.id),
        notices.delete(ada.actor(), "alert", row.id),
        notices.restore(ada.actor(), "alert", row.id),
        notices.send_now(ada.actor(), "alert", row.id),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await notices.list_alerts(ada.actor(), FORMATS) == ()
    with pytest.raises(Forbidden):
        await notices.save_alert(alice.actor(), wish)


async def test_no_name_stands_in_the_database_in_clear(sam: Person, hour: Hour) -> None:
    await watch(sam, name="When Anna Ahlgren waits")
    async with read_session() as session:
        (row,) = await session.scalars(select(Alert))
    assert "Anna" not in repr(row.model_dump())


@on_sqlite
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"threshold": ""}, "threshold"),
        ({"threshold": "-3"}, "threshold"),
        ({"threshold": "2.5"}, "threshold"),
        ({"age": None}, "age"),
        ({"age": 0}, "age"),
        ({"metric": "luck"}, "metric"),
        ({"side": "beside"}, "side"),
        ({"name": "two\nlines"}, "name"),
        ({"about": "from=nonsense"}, "about"),
    ],
)
async def test_what_cannot_be_watched_is_refused_by_the_name_of_the_field(
    sam: Person, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await watch(sam, **changed)
    assert [error.field for error in refused.value.errors] == [field]
