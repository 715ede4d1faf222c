"""Which cards stand in which order, and where the menu of a card leads."""

from urllib.parse import parse_qs, urlsplit

from app.ui.dashboard.address import read
from app.ui.dashboard.boards.order import ordered, places
from app.ui.dashboard.sheets.deck import CARDS, NO_CARDS, shown

TWO = read("range=7d&cards=orders,revenue,products")


def cards_of(href: str) -> list[str]:
    return parse_qs(urlsplit(href).query)["cards"][0].split(",")


def test_a_card_is_hidden_and_all_else_stays() -> None:
    hidden = places(TWO)["orders"].hide
    assert hidden == "/dashboard?range=7d&cards=revenue,products"


def test_figures_and_panels_move_among_themselves() -> None:
    found = places(TWO)
    assert cards_of(found["revenue"].earlier) == ["revenue", "orders", "products"]
    assert cards_of(found["orders"].later) == ["revenue", "orders", "products"]
    assert (found["orders"].earlier, found["revenue"].later) == ("", "")
    assert (found["products"].earlier, found["products"].later) == ("", "")


def test_of_the_usual_board_every_card_has_a_place() -> None:
    found = places(read(""))
    assert list(found) == list(CARDS)
    assert all(len(cards_of(place.hide)) == len(CARDS) - 1 for place in found.values())


def test_the_last_card_can_be_hidden_and_comes_back() -> None:
    alone = read("cards=orders")
    empty = places(alone)["orders"].hide
    assert empty == ordered(alone, []) == f"/dashboard?cards={NO_CARDS}"
    nothing = read(urlsplit(empty).query)
    assert shown(nothing.one("cards").split(",")) == ([], [])
    assert places(nothing) == {}
    assert nothing.without("cards").href == "/dashboard"


def test_on_a_saved_dashboard_the_usual_cards_are_an_address_of_their_own() -> None:
    saved = read("", view="1", base={"cards": ("orders",)})
    assert saved.without("cards").href == "/dashboard?view=1&cards="
