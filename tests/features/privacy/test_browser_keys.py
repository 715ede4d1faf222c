"""The key that seals unsent edits: the same person's again and again, and nobody else's."""

import pytest

from app.core.actor import Actor, Role, Source, system_actor
from app.core.errors import Unauthenticated
from app.core.ids import new_id
from app.core.keyring import from_json, new_keyring, to_json, with_new_keys, without_old_data_keys
from app.features.privacy.browser_keys import browser_keys

ANN = Actor(user_id=new_id(), role=Role.STAFF, source=Source.WEB, session_id=new_id())


def test_a_person_gets_the_same_key_in_another_session_and_after_a_restart() -> None:
    ring = new_keyring()
    later = Actor(user_id=ANN.user_id, role=Role.ADMIN, source=Source.WEB, session_id=new_id())
    assert browser_keys(ANN, keyring=ring) == browser_keys(later, keyring=from_json(to_json(ring)))


def test_two_people_share_neither_key_nor_name() -> None:
    ring = new_keyring()
    mine, theirs = (
        browser_keys(ANN, keyring=ring),
        browser_keys(Actor(user_id=new_id(), role=Role.STAFF, source=Source.WEB), keyring=ring),
    )
    assert mine.who != theirs.who
    assert not set(mine.keys.values()) & set(theirs.keys.values())


def test_another_installation_gives_another_key() -> None:
    assert browser_keys(ANN, keyring=new_keyring()).keys != browser_keys(ANN, keyring=new_keyring()).keys


def test_after_a_rotation_the_new_key_seals_and_the_old_one_still_opens_until_it_is_dropped() -> None:
    ring = new_keyring()
    before, after = browser_keys(ANN, keyring=ring), browser_keys(ANN, keyring=with_new_keys(ring))
    assert after.active != before.active
    assert after.keys[before.active] == before.keys[before.active]
    assert after.who == before.who
    dropped = browser_keys(ANN, keyring=without_old_data_keys(with_new_keys(ring)))
    assert set(dropped.keys) == {after.active}


def test_neither_the_person_nor_the_keyring_can_be_read_from_it() -> None:
    ring = new_keyring()
    told = browser_keys(ANN, keyring=ring)
    assert str(ANN.user_id).replace("-", "") not in told.who
    assert not {key.hex() for key in ring.data.keys.values()} & set(told.keys.values())


def test_the_system_has_no_browser() -> None:
    with pytest.raises(Unauthenticated):
        browser_keys(system_actor())
