"""The handlers of the page, on a real database: what they write, and what they say where they cannot."""

from typing import Any

import pytest

from app.core.actor import Actor, Role
from app.core.errors import NotFound
from app.core.formats import Formats
from app.features.dashboard.boards import board_of
from app.features.notices import service as notices
from app.ui.components import effects
from app.ui.dashboard_notices import state as page
from app.ui.dashboard_notices.state import NoticesState
from tests.support.cast import Person
from tests.support.server_fixtures import Hour
from tests.support.smtp import Mailbox

pytestmark = pytest.mark.asyncio
REPORT = {"name": "Morning", "range": "7d", "compare": "year", "cadence": "daily", "at": "08:00"}
ALERT = {"name": "", "metric": "open_orders", "side": "above", "threshold": "20", "age": "2", "age_unit": "days"}


class Desk:
    """The page as one person has it open."""

    def __init__(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        self.state: Any = NoticesState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
        self.said: list[str] = []
        self.focused: list[str] = []

        async def require(_state: Any, _least: Role = Role.CUSTOMER) -> Actor:
            return person.actor()

        async def formats_of(_state: Any) -> Formats:
            return Formats("en", "UTC")

        async def toast(_state: Any, text: str) -> None:
            self.said.append(text)

        async def focus(_state: Any, selector: str) -> None:
            self.focused.append(selector)

        monkeypatch.setattr(page, "require", require)
        monkeypatch.setattr(page, "formats_of", formats_of)
        monkeypatch.setattr(effects, "toast", toast)
        monkeypatch.setattr(effects, "focus", focus)

    async def do(self, handler: str, *arguments: Any) -> None:
        """Call a handler as the browser would."""
        await getattr(NoticesState, handler).fn(self.state, *arguments)


@pytest.fixture
def desk(sam: Person, hour: Hour, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(sam, monkeypatch)


async def test_a_mail_is_made_changed_paused_and_resumed(desk: Desk) -> None:
    await desk.do("begin", "report")
    assert (desk.state.form, desk.state.draft.span) == ("report", "yesterday")
    await desk.do("save", REPORT)
    (card,) = desk.state.reports
    assert (desk.state.form, card.title, card.state_words) == ("", "Morning", "Every day at 8:00\u202fAM")
    assert card.about == "The last 7 days"
    await desk.do("edit", "report", card.id)
    await desk.do("save", {**REPORT, "cadence": "weekly", "weekday": "4", "at": "17:30"})
    assert desk.state.reports[0].state_words == "Every Friday at 5:30\u202fPM"
    await desk.do("pause", "report", card.id)
    assert desk.state.reports[0].paused
    await desk.do("resume", "report", card.id)
    assert not desk.state.reports[0].paused
    assert desk.said == ["Saved", "Saved"]


async def test_an_alert_is_made_with_what_it_watches(desk: Desk) -> None:
    await desk.do("begin", "alert")
    await desk.do("save", ALERT)
    await desk.do("begin", "alert")
    await desk.do("save", {"name": "", "metric": "refunds", "side": "below", "threshold": "2.5", "range": "30d"})
    assert [card.title for card in desk.state.alerts] == [
        "Open orders older than 2 days above 20",
        "Refund rate below 2.5%",
    ]
    assert desk.state.alerts[1].about == "The last 30 days"


@pytest.mark.parametrize(
    ("kind", "form", "field"),
    [
        ("report", {**REPORT, "at": ""}, "at"),
        ("report", {**REPORT, "name": "x" * 101}, "name"),
        ("report", {**REPORT, "cadence": "weekly"}, "weekday"),
        ("alert", {**ALERT, "threshold": "many"}, "threshold"),
        ("alert", {**ALERT, "age": ""}, "age"),
        ("alert", {**ALERT, "metric": "luck"}, "metric"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_the_form_stays(
    desk: Desk, kind: str, form: dict[str, str], field: str
) -> None:
    await desk.do("begin", kind)
    await desk.do("save", form)
    assert list(desk.state.errors) == [field]
    assert desk.state.form == kind
    assert desk.state.reports == desk.state.alerts == []


async def test_a_form_that_somebody_overtook_says_so(desk: Desk, sam: Person) -> None:
    await desk.do("begin", "report")
    await desk.do("save", REPORT)
    (card,) = desk.state.reports
    await desk.do("edit", "report", card.id)
    (row,) = await notices.list_reports(sam.actor(), Formats())
    await notices.pause(sam.actor(), "report", row.id)
    await desk.do("save", REPORT)
    assert "changed elsewhere" in desk.state.errors["form"]


async def test_what_is_deleted_can_be_brought_back_and_the_focus_follows(desk: Desk) -> None:
    await desk.do("begin", "alert")
    await desk.do("save", ALERT)
    (card,) = desk.state.alerts
    await desk.do("delete", "alert", card.id)
    assert (desk.state.alerts, desk.state.deleted_title) == ([], card.title)
    await desk.do("bring_back")
    assert (desk.state.alerts, desk.state.deleted_id) == ([card], "")
    assert desk.focused == ["#bring-back", f"#notice-{card.id} .notice-edit"]


async def test_where_no_mail_goes_out_the_mail_is_shown(desk: Desk) -> None:
    await desk.do("begin", "report")
    await desk.do("save", REPORT)
    assert not desk.state.has_mail_server
    await desk.do("send_now", "report", desk.state.reports[0].id)
    assert desk.state.letter_subject == "Trial: Morning: revenue €0.00"
    assert "There are no orders for the last 7 days." in desk.state.letter_text
    assert desk.said == ["Saved"]


async def test_where_there_is_a_mail_server_it_is_said_to_whom_it_goes(mailbox: Mailbox, desk: Desk) -> None:
    await desk.do("begin", "report")
    await desk.do("save", REPORT)
    await desk.do("send_now", "report", desk.state.reports[0].id)
    assert desk.said == ["Saved", "On its way to sam@example.com"]
    assert desk.state.letter_text == ""


async def test_what_the_dashboard_showed_is_what_a_new_one_is_about(desk: Desk) -> None:
    await desk.state._look_at_board("range=mtd&category=Tea&compare=none")
    assert desk.state.board == "This month so far, only category Tea"
    await desk.do("begin", "report")
    assert (desk.state.draft.span, desk.state.draft.filters) == ("mtd", "category Tea")
    await desk.do("save", {**REPORT, "range": "mtd", "compare": "none"})
    (card,) = desk.state.reports
    assert board_of(card.board) == board_of("range=mtd&compare=none&currency=EUR&category=Tea")


async def test_a_board_that_cannot_be_read_is_said(desk: Desk) -> None:
    await desk.state._look_at_board("range=eternity")
    assert desk.state.board == ""
    assert "range is not a range" in desk.state.board_error
    await desk.state._look_at_board("from=nonsense")
    assert "from must be" in desk.state.board_error


@pytest.mark.parametrize("handler", ["edit", "pause", "resume", "delete", "send_now"])
@pytest.mark.parametrize("notice_id", ["01a21b8d-0852-70b9-a778-59b90d88070e", "1; DROP TABLE alerts"])
async def test_what_is_not_ones_own_is_not_there(desk: Desk, handler: str, notice_id: str) -> None:
    for kind in ("report", "alert"):
        with pytest.raises(NotFound):
            await desk.do(handler, kind, notice_id)
