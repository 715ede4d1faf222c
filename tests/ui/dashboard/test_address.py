"""The address of a dashboard says all that is shown, and reads back as just that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.ui.dashboard.address import FILTERS, NAMES, Address, read

WORDS = st.text(min_size=1, max_size=12)
ONES = tuple(name for name in NAMES if name not in FILTERS)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.tuples(WORDS) for name in ONES},
        **{name: st.lists(WORDS, max_size=3).map(tuple) for name in FILTERS},
        "category": st.lists(st.one_of(WORDS, st.sampled_from(["", "-", "--"])), max_size=3).map(tuple),
    },
)


def query_of(address: Address) -> str:
    return address.href.partition("?")[2]


@given(values=VALUES)
def test_an_address_reads_back_as_what_it_was_written_from(values: dict[str, tuple[str, ...]]) -> None:
    address = Address().having(**values)
    assert read(query_of(address)) == address


@given(values=VALUES, base=VALUES)
def test_on_a_saved_dashboard_only_what_differs_is_written_and_reads_back(
    values: dict[str, tuple[str, ...]], base: dict[str, tuple[str, ...]]
) -> None:
    held = Address().having(**base)
    address = read("", view="v1", base=dict(held.pairs)).without(*NAMES).having(**values)
    again = read(query_of(address), view="v1", base=dict(held.pairs))
    assert again == address
    assert again.is_changed == (Address().having(**values).pairs != held.pairs)


@pytest.mark.parametrize("said", ["range=30d", "compare=previous", "compare=previous&range=30d"])
def test_to_say_what_is_usual_changes_nothing(said: str) -> None:
    assert not read(said).is_changed
    assert not read(said, view="v1", base={"range": ("30d",)}).is_changed
    assert read(said, view="v1", base={"status": ("paid",), "range": ("7d",)}).is_changed == ("range" in said)


def test_a_saved_dashboard_that_is_not_changed_is_named_alone() -> None:
    assert read("view=v1", view="v1", base={"range": ("7d",)}).href == "/dashboard?view=v1"


def test_a_value_is_added_to_a_filter_and_taken_away_again() -> None:
    paid = read("range=7d&status=shipped").toggled("status", "paid")
    assert paid.href == "/dashboard?range=7d&status=shipped&status=paid"
    assert paid.toggled("status", "shipped").href == "/dashboard?range=7d&status=paid"
    assert paid.without("status").href == "/dashboard?range=7d"


def test_no_category_is_a_value_that_has_a_word_of_its_own() -> None:
    none = read("range=7d").toggled("category", "")
    assert (none.href, none.all("category")) == ("/dashboard?range=7d&category=-", ("",))
    assert read("category=Tea&category=-").toggled("category", "").href == "/dashboard?category=Tea"
    assert none.having(category="").href == "/dashboard?range=7d"
    assert read("category=-", view="v1", base={"category": ("Tea",)}).href == "/dashboard?view=v1&category=-"
    assert read("category=", view="v1", base={"category": ("",)}).href == "/dashboard?view=v1&category="
    # What is called just so is told apart.
    assert read("category=--").all("category") == ("-",)
    assert read("product=-").all("product") == ("-",)


def test_names_that_are_not_known_are_dropped() -> None:
    assert read("shoe=1&range=7d").href == "/dashboard?range=7d"


@pytest.mark.parametrize("query", ["status=" + "x" * 20_000, "&".join(["status=x"] * 700)])
def test_what_is_far_too_long_is_refused(query: str) -> None:
    with pytest.raises(Invalid):
        read(query)
