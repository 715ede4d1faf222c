"""From a mail by the clock, or an alert, to its words: the figures are read here, under the owner's own rights."""

from datetime import datetime, timedelta

from app.core.actor import Actor
from app.core.config import get_settings
from app.core.errors import Invalid, invalid
from app.core.ranges import zone
from app.features.dashboard import service as dashboard
from app.features.dashboard.boards import Board, board_of
from app.features.dashboard.measures import BY_KEY
from app.features.notices import letters, words
from app.features.notices.letters import Crossing, Report
from app.features.notices.mapping import name_of, report_title, when_of
from app.features.notices.owners import Owner
from app.features.notices.schemas import Letter
from app.models import Alert, Metric, ReportSchedule

PRODUCTS = "products"


async def settled(actor: Actor, about: str, *, tz: str, now: datetime) -> Board:
    """The board of a query with the currency it shows, once it is sure that it can be answered.

    Raises Invalid naming `about`.
    """
    try:
        board = board_of(about)
        if not board.one("currency"):
            found = await dashboard.currencies(actor)
            board = board.having(currency=found[0] if found else get_settings().currency)
        await dashboard.stats(actor, board.query(tz=tz, now=now))
    except Invalid as refused:
        names = ", ".join(error.parameter for error in refused.errors)
        said = f"cannot be read: in it, {names} {refused.errors[0].detail}" if names else refused.detail
        raise invalid("about", "invalid_board", said) from None
    return board


async def report_letter(schedule: ReportSchedule, owner: Owner, due: datetime) -> Letter:
    """The mail that was due at `due`, with the figures as they are now for the days that were meant then."""
    formats = owner.formats
    board = board_of(schedule.about)
    query = board.query(tz=formats.time_zone, now=due)
    stats = await dashboard.stats(owner.actor, query)
    shown = board.one("cards")
    wants_products = not shown or PRODUCTS in shown.split(",")
    plain = query.model_copy(update={"compare": "none"})
    found = await dashboard.top_products(owner.actor, plain, limit=letters.TOP_PRODUCTS) if wants_products else ()
    report = Report(
        title=report_title(schedule, formats),
        board=board.fixed(tz=zone(formats.time_zone), now=due),
        range_words=words.range_of(board, formats),
        when=when_of(schedule),
        stats=stats,
        products=found,
    )
    return letters.report_letter(report, formats)


async def measured(
    actor: Actor, metric: Metric, board: Board, *, age_hours: int | None, tz: str, now: datetime
) -> int | None:
    """The figure of an alert at `now`, as a whole number of its unit; None where there is none."""
    query = board.having(compare="none").query(tz=tz, now=now)
    if metric is Metric.OPEN_ORDERS:
        return await dashboard.open_older_than(actor, query, timedelta(hours=age_hours or 0))
    return BY_KEY[metric.value].of(await dashboard.stats(actor, query))


def alert_letter(alert: Alert, owner: Owner, *, value: int | None, before: int | None, at: datetime) -> Letter:
    """The mail that the figure of an alert has become `value`, which was `before`."""
    crossing = Crossing(
        name=name_of(alert),
        board=board_of(alert.about),
        metric=alert.metric,
        age_hours=alert.age_hours,
        side=alert.side,
        threshold=alert.threshold,
        value=value,
        before=before,
        at=at,
    )
    return letters.alert_letter(crossing, owner.formats)
