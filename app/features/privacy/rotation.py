"""Changing the data key: a new active key, every sealed value sealed again with it, then the old key dropped.

Safe beside a running server that uses the same key file: it looks at the file every second and takes the new key up,
and reads values of both keys as long as both are there. So the old key is dropped only when no value of it is left,
`SETTLE_SECONDS` after the new one was saved, which is longer than a write may wait for its turn.

Safe to break off: the key file that is saved first holds both keys; run again, it goes on where it stopped. Values are
swapped only where they still are what was read, in short transactions.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.config import get_settings
from app.core.crypto import Place, key_id_of, seal, unseal
from app.core.errors import Conflict
from app.core.keyring import Keyring, get_keyring, save_keyring, with_new_keys, without_old_data_keys
from app.core.unit_of_work import unit_of_work
from app.features.changes.service import place_of
from app.features.imports.bulk_repository import begin as begin_alone
from app.features.imports.schemas import ProgressSink, no_progress
from app.features.privacy import repository
from app.features.privacy.canary import PLACE, ensure_canary, word
from app.features.privacy.repository import SEALED_COLUMNS, Key, LogValue, SealedColumn

PAGE = 1_000
ROUNDS = 5
SETTLE_SECONDS = 30.0


class KeyringNotWritable(Conflict):
    """The keyring is not a file that can be written from here."""

    code = "keyring_not_writable"
    title = "The keyring cannot be written from here"


class OldKeyInUse(Conflict):
    """Values sealed with the old key keep coming: a server still runs with the keyring as it was."""

    code = "old_key_in_use"
    title = (
        "values are still being sealed with the old key, by a server with another copy of the keyring: give it the new "
        "one, restart it, then run this again; the old key stays until then"
    )


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: the active key's id, and how many values were sealed again."""

    key_id: str
    values: int


async def rotate_keys(*, settle: float = SETTLE_SECONDS, progress: ProgressSink = no_progress) -> Rotated:
    """Change the data key; `settle` is in seconds. Raises KeyringNotWritable, OldKeyInUse, WrongKeyring."""
    await ensure_canary()
    keyring, saved = _with_new_key(), time.monotonic()
    total = await _seal_all(keyring, progress)
    await asyncio.sleep(max(0.0, saved + settle - time.monotonic()))
    for _round in range(ROUNDS):
        total += await _seal_all(keyring, no_progress)
        if not await _values_left(keyring):
            _save(without_old_data_keys(keyring))
            return Rotated(keyring.data.active, total)
    raise OldKeyInUse


def _with_new_key() -> Keyring:
    """The keyring with a fresh active key beside the old one, saved; or as it is where that was done already."""
    keyring = get_keyring()
    return keyring if len(keyring.data.keys) > 1 else _save(with_new_keys(keyring))


async def _values_left(keyring: Keyring) -> int:
    """How many values other keys still seal. Waits for an import, which may hold many that nobody sees yet."""
    async with unit_of_work() as uow:
        await begin_alone(uow.session)
        return await repository.left(uow.session, active=keyring.data.active)


def _save(keyring: Keyring) -> Keyring:
    settings = get_settings()
    if settings.keyring_json:
        raise KeyringNotWritable(
            "the keyring comes from DAYBOOK_KEYRING_JSON: write it to a file, rotate with DAYBOOK_KEYRING naming that "
            "file, and put the new text back"
        )
    path = settings.keyring_path
    try:
        save_keyring(keyring, path)
    except OSError as error:
        raise KeyringNotWritable(
            f"the keyring {path} cannot be written ({error.strerror}): run this where it can, such as on the host that "
            "keeps the secret, with DAYBOOK_KEYRING naming it"
        ) from None
    get_keyring.cache_clear()
    return get_keyring()


async def _seal_all(keyring: Keyring, progress: ProgressSink) -> int:
    total, stages = 0, len(SEALED_COLUMNS) + 2
    for done, where in enumerate(SEALED_COLUMNS):
        progress("Sealing again", done, stages)
        total += await _seal_column(where, keyring)
    progress("Sealing again", stages - 2, stages)
    total += await _seal_log(keyring)
    total += await _seal_canary(keyring)
    progress("Sealing again", stages, stages)
    return total


async def _seal_canary(keyring: Keyring) -> int:
    """The canary is the last: while it opens with the old key only, the old key is needed."""
    async with unit_of_work() as uow:
        canary = await repository.canary(uow.session)
        if canary is None or key_id_of(canary.word_ct) == keyring.data.active:
            return 0
        await repository.replace_canary(uow.session, seal(word(), PLACE, keyring=keyring))
        return 1


async def _seal_column(where: SealedColumn, keyring: Keyring) -> int:
    total, after = 0, None
    while True:
        async with unit_of_work() as uow:
            page = await repository.sealed_page(
                uow.session, where, active=keyring.data.active, after=after, limit=where.page
            )
            if not page:
                return total
            await repository.swap(uow.session, where, _again(where, page, keyring))
        total += len(page)
        after = page[-1][0]


def _again(where: SealedColumn, page: Sequence[tuple[Key, str]], keyring: Keyring) -> list[tuple[Key, str, str]]:
    return [(key, value, _sealed_again(value, where.place(key), keyring)) for key, value in page]


def _sealed_again(value: str, place: Place, keyring: Keyring) -> str:
    return seal(unseal(value, place, keyring=keyring), place, keyring=keyring)


async def _seal_log(keyring: Keyring) -> int:
    total = after = 0
    while True:
        async with unit_of_work() as uow:
            found, last = await repository.log_page(
                uow.session, active=keyring.data.active, after=after, limit=PAGE * 5
            )
            if found:
                await repository.swap_log(uow.session, [_entry_again(entry, keyring) for entry in found])
        total += len(found)
        if not last:
            return total
        after = last


def _entry_again(entry: LogValue, keyring: Keyring) -> tuple[int, str | None, str | None]:
    place = place_of(entry.entity, entry.field, entry.row_id)

    def again(value: str | None) -> str | None:
        return None if value is None else _sealed_again(value, place, keyring)

    return entry.id, again(entry.old), again(entry.new)
