import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.crypto import (
    Place,
    SealError,
    email_index,
    key_id_of,
    name_index,
    name_query,
    seal,
    unseal,
    words_of,
)
from app.core.keyring import from_json, new_keyring, to_json, with_new_keys, without_old_data_keys

RING = new_keyring()
HERE = Place("users", "name", "1")
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


@given(TEXT)
def test_what_is_sealed_opens_in_its_place(text: str) -> None:
    assert unseal(seal(text, HERE, keyring=RING), HERE, keyring=RING) == text


@given(TEXT.filter(lambda text: len(text) > 3))
def test_a_sealed_value_does_not_hold_its_text(text: str) -> None:
    assert text not in seal(text, HERE, keyring=RING)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal("Ann", HERE, keyring=RING) != seal("Ann", HERE, keyring=RING)


@pytest.mark.parametrize(
    "elsewhere", [Place("users", "name", "2"), Place("users", "email", "1"), Place("orders", "name", "1")]
)
def test_a_value_moved_to_another_row_column_or_table_is_refused(elsewhere: Place) -> None:
    value = seal("Ann", HERE, keyring=RING)
    with pytest.raises(SealError) as refusal:
        unseal(value, elsewhere, keyring=RING)
    assert "Ann" not in str(refusal.value)


def test_a_wrong_key_is_refused() -> None:
    with pytest.raises(SealError):
        unseal(seal("Ann", HERE, keyring=RING), HERE, keyring=new_keyring())


@given(st.text(max_size=120))
def test_no_text_makes_unsealing_fail_otherwise_than_by_name(value: str) -> None:
    with pytest.raises(SealError):
        unseal(value, HERE, keyring=RING)


SEALED = seal("Ann Adams", HERE, keyring=RING)


@given(st.data())
def test_a_value_with_one_character_changed_is_refused(data: st.DataObject) -> None:
    value = SEALED
    start = value.rindex(".") + 1
    # The last character before the padding may hold bits that base64 does not use.
    place = data.draw(st.integers(start, len(value.rstrip("=")) - 2))
    letter = data.draw(st.sampled_from(string.ascii_letters).filter(lambda letter: letter != value[place]))
    with pytest.raises(SealError):
        unseal(value[:place] + letter + value[place + 1 :], HERE, keyring=RING)


def test_old_values_open_after_a_rotation_until_their_key_is_gone() -> None:
    value = seal("Ann", HERE, keyring=RING)
    rotated = with_new_keys(RING)
    assert unseal(value, HERE, keyring=rotated) == "Ann"
    assert key_id_of(seal("Ann", HERE, keyring=rotated)) != key_id_of(value)
    with pytest.raises(SealError):
        unseal(value, HERE, keyring=without_old_data_keys(rotated))


def test_a_keyring_reads_back_from_its_file() -> None:
    ring = with_new_keys(new_keyring())
    assert from_json(to_json(ring)) == ring


def test_a_keyring_does_not_show_its_keys() -> None:
    assert to_json(RING).split('"index": "')[1][:20] not in repr(RING)


def test_spellings_of_one_address_have_one_index() -> None:
    assert email_index(" Ann@Example.COM ") == email_index("ann@example.com")
    assert email_index("ann@example.com") != email_index("ann@example.org")


@given(TEXT)
def test_a_name_is_found_by_every_prefix_of_its_words(name: str) -> None:
    terms = name_index(name)
    for word in words_of(name):
        assert name_query(word[:2]) <= terms
        assert name_query(word) <= terms
    assert name_query(name) <= terms


def test_accents_and_case_do_not_matter() -> None:
    assert name_query("oster") <= name_index("Alice Öster")


def test_a_name_is_not_found_by_what_it_does_not_start_with() -> None:
    assert not name_query("lice") <= name_index("Alice")
