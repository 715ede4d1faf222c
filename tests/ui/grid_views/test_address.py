"""What stands in the address, and what an address stands for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.paging import Filter, FilterGroup, FilterPart, Sort
from app.ui.components.grid import (
    Choice,
    Customer,
    Facet,
    Flag,
    HoursOfWeek,
    Moment,
    Money,
    Number,
    Option,
    Person,
    Text,
)
from app.ui.grid_views.address import parameters_of, query_string, read, written
from app.ui.grid_views.look import ColumnLook, GridLook, content_of, look_of
from app.ui.grid_views.page import GridPage

PAGE = GridPage(
    "orders",
    (
        Text(field="number", label="Number", pinned=True, sortable=True),
        Person(field="customer", label="Customer", filterable=True),
        Choice(
            field="status",
            label="Status",
            sortable=True,
            filterable=True,
            options=(Option("on", "On"), Option("off", "Off")),
        ),
        Money(field="total", label="Total", width=130, sortable=True, filterable=True),
        Moment(field="at", label="At", filterable=True),
        Flag(field="gift", label="Gift", filterable=True),
        Number(field="pieces", label="Pieces", hidden=True),
        Text(field="sort", label="A column of an unlucky name", filterable=True),
    ),
    (
        Text(field="reference", label="Reference", filterable=True),
        Facet(field="channel", label="Channel"),
        Customer(field="buyer", label="Buyer", filterable=True),
        HoursOfWeek(field="hours", label="Hour of the week"),
        Moment(field="first", label="First order", filterable=True),
    ),
    moment="at",
)
PLAIN = GridLook()
ANN, BEN = "01970000-0000-7000-8000-000000000001", "01970000-0000-7000-8000-000000000002"


def address(look: GridLook, base: GridLook = PLAIN) -> str | None:
    parameters = written(PAGE, PAGE.fit(look).look, PAGE.fit(base).look)
    return None if parameters is None else query_string(parameters)


def opened(query: str, base: GridLook = PLAIN, tz: str = "UTC") -> GridLook:
    return PAGE.fit(read(PAGE, parameters_of(query), base, tz=tz).look).look


def dropped(query: str) -> str:
    asked = read(PAGE, parameters_of(query), PLAIN, tz="UTC")
    return " ".join((*asked.dropped, *PAGE.fit(asked.look).dropped))


@pytest.mark.parametrize(
    ("look", "query"),
    [
        (GridLook(), ""),
        (GridLook(sort=(Sort(field="total", desc=True), Sort(field="number"))), "sort=-total,number"),
        (GridLook(filters=(Filter(field="status", kind="set", values=("on", "off")),)), "status=on,off"),
        (GridLook(filters=(Filter(field="status", kind="set", values=("on",), negated=True),)), "status=!on"),
        (GridLook(filters=(Filter(field="total", kind="range", low=1000, high=5000),)), "total=1000..5000"),
        (GridLook(filters=(Filter(field="total", kind="range", low=1000),)), "total=1000.."),
        (GridLook(filters=(Filter(field="at", kind="when", span="last_7_days"),)), "at=last_7_days"),
        (GridLook(filters=(Filter(field="reference", kind="contains", text="A-1"),)), "reference=*A-1*"),
        (GridLook(filters=(Filter(field="reference", kind="starts", text="A-1"),)), "reference=A-1*"),
        (GridLook(filters=(Filter(field="reference", kind="equals", text="A&1"),)), "reference=A%261"),
        (GridLook(filters=(Filter(field="gift", kind="set", values=("true",)),)), "gift=true"),
        (GridLook(filters=(Filter(field="buyer", kind="set", values=(ANN, BEN)),)), f"buyer={ANN},{BEN}"),
        (GridLook(filters=(Filter(field="buyer", kind="set", values=(ANN,), negated=True),)), f"buyer=!{ANN}"),
        (
            GridLook(filters=(Filter(field="hours", kind="set", values=("1-13", "1-14"), tz="Europe/Berlin"),)),
            "hours=1-13,1-14@Europe/Berlin",
        ),
        (
            GridLook(filters=(Filter(field="first", kind="range", low="2026-01-01T00:00:00Z"),)),
            "first=2026-01-01T00:00:00Z..",
        ),
        (
            GridLook(columns=(ColumnLook(field="status", width=300), ColumnLook(field="number", pinned=True))),
            "cols=number.p,status.300",
        ),
    ],
)
def test_what_names_nobody_stands_in_the_address_readably(look: GridLook, query: str) -> None:
    assert address(look) == query
    assert opened(query) == PAGE.fit(look).look


def test_a_span_of_days_is_written_as_from_and_to() -> None:
    look = GridLook(filters=(Filter(field="at", kind="range", low="2026-01-01T00:00:00+00:00", high=None),))
    assert address(look) == "from=2026-01-01T00:00:00Z"
    assert opened("from=2026-01-01T00:00:00Z") == PAGE.fit(look).look


def test_days_of_an_address_begin_in_its_zone_or_the_readers() -> None:
    (mine,) = opened("from=2026-01-01&to=2026-02-01", tz="Europe/Berlin").filters
    assert isinstance(mine, Filter)
    assert (mine.low, mine.high) == ("2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z")
    assert opened("from=2026-01-01&tz=Asia/Tokyo", tz="Europe/Berlin") == opened("from=2025-12-31T15:00:00Z")


def test_hours_and_dates_of_an_address_are_of_its_clock_or_the_readers() -> None:
    def hours(query: str) -> str:
        (part,) = opened(query, tz="Europe/Berlin").filters
        assert isinstance(part, Filter)
        return part.tz

    assert hours("hours=1-13") == "Europe/Berlin"
    assert hours("hours=1-13&tz=Asia/Tokyo") == "Asia/Tokyo"
    assert hours("hours=1-13@America/New_York&tz=Asia/Tokyo") == "America/New_York"
    (first,) = opened("first=2026-01-01..2026-02-01", tz="Europe/Berlin").filters
    assert isinstance(first, Filter)
    assert (first.low, first.high) == ("2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z")


def test_a_view_with_hours_means_the_same_to_a_reader_elsewhere() -> None:
    look = PAGE.fit(GridLook(filters=(Filter(field="hours", kind="set", values=("1-13",), tz="Europe/Berlin"),))).look
    assert look_of(content_of(look, sealed=PAGE.may_name(look))).look == look
    assert opened(str(address(look)), tz="Asia/Tokyo") == look


@pytest.mark.parametrize(
    "query",
    [
        "buyer=Anna",
        f"buyer={ANN},Anna",
        'f=[{"field":"buyer","kind":"set","values":["Anna"]}]',
        "hours=7-1@UTC",
        "hours=1-13@Mars/Base",
        "first=soon..",
    ],
)
def test_what_is_no_id_hour_or_moment_is_left_out_of_an_address(query: str) -> None:
    assert opened(query) == PLAIN
    assert dropped(query)


def test_a_name_where_ids_stand_is_sealed_like_any_other() -> None:
    look = GridLook(filters=(Filter(field="buyer", kind="set", values=("Anna",)),))
    assert PAGE.may_name(look) == {"filters"}
    assert PAGE.fit(look).look == PLAIN


def test_what_has_no_short_form_is_written_as_json_and_read_again() -> None:
    parts: tuple[FilterPart, ...] = (
        Filter(field="reference", kind="equals", text="a*"),
        Filter(field="reference", kind="contains", text="b"),
        Filter(field="channel", kind="set", values=("a,b",)),
        Filter(field="sort", kind="equals", text="x"),
        FilterGroup(
            kind="any",
            parts=(Filter(field="gift", kind="set", values=("true",)), Filter(field="total", kind="range", low=1)),
        ),
    )
    look = PAGE.fit(GridLook(filters=parts)).look
    assert len(look.filters) == 5
    query = address(look)
    assert query is not None
    assert "f=[{" in query
    assert opened(query) == look


@pytest.mark.parametrize(
    "look",
    [
        GridLook(search="anna"),
        GridLook(filters=(Filter(field="customer", kind="contains", text="Anna"),)),
        GridLook(
            filters=(FilterGroup(kind="any", parts=(Filter(field="customer", kind="equals", text="a@b.example"),)),)
        ),
    ],
)
def test_what_may_name_a_person_never_stands_in_the_address(look: GridLook) -> None:
    assert address(look) is None
    content = content_of(look, sealed=PAGE.may_name(look))
    assert "nna" not in content.definition
    assert "b.example" not in content.definition
    assert look_of(content).look == look


def test_what_is_far_too_long_does_not_stand_in_the_address() -> None:
    values = tuple(f"channel number {place}" for place in range(100))
    assert address(GridLook(filters=(Filter(field="channel", kind="set", values=values),))) is None


def test_beside_a_view_only_what_changed_stands_in_the_address() -> None:
    base = GridLook(
        sort=(Sort(field="total"),), filters=(Filter(field="customer", kind="contains", text="Anna"),), search="anna"
    )
    assert address(base, base) == ""
    turned = base.model_copy(update={"sort": (Sort(field="total", desc=True),)})
    assert address(turned, base) == "sort=-total", "the view itself holds the name"
    emptied = GridLook(columns=(ColumnLook(field="status"),))
    query = address(emptied, base)
    assert query == "f=&q=&sort=&cols=status"
    assert opened(query, base) == emptied
    assert opened("cols=", emptied) == GridLook()


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("status=lost", "lost"),
        ("status=on,lost", "lost"),
        ("total=cheap", "total"),
        ("total=1..2..3", "total"),
        ("at=some_day", "at"),
        ("customer=Anna", "customer"),
        ('f=[{"field":"customer","kind":"contains","text":"Anna"}]', "cannot be read"),
        ("f=[1", "cannot be read"),
        ("f=" + "[" * 1500, "cannot be read"),
        ('f=[{"field":"shoe","kind":"contains","text":"x"}]', "shoe"),
        ("sort=shoe", "shoe"),
        ("sort=customer", "customer"),
        ("cols=shoe,number", "shoe"),
        ("from=never", "dates"),
        ("from=2026-02-01&to=2026-01-01", "dates"),
        ("from=2026-02-01&tz=Moon", "dates"),
        ("q=anna", "search"),
        ("reference=%00", "reference"),
        ("total=" + "9" * 5000, "total"),
        ("total=" + "9" * 30 + "..", "total"),
    ],
)
def test_what_cannot_be_shown_is_left_out_with_a_word(query: str, word: str) -> None:
    assert word in dropped(query)


def test_of_several_choices_those_that_are_still_there_are_kept() -> None:
    assert opened("status=on,lost") == opened("status=on")


def test_a_view_without_any_column_that_is_left_shows_them_as_declared() -> None:
    fitted = PAGE.fit(GridLook(columns=(ColumnLook(field="shoe"),)))
    assert [column.field for column in PAGE.shown(fitted.look)] == [
        "number", "customer", "status", "total", "at", "gift", "sort",
    ]  # fmt: skip


def test_the_columns_as_they_are_declared_are_no_change() -> None:
    declared = ",".join(column.field + (".p" if column.pinned else "") for column in PAGE.declared)
    assert opened(f"cols={declared}") == PLAIN
    assert opened(f"cols={declared.replace('total', 'total.130')}") == PLAIN


@pytest.mark.parametrize(
    "definition",
    ["", "[]", "{", '{"columns": 3, "sort": [{"field": "total"}]}', '{"sort": [{"field": "total"}], "colour": "red"}'],
)
def test_a_view_that_was_written_otherwise_is_read_as_far_as_it_goes(definition: str) -> None:
    content = content_of(PLAIN, sealed=frozenset()).model_copy(update={"definition": definition})
    assert look_of(content).look in (PLAIN, GridLook(sort=(Sort(field="total"),)))


texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
conditions: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        lambda values, negated: Filter(field="channel", kind="set", values=tuple(values), negated=negated),
        st.lists(texts, min_size=1, max_size=3, unique=True),
        st.booleans(),
    ),
    st.builds(
        lambda text, kind, negated: Filter(field="reference", kind=kind, text=text, negated=negated),
        texts,
        st.sampled_from(["contains", "equals", "starts"]),
        st.booleans(),
    ),
    st.builds(
        lambda low, high: Filter(field="total", kind="range", low=low, high=high),
        st.none() | st.integers(-(2**40), 2**40),
        st.none() | st.integers(-(2**40), 2**40),
    ),
)


@given(st.lists(conditions, max_size=4), st.lists(st.sampled_from(["total", "number", "status"]), unique=True))
def test_whatever_is_written_reads_back_as_the_same(filters: list[Filter], sorts: list[str]) -> None:
    look = PAGE.fit(GridLook(filters=tuple(filters), sort=tuple(Sort(field=name) for name in sorts))).look
    query = address(look)
    assert query is not None
    assert opened(query) == look
