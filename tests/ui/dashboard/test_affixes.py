"""Addresses as what they share and what is their own."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.ui.dashboard.sheets.affixes import Affixes, affixes_of

# Few letters, so that there is much to share.
addresses = st.lists(st.text("ab/", min_size=1, max_size=12), max_size=6)


@given(addresses)
@example(["a", "aa", "aaa"])
@example(["aba", "aba"])
def test_every_address_is_whole_again(some: list[str]) -> None:
    affixes = affixes_of(some)
    assert [affixes.whole(affixes.middle(address)) for address in some] == some
    assert all(affixes.middle(address) for address in some)


@pytest.mark.parametrize(
    ("some", "before", "after"),
    [
        (["/a?hours=1-2&x=1", "/a?hours=2-3&x=1", ""], "/a?hours=", "&x=1"),
        (["/a", "/b"], "/", ""),
        (["/same", "/same"], "/sam", ""),
        ([""], "", ""),
    ],
)
def test_what_all_share_is_said_once(some: list[str], before: str, after: str) -> None:
    assert affixes_of(some) == Affixes(before, after)


def test_no_address_stays_none() -> None:
    affixes = affixes_of(["/a?x=1", "/a?x=2"])
    assert affixes.middle("") == ""
    assert affixes.whole("") == ""
