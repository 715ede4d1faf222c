"""Real browsers edit the same rows at random while the server is killed and started again three times."""

import pytest

from tests.support.chaos.run import chaos

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.asyncio, pytest.mark.timeout(1_200)]


@pytest.mark.parametrize(("pages", "minutes"), [(2, 1.0), (10, 2.0)])
async def test_no_edit_is_lost_while_the_server_dies_and_comes_back(pages: int, minutes: float) -> None:
    told = await chaos(pages, minutes)
    assert told.faults == [], told.account
