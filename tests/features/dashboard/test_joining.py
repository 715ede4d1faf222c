"""Answers of the past and of what came since are joined without a gap, and mended in one direction."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.dashboard import rules
from app.features.dashboard.past import Mark, Past
from app.features.dashboard.rules import Line, Span, Tally
from tests.features.dashboard.happenings import MONDAY


@pytest.mark.asyncio
async def test_an_answer_is_mended_forward_only_and_what_is_not_sure_is_not_kept() -> None:
    past, border = Past(), MONDAY
    states = [Mark(border, (0, 0, epoch), 10 * (epoch or 1)) for epoch in (1, 2, 3)]
    unsure = Mark(border, (0, 0, None), 30)

    async def ask(mark: Mark) -> str:
        async def count() -> str:
            return f"{mark.epochs[-1]}"

        async def mend(kept: str, change: int) -> str:
            return f"{kept} and since {change}"

        return await past.kept("question", mark, count, mend=mend)

    first, second, third = states
    assert await ask(second) == "2"
    assert await ask(first) == "1"
    assert await ask(unsure) == "1 and since 10"
    assert await ask(second) == "1 and since 10"
    assert await ask(second) == "1 and since 10"
    assert await ask(third) == "1 and since 10 and since 20"


lines = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.integers(0, 40)), unique_by=lambda one: one[0])


@given(before=lines, since=lines, limit=st.integers(1, 5), most=st.integers(5, 12))
def test_a_ranking_joined_of_two_is_that_of_both_together(
    before: list[tuple[int, int, int]], since: list[tuple[int, int, int]], limit: int, most: int
) -> None:
    top = sorted((Line(f"{key:02}", *sums) for key, *sums in before), key=lambda line: line.place)
    more = [Line(f"{key:02}", *sums) for key, *sums in since]
    both = {line.key: line for line in top}
    for line in more:
        both[line.key] = line + both[line.key] if line.key in both else line
    whole = sorted(both.values(), key=lambda line: line.place)[:limit]
    found = rules.joined(top[:most], more, limit=limit, most=most)
    assert found in (whole, None)
    # It is known wherever all lines are, and where what came since is small.
    if len(top) < most or not more:
        assert found == whole


@given(cuts=st.lists(st.integers(0, 50), min_size=2, unique=True).map(sorted), at=st.integers(-5, 55))
def test_slots_are_cut_in_two_without_a_gap(cuts: list[int], at: int) -> None:
    moments = [MONDAY + timedelta(hours=hours) for hours in cuts]
    slots = [Span(start, end) for start, end in pairwise(moments)]
    border = MONDAY + timedelta(hours=at)
    first, before = rules.clipped(slots, Span(moments[0], border))
    number, since = rules.clipped(slots, Span(border, moments[-1]))
    assert first == 0
    joined = [*before, *since]
    assert sum((one.end - one.start for one in joined), timedelta()) == moments[-1] - moments[0]
    assert len(joined) - len(slots) in (0, 1)
    for place, one in enumerate(since, number):
        assert one.end == slots[place].end


tallies = st.lists(
    st.builds(
        Tally, st.integers(0, 3), st.sampled_from(["paid", "shipped"]), st.integers(-2, 2), st.integers(), st.integers()
    )
)


@given(one=tallies, other=tallies)
def test_tallies_are_merged_as_they_come(one: list[Tally], other: list[Tally]) -> None:
    whole = rules.merged([*one, *other])
    keys = [(tally.slot, tally.status) for tally in whole]
    assert len(set(keys)) == len(keys)
    assert all((tally.orders, tally.amount, tally.units) != (0, 0, 0) for tally in whole)
    assert {*rules.merged([*rules.merged(one), *rules.merged(other)])} == {*whole}
    assert sum(tally.amount for tally in whole) == sum(tally.amount for tally in [*one, *other])
