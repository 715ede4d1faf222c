"""Which cards are shown, as the address says it."""

from app.ui.dashboard.address import read
from app.ui.dashboard.sheets.deck import CARDS, NO_CARDS, shown


def test_every_card_can_be_hidden_and_comes_back() -> None:
    nothing = read(f"cards={NO_CARDS}")
    assert shown(nothing.one("cards").split(",")) == ([], [])
    assert nothing.without("cards").href == "/dashboard"
    figures, panels = shown(read("").one("cards").split(","))
    assert (*figures, *panels) == CARDS


def test_on_a_saved_dashboard_the_usual_cards_are_an_address_of_their_own() -> None:
    saved = read("", view="1", base={"cards": ("orders",)})
    assert saved.without("cards").href == "/dashboard?view=1&cards="
