"""Backup and restore: one zip file for both databases, so that a backup of SQLite can be restored into PostgreSQL.

It holds a manifest and for each table a file of JSON lines, the names of the columns first. Personal values stay
sealed, so the file is no use without the keyring, and the keyring is not in it: keep both, apart.
"""

import json
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import read_session
from app.core.errors import Conflict
from app.core.migrations import schema_state
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.imports.bulk_repository import RowsCollide, insert_into, moments_for
from app.features.imports.schemas import ProgressSink, no_progress
from app.features.privacy.canary import WRONG, WrongKeyring, is_ours
from app.features.upkeep import repository
from app.models import KeyCanary

FORMAT = 1
MANIFEST = "manifest.json"
PAGE = 2_000
CANARY = "key_canary"


class NotABackup(Conflict):
    """The file is not one of our backups, or is damaged."""

    code = "not_a_backup"
    title = "The file is not a backup of Daybook, or it is damaged"


class OtherRevision(Conflict):
    """The backup has another revision of the schema than this database."""

    code = "other_revision"
    title = "The backup has another revision"


class NotEmpty(Conflict):
    """There is data in the database."""

    code = "not_empty"
    title = "A backup is restored only into an empty database; this one has data in it"


async def back_up(path: Path, *, progress: ProgressSink = no_progress) -> int:
    """Write everything into a new file of mode 0600; returns how many rows. Raises OSError, FileExistsError too.

    It is whole or not there: a draft beside it is renamed at the end.
    """
    state = await schema_state()
    draft = path.with_name(f".{path.name}.part")
    _assert_new(path)
    total = 0
    try:
        with _private_file(draft) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            async with read_session() as session:
                await repository.one_moment(session)
                tables = repository.tables()
                for done, table in enumerate(tables):
                    progress("Backing up", done, len(tables))
                    total += await _write_table(archive, session, table)
            progress("Backing up", len(tables), len(tables))
            manifest = {"format": FORMAT, "revision": state.current, "rows": total, "at": clock.now().isoformat()}
            archive.writestr(MANIFEST, json.dumps(manifest))
        _publish(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return total


def _assert_new(path: Path) -> None:
    if path.exists():
        raise FileExistsError(17, "is there already; choose another name", str(path))


def _publish(draft: Path, path: Path) -> None:
    """Give the whole file its name, unless something else took it meanwhile."""
    path.hardlink_to(draft)


def _private_file(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")


async def _write_table(archive: zipfile.ZipFile, session: AsyncSession, table: Table) -> int:
    total = 0
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
        file.write(_json([column.name for column in table.columns]))
        async for page in repository.pages(session, table):
            file.write(b"".join(_json(row) for row in page))
            total += len(page)
    return total


def _json(row: Sequence[Any]) -> bytes:
    return json.dumps(row, default=_plain, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _plain(value: object) -> str:
    """What JSON has no word for."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


async def restore(path: Path, *, progress: ProgressSink = no_progress) -> int:
    """Bring a backup back in one transaction; returns how many rows.

    Raises NotABackup, OtherRevision, NotEmpty, WrongKeyring.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = cast("dict[str, Any]", json.loads(archive.read(MANIFEST)))
            await _assert_fits(manifest)
            async with unit_of_work() as uow:
                return await _restore(uow, archive, progress)
    except (zipfile.BadZipFile, KeyError, ValueError, RowsCollide, EOFError) as error:
        raise NotABackup from error


async def _assert_fits(manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT:
        raise NotABackup
    state = await schema_state()
    if manifest["revision"] != state.current:
        raise OtherRevision(
            f"the backup is of revision {manifest['revision']}, this database of {state.current}: restore it with the "
            "version of Daybook that made it, then migrate"
        )


async def _restore(uow: UnitOfWork, archive: zipfile.ZipFile, progress: ProgressSink) -> int:
    if await repository.filled_tables(uow.session):
        raise NotEmpty
    await repository.forget_canary(uow.session)
    tables = repository.tables()
    total = 0
    for done, table in enumerate(tables):
        progress("Restoring", done, len(tables))
        total += await _read_table(archive, uow.session, table)
    progress("Restoring", len(tables), len(tables))
    await repository.continue_numbers(uow.session)
    return total


async def _read_table(archive: zipfile.ZipFile, session: AsyncSession, table: Table) -> int:
    total = 0
    with archive.open(f"{table.name}.jsonl") as file:
        columns = cast("list[str]", json.loads(file.readline()))
        if set(columns) != set(table.columns.keys()):
            raise NotABackup
        readers = _readers(table, columns, moments_for(session))
        lines = iter(file)
        while rows := [_row(line, readers) for line in islice(lines, PAGE)]:
            if table.name == CANARY:
                _assert_keyring(dict(zip(columns, rows[0], strict=True)))
            await insert_into(session, table.name, columns=columns, rows=rows)
            total += len(rows)
    return total


def _assert_keyring(canary: dict[str, Any]) -> None:
    if not is_ours(KeyCanary(**canary)):
        raise WrongKeyring(WRONG.replace("database", "backup"))


def _readers(
    table: Table, columns: Sequence[str], moment: Callable[[datetime], Any]
) -> list[Callable[[Any], Any] | None]:
    """How each cell becomes what the database takes; None for as it is."""
    return [
        (lambda value: moment(datetime.fromisoformat(value))) if _is_moment(table, name) else None for name in columns
    ]


def _is_moment(table: Table, name: str) -> bool:
    return issubclass(table.columns[name].type.python_type, datetime)


def _row(line: bytes, readers: Sequence[Callable[[Any], Any] | None]) -> tuple[Any, ...]:
    return tuple(_cells(json.loads(line), readers))


def _cells(values: Sequence[Any], readers: Sequence[Callable[[Any], Any] | None]) -> Iterator[Any]:
    for value, read in zip(values, readers, strict=True):
        yield read(value) if read is not None and value is not None else value
