"""What the page says about mails and alerts, and what its forms begin with and ask for."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.core.formats import Formats
from app.features.dashboard import boards
from app.features.dashboard.boards import board_of
from app.features.notices.rules import When
from app.features.notices.schemas import AlertRow, Cadence, Metric, ReportRow, Side
from app.ui.dashboard import address
from app.ui.dashboard_notices import shown
from app.ui.dashboard_notices.shown import OWN

ENGLISH, GERMAN = Formats("en-GB", "UTC"), Formats("de", "Europe/Berlin")
NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)
REPORT = ReportRow(
    id=uuid4(),
    version=3,
    name="Morning",
    title="Morning",
    about="range=7d&compare=year&currency=EUR&category=Tea",
    paused=False,
    last_sent_at=None,
    words="The last 7 days, category Tea",
    cadence=Cadence.WEEKLY,
    when=When(510, weekday=2),
    next_due_at=NOON,
    is_waiting=False,
)
ALERT = AlertRow(
    id=uuid4(),
    version=2,
    name="",
    title="Open orders older than 36 hours above 20",
    about="currency=EUR",
    paused=False,
    last_sent_at=None,
    words="",
    metric=Metric.OPEN_ORDERS,
    side=Side.ABOVE,
    threshold="20",
    typed="20",
    age_hours=36,
    value="17",
    is_inside=False,
    crossed_at=None,
    checked_at=NOON,
)


def test_a_mail_says_when_it_comes_in_its_owners_clock() -> None:
    card = shown.report_card(REPORT, GERMAN)
    assert (card.state, card.state_words, card.last) == ("on", "Every Wednesday at 08:30", "Not sent yet")
    assert card.next == "Next: 17.03.2026, 13:00"
    assert card.board == "/dashboard?range=7d&compare=year&currency=EUR&category=Tea"


def test_a_mail_that_waits_says_so_and_a_paused_one_has_no_next_time() -> None:
    card = shown.report_card(replace(REPORT, last_sent_at=NOON, is_waiting=True, paused=True), ENGLISH)
    assert (card.state, card.state_words, card.next) == ("paused", "Paused", "")
    assert card.last == "Last: 17 Mar 2026, 12:00, waits in the outbox"


@pytest.mark.parametrize(
    ("alert", "state", "said"),
    [
        (ALERT, "on", "Quiet: 17 now"),
        (replace(ALERT, is_inside=True, crossed_at=NOON, value="23"), "crossed", "Crossed: 23 now"),
        (replace(ALERT, is_inside=True, value="23"), "crossed", "Already above the line: 23 now"),
        (replace(ALERT, value=None), "on", "Quiet: no figure now"),
        (replace(ALERT, paused=True, is_inside=True), "paused", "Paused"),
    ],
)
def test_an_alert_says_on_which_side_its_figure_stands(alert: AlertRow, state: str, said: str) -> None:
    card = shown.alert_card(alert, ENGLISH)
    assert (card.state, card.state_words) == (state, said)


def test_a_form_begins_with_what_the_board_shows() -> None:
    board = board_of("/dashboard?range=7d&compare=year&status=paid&status=shipped")
    draft = shown.report_draft(board, ENGLISH)
    assert (draft.id, draft.span, draft.compare, draft.filters) == ("", "7d", "year", "status paid or shipped")
    assert shown.board_words(board, ENGLISH) == "The last 7 days, only status paid or shipped"


def test_an_address_of_the_dashboard_is_read_whole() -> None:
    """What the page knows by its address and what a mail keeps of it are the same names, in the same order."""
    assert boards.NAMES == address.NAMES
    query = (
        "range=7d&compare=year&currency=EUR&grain=day&status=paid&status=shipped&product=A%2CB&cards=orders,products"
    )
    shown_there = address.read(query)
    pairs = tuple((name, value) for name, values in shown_there.pairs for value in values)
    assert board_of(shown_there.href).pairs == pairs
    assert address.read(board_of(query).text) == shown_there


def test_days_of_ones_own_stay_what_they_are_until_a_range_is_chosen() -> None:
    board = board_of("from=2026-01-01&to=2026-02-01&compare=custom&compare_from=2025-01-01&compare_to=2025-02-01")
    draft = shown.report_draft(board, ENGLISH)
    assert (draft.span, draft.days, draft.compare) == (OWN, "1\u201331 Jan 2026", OWN)
    assert shown.asked_board(board, {"range": OWN, "compare": OWN}) == board
    assert shown.asked_board(board, {"range": "mtd", "compare": "none"}).text == "range=mtd&compare=none"


def test_a_form_of_one_that_there_is_begins_with_it() -> None:
    draft = shown.report_draft(board_of(REPORT.about), ENGLISH, REPORT)
    assert (draft.id, draft.version, draft.name) == (str(REPORT.id), 3, "Morning")
    assert (draft.cadence, draft.weekday, draft.at, draft.span) == ("weekly", "2", "08:30", "7d")


@pytest.mark.parametrize(("hours", "age", "unit"), [(36, "36", "hours"), (48, "2", "days"), (None, "2", "days")])
def test_an_age_is_told_in_days_where_it_is_whole_days(hours: int | None, age: str, unit: str) -> None:
    draft = shown.alert_draft(board_of(ALERT.about), ENGLISH, replace(ALERT, age_hours=hours))
    assert (draft.age, draft.age_unit, draft.threshold, draft.side) == (age, unit, "20", "above")
