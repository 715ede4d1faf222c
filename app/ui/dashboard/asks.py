"""What a dashboard asks: its figures first, then each card by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.formats import Formats
from app.features.dashboard import service as dashboard
from app.features.dashboard.schemas import StatsQuery
from app.ui.dashboard.address import Address
from app.ui.dashboard.asking import Ask
from app.ui.dashboard.cards import PEOPLES, Courses, courses
from app.ui.dashboard.drawing import draw, draw_sheet
from app.ui.dashboard.looking import look
from app.ui.dashboard.ranges import Option, currencies
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.deck import BY_KEY, PANELS, Panel, shown
from app.ui.dashboard.sheets.sheet import Sheet, failed
from app.ui.failures import log_failure

# Where the courses of people are, beside the cards.
COURSES = "courses"
# What is asked for by itself, and may be late.
ASKED = (*BY_KEY, COURSES)


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at what: all that what is shown follows from."""

    actor: Actor
    formats: Formats
    address: Address


@dataclass(frozen=True, slots=True)
class View:
    """What is asked at a moment, and what is shown of it."""

    actor: Actor
    seen: Seen
    query: StatsQuery
    figures: Sequence[str]
    panels: Sequence[str]
    currencies: list[Option]

    @property
    def asks(self) -> dict[str, Ask]:
        """What the cards ask by themselves, beside the figures that come first."""
        panels = {key: partial(self._ask, BY_KEY[key]) for key in self.panels if not BY_KEY[key].is_of(self.query)}
        return panels | ({COURSES: self._ask_courses} if PEOPLES & set(self.figures) else {})

    async def _ask(self, panel: Panel, since: float) -> Sheet:
        """The card, or why it cannot be shown."""
        try:
            answer = await panel.answer(self.actor, self.query, since=since)
            return await draw_sheet(panel, answer, self.seen)
        except DomainError as refused:
            return failed(said(refused))
        except Exception as error:  # noqa: BLE001 - whatever it is, the card says so and asks again at the next change
            reference = log_failure(error, where=f"dashboard {panel.key}")
            return failed(f"This could not be counted (reference {reference}).")

    async def _ask_courses(self, since: float) -> Courses:
        """The courses of the people; none where they cannot be counted, which the figures do not suffer from."""
        try:
            return courses(await dashboard.people_course(self.actor, self.query, since=since))
        except DomainError:
            return Courses()
        except Exception as error:  # noqa: BLE001 - whatever it is, they are asked for again at the next change
            log_failure(error, where="dashboard courses")
            return Courses()


async def figures_of(view: View, *, since: float) -> dict[str, Any]:
    """The figures as vars of the page, with the cards that are drawn from them. Raises as `service.stats`."""
    stats = await dashboard.stats(view.actor, view.query, since=since)
    drawn = await draw(stats, view.seen)
    panels = [panel for panel in PANELS if panel.body != "bars" and panel.is_of(view.query)]
    return {
        **drawn.cards,
        **{panel.key: await draw_sheet(panel, stats, view.seen) for panel in panels},
        "plot": drawn.plot,
        "grains": drawn.grains,
        "counted": drawn.counted,
        "summary": drawn.summary,
        "compared": drawn.compared,
        "title": drawn.title,
        "currency": stats.currency,
        "currencies": view.currencies,
        "figures": view.figures,
        "panels": view.panels,
    }


async def view_of(looker: Looker, *, since: float) -> View:
    """What is asked now. Raises Invalid that names what of the address cannot be read, and Forbidden."""
    looked = await look(looker.actor, looker.formats, looker.address, since=since)
    figures, panels = shown(looker.address.one("cards").split(","))
    known = currencies(looker.address, looked.currencies, looked.currency)
    return View(looker.actor, looked.seen, looked.query, figures, panels, known)


def said(refused: DomainError) -> str:
    """A refusal as a sentence that names the field; one that is a sentence already stands as it is."""
    names = ", ".join(error.parameter for error in refused.errors)
    is_sentence = not names or refused.detail.endswith(".")
    return refused.detail if is_sentence else f"In the address, {names} {refused.detail}."
