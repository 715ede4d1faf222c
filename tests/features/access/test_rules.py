"""Who may see which personal value."""

from uuid import uuid4

import pytest

from app.core.actor import Actor, Role, Source
from app.features.access.rules import masked, may_read_log, may_see
from app.models import Entity

ALICE, SAM, ADA = (Actor(uuid4(), role, Source.WEB) for role in (Role.CUSTOMER, Role.STAFF, Role.ADMIN))


@pytest.mark.parametrize(
    ("entity", "field", "staff_sees"),
    [
        (Entity.ORDER, "customer", True),
        (Entity.ORDER, "ship_to", True),
        (Entity.ORDER, "note", True),
        (Entity.ORDER, "email", False),
        (Entity.ORDER, "a field of tomorrow", False),
        (Entity.USER, "name", False),
        (Entity.USER, "email", False),
    ],
)
def test_staff_see_what_ships_an_order(entity: Entity, field: str, staff_sees: bool) -> None:
    assert may_see(SAM, entity, field, owner_id=ALICE.user_id) is staff_sees
    assert may_see(ADA, entity, field, owner_id=ALICE.user_id)
    assert may_see(ALICE, entity, field, owner_id=ALICE.user_id)
    assert not may_see(ALICE, entity, field, owner_id=uuid4())
    assert not may_see(ALICE, entity, field)


def test_what_happened_to_people_is_for_admins() -> None:
    assert [entity for entity in Entity if may_read_log(SAM, entity)] == [Entity.PRODUCT, Entity.ORDER]
    assert all(may_read_log(ADA, entity) for entity in Entity)
    assert not any(may_read_log(ALICE, entity) for entity in Entity)


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("", ""),
        ("ann@shop.example", "a•••@s•••.example"),
        ("a@b.co.uk", "a•••@b•••.uk"),
        ("a@localhost", "a•••@•••"),
        ('"odd@part"@host.test', '"•••@h•••.test'),
        ("@nothing", "•••"),
        ("1 Lane, Town", "•••"),
        ("Ann", "•••"),
    ],
)
def test_a_mask_keeps_next_to_nothing(text: str, mask: str) -> None:
    assert masked(text) == mask
