"""Cards as pictures: a document whatever names stand in it, with every value, nothing cut off, nothing that runs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.formats import Formats
from app.features.dashboard.measures import MEASURES
from app.features.dashboard.schemas import ProductFigure
from app.features.orders.schemas import MoneyOut
from app.ui.dashboard.address import Address
from app.ui.dashboard.pictures import ink
from app.ui.dashboard.pictures.frame import Body, Caption, framed
from app.ui.dashboard.pictures.picture import about, of_figure, of_table
from app.ui.dashboard.pictures.shaded import shaded
from app.ui.dashboard.ranges import Choice
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.deck import BY_KEY
from app.ui.dashboard.sheets.goods import products
from app.ui.dashboard.sheets.series import series
from app.ui.dashboard.sheets.sheet import Cell, Head, Row, Sheet
from app.ui.dashboard.sheets.statuses import statuses
from tests.ui.dashboard.test_figures import START, former, stats

SVG = "{http://www.w3.org/2000/svg}"
SEEN = Seen(Formats("en", "UTC"), Address(), Choice(words="the last 2 days"))
CAPTION = Caption("Card", ("May 1 - 2, 2026",), "It says so.", "As of May 2, 2026, 12:00 PM (UTC)", "Shop & Söhne")
DRAWN = frozenset({"svg", "title", "desc", "g", "rect", "line", "text", "polyline", "circle", "defs", "pattern"})
HOSTILE = (
    "</text></svg><script>alert(1)</script>",
    "\x00\x07 nothing \x1b[31m",
    "\u202egnp.exe\u202c",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 family",
    "x" * 5000,
    "\ud800 half",
    "\ufffe\uffff",
    "' onload='alert(1)",
    "&lt;&#0;]]>",
)


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with clock.frozen(START + timedelta(days=1, hours=12)):
        yield


def drawn(document: str) -> ET.Element:
    """The document, which holds nothing but shapes and words."""
    root = ET.fromstring(document)  # noqa: S314 - of our own making
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= DRAWN
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]
    return root


def words(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def sold(name: str, sku: str = "TEA-1") -> ProductFigure:
    return ProductFigure(
        product_id="01890000-0000-7000-8000-000000000000",  # pyright: ignore[reportArgumentType]
        sku=sku,
        name=name,
        units=3,
        revenue=MoneyOut(amount=1999, currency="EUR"),
    )


def test_every_figure_is_drawn_with_what_it_is_compared_with() -> None:
    found = stats(1000, 3000, previous=former(2000, 1), pending=1)
    for measure in MEASURES:
        root = drawn(of_figure(measure, found, SEEN, CAPTION))
        assert root.get("width") == "440"
    revenue = drawn(of_figure(MEASURES[0], found, SEEN, CAPTION))
    assert {"€40.00", "\u25b2 100%", "was €20.00", "Card", "Shop & Söhne"} <= set(words(revenue))
    assert len(list(revenue.iter(f"{SVG}polyline"))) == 1
    assert revenue.findtext(f"{SVG}title") == "Card"
    assert revenue.findtext(f"{SVG}desc") == "It says so. May 1 - 2, 2026"


def test_a_loss_that_grows_is_no_good_news() -> None:
    found = stats(1000, 3000, previous=former(2000, 1)).model_copy(update={"refunded": 1})
    refunds = next(measure for measure in MEASURES if measure.key == "refunds")
    root = drawn(of_figure(refunds, found, SEEN, CAPTION))
    change = next(element for element in root.iter(f"{SVG}text") if (element.text or "").startswith("\u25b2"))
    assert change.get("fill") == ink.colours()["danger"]


def test_bars_stand_as_high_as_on_the_page_and_one_that_is_not_over_is_told() -> None:
    found = stats(1000, 2000)
    root = drawn(of_table(BY_KEY["series"], series(found, SEEN), found, SEEN, CAPTION))
    bars = [element for element in root.iter(f"{SVG}g") if element.find(f"{SVG}title") is not None]
    high = [float(bar.findall(f"{SVG}rect")[-1].get("height", "")) for bar in bars]
    assert high[0] * 2 == pytest.approx(high[1])
    assert bars[0].findtext(f"{SVG}title") == "Fri, May 1, 2026: €10.00, 1 order"
    assert {"not over yet", "May 1", "May 2", "€0"} <= set(words(root))
    assert "the period it is compared with" not in words(root)


def test_lines_have_their_figures_and_a_meter_in_the_colour_of_their_status() -> None:
    found = stats(1000, 2000, pending=1)
    root = drawn(of_table(BY_KEY["statuses"], statuses(found, SEEN), found, SEEN, CAPTION))
    assert {"Paid", "2", "€30.00", "Pending", "€5.00"} <= set(words(root))
    assert ink.colours()["status-paid"] in {box.get("fill") for box in root.iter(f"{SVG}rect")}


def test_a_card_without_a_line_says_so() -> None:
    found = stats(0, 0)
    root = drawn(of_table(BY_KEY["products"], products([], SEEN), found, SEEN, CAPTION))
    assert "Nothing was sold in this range." in words(root)


def test_shaded_cells_have_their_words_and_their_text_where_it_fits() -> None:
    heads = [Head(f"{hour}") for hour in range(24)]
    cells = [Cell("1,234,567" if hour else "7", shade=4 * hour, words=f"hour {hour}") for hour in range(24)]
    body = shaded(Sheet(phase="ready", head="Day", heads=heads, rows=[Row("1", "Monday", cells=cells)]), wide=912)
    root = drawn(framed(body, CAPTION, wide=960))
    assert "7" in words(root)
    assert "1,234,567" not in words(root)
    assert [title.text for title in root.iter(f"{SVG}title")][1:] == [f"hour {hour}" for hour in range(24)]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_out_of_its_place(name: str) -> None:
    found = stats(1000, 2000)
    caption = Caption(name, (name,), name, name, name)
    table = products([sold(name), sold(name, "CUP-1")], SEEN)
    root = drawn(of_table(BY_KEY["products"], table, found, SEEN, caption))
    assert root.get("width") == "720"
    for element in root.iter(f"{SVG}text"):
        size = float(element.get("font-size", "0"))
        bold = element.get("font-weight") == "600"
        end = ink.width(element.text or "", size, is_bold=bold)
        assert end <= 720 - 2 * 24 + 1, element.text


@given(st.text(max_size=80), st.floats(20, 400))
def test_text_that_is_cut_fits_and_is_the_beginning_of_what_it_was(text: str, within: float) -> None:
    shown = ink.cut(text, 13, within=within)
    assert ink.width(shown, 13) <= within
    assert ink.clean(text).startswith(shown.removesuffix(ink.ELLIPSIS))
    ET.fromstring(framed(Body(10, [ink.text(text, 0, 10)]), CAPTION, wide=440))  # noqa: S314 - our own


def test_colours_are_those_of_the_light_theme() -> None:
    assert ink.colours()["surface"] == "#ffffff"
    assert ink.colours()["chart-1"] == "#0b5e57"


def test_what_the_figures_are_of_is_said_in_words() -> None:
    found = stats(1000, 2000, previous=former(2000, 1))
    lines = about(found, SEEN, ["Status: Paid, Shipped", "Channel: web"])
    assert lines[0] == "May 1\u2009\u2013\u20092, 2026"
    assert lines[1] == "Filtered by Status: Paid, Shipped; Channel: web"
    assert lines[2].startswith("Compared with ")
    assert about(found, SEEN, [], is_of_range=False) == ()


def test_a_long_sentence_goes_on_in_the_next_line() -> None:
    lines = ink.wrapped("word " * 40, 13, within=300, most=3)
    assert len(lines) == 3
    assert lines[-1].endswith(ink.ELLIPSIS)
    assert ink.wrapped("", 13, within=300) == []


def test_figures_of_a_long_ago_year_are_drawn_too() -> None:
    with clock.frozen(datetime(2030, 1, 1, tzinfo=UTC)):
        root = drawn(of_figure(MEASURES[0], stats(0), SEEN, CAPTION))
    assert "€0.00" in words(root)
