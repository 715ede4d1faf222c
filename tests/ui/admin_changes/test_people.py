"""Who the log can be narrowed to."""

import pytest

from app.ui.admin_changes.state import people_who_act
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio


async def test_whom_an_address_names_is_offered_so_that_the_filter_says_what_it_does(
    alice: Person, ada: Person, sam: Person
) -> None:
    by = str(alice.id)
    offered = {
        reader.id: {option.value: option.label for option in await people_who_act(reader.actor(), by)}
        for reader in (ada, sam)
    }
    assert offered[ada.id][by] == alice.name
    assert offered[sam.id][by] == "One person"
    assert by not in {option.value for option in await people_who_act(ada.actor())}
    assert [option.value for option in await people_who_act(sam.actor(), str(sam.id))].count(str(sam.id)) == 1
