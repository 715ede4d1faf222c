"""People through the wizard: matched by address, held to the rules of accounts."""

import pytest

from app.core.paging import GridQuery
from app.features.accounts import service as accounts
from app.models import Entity
from tests.features.transfers.wizard import counts, preview, refused, run, text
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
FILE = text(
    "E-mail,Name,Role,Active",
    "ALICE@example.com,Alice Adams-Byrd,Staff,yes",
    "new@example.com,Nora New,,no",
    "ada@example.com,Ada Archer,customer,yes",
    "new@EXAMPLE.com,Nora Again,,",
    "bob@example.com,,king,",
)


async def test_people_are_matched_by_address_and_the_last_admin_stays(ada: Person, alice: Person, bob: Person) -> None:
    told = await preview(ada, FILE, entity=Entity.USER)
    assert counts(told) == {"update": 1, "create": 1, "refused": 3}
    codes = [line.split(",")[:4] for line in await refused(ada, told)]
    assert codes == [
        ["4", "ada@example.com", "role", "last_admin"],
        ["5", "new@EXAMPLE.com", "email", "duplicate_key"],
        ["6", "bob@example.com", "role", "unknown_role"],
    ]
    await run(ada, told)
    found = {row.email: row for row in await accounts.window(ada.actor(), GridQuery(limit=100))}
    assert (found["alice@example.com"].name, found["alice@example.com"].role.value) == ("Alice Adams-Byrd", "staff")
    assert (found["new@example.com"].active, found["new@example.com"].role.value) == (False, "customer")
    assert found["bob@example.com"].name == bob.name
    assert counts(await preview(ada, FILE, entity=Entity.USER)) == {"unchanged": 2, "refused": 3}
