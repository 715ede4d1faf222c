"""The steps of the wizard before anything is written: the file comes, is looked at, and is checked."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import invalid
from app.core.ranges import zone
from app.core.unit_of_work import unit_of_work
from app.features.imports.records import BOM
from app.features.transfers import repository
from app.features.transfers.checking import NEVER, TOPIC
from app.features.transfers.facts import read_facts, write_facts
from app.features.transfers.fields import FIELDS, KEYS
from app.features.transfers.looking import fields_of, looked
from app.features.transfers.owning import draft_of, forget_unfinished, may_import, own
from app.features.transfers.parts import add_part, read_part
from app.features.transfers.schemas import (
    MAX_FILE,
    PART,
    Columns,
    Facts,
    FileTooLarge,
    FileUnreadable,
    Shape,
    Start,
    WrongStep,
)
from app.features.transfers.texts import Text, text_of
from app.models import Entity, PartKind, Upload, UploadState

HEAD = 1 << 18


async def start(actor: Actor, entity: Entity, asked: Start) -> UUID:
    """A new upload; earlier ones that did not come to a job are forgotten. Raises FileTooLarge, Invalid, Forbidden."""
    may_import(actor, entity)
    if asked.size > MAX_FILE:
        raise FileTooLarge(
            f"The file has {asked.size / PART:,.0f} MB, and 200 MB is the most that can be imported here. Split it, or "
            "import it on the server: python -m app import"
        )
    if asked.size == 0:
        raise invalid("size", "empty_file", "The file is empty")
    await forget_unfinished(actor, entity)
    async with unit_of_work() as uow:
        assert actor.user_id is not None
        upload = Upload(owner_id=actor.user_id, entity=entity, size=asked.size, created_at=uow.now, beat_at=uow.now)
        upload.name = asked.name
        write_facts(upload, {})
        uow.session.add(upload)
        return upload.id


async def receive(actor: Actor, upload_id: UUID, number: int, *, data: bytes) -> int:
    """Take the part `number`; returns how many bytes are there. A part may come again. Raises NotFound, Invalid."""
    async with unit_of_work() as uow:
        upload = await own(uow, actor, upload_id)
        there = await repository.count_parts(uow.session, upload_id, PartKind.RAW)
        if number < there:
            return min(there * PART, upload.size)
        expected = min(PART, upload.size - number * PART)
        if upload.state is not UploadState.UPLOADING or number > there or len(data) != expected:
            raise invalid("part", "unexpected_part", "This part of the file was not expected; choose the file again")
        add_part(uow, upload_id, PartKind.RAW, number=number, data=data)
        upload.beat_at = uow.now
        if (number + 1) * PART >= upload.size:
            upload.state = UploadState.READY
        return number * PART + len(data)


async def look(actor: Actor, upload_id: UUID, shape: Shape) -> Facts:
    """How the file is read, its columns with samples and guesses. Raises NotFound, WrongStep, FileUnreadable."""
    async with unit_of_work() as uow:
        upload = await own(uow, actor, upload_id)
        await draft_of(actor, upload)
        facts = read_facts(upload)
    text = _known_text(facts, shape) or await text_of(upload_id, upload.size, shape)
    if not text.size:
        raise FileUnreadable("There is nothing in this file" if not text.sheets else "This sheet is empty")
    head = (await read_part(upload_id, text.kind, 0))[:HEAD]
    found = looked(upload.entity, head.removeprefix(BOM), text=text, shape=shape)
    async with unit_of_work() as uow:
        upload = await own(uow, actor, upload_id)
        upload.state, upload.total, upload.text_size = UploadState.READY, text.size, text.size
        write_facts(upload, {"shape": found["shape"], "text": asdict(text), "asked": shape.model_dump()})
    return found | {"fields": fields_of(upload.entity)}


def _known_text(facts: Facts, shape: Shape) -> Text | None:
    """The text as it was made before, where sheet and encoding are the same."""
    asked = facts.get("asked", {})
    if "text" not in facts or (asked.get("sheet"), asked.get("encoding")) != (shape.sheet, shape.encoding):
        return None
    known = facts["text"]
    return Text(PartKind(known["kind"]), known["size"], known["encoding"], tuple(known["sheets"]), known["sheet"])


async def check(actor: Actor, upload_id: UUID, columns: Columns) -> None:
    """Begin to check the file with these columns. Raises NotFound, WrongStep, Invalid."""
    zone(columns.time_zone, field="time_zone")
    async with unit_of_work() as uow:
        upload = await own(uow, actor, upload_id)
        draft = await draft_of(actor, upload)
        facts = read_facts(upload)
        if "text" not in facts:
            raise WrongStep
        _check_columns(upload.entity, columns.columns)
        upload.job_id = None
        upload.state, upload.done, upload.code, upload.beat_at = UploadState.CHECKING, 0, None, NEVER
        wanted: Facts = {
            "columns": columns.model_dump(),
            "preview": None,
            "detail": "",
            "earlier": draft and str(draft),
        }
        write_facts(upload, facts | wanted)
        uow.hint(TOPIC, {"upload": str(upload_id)})


def _check_columns(entity: Entity, columns: Sequence[str]) -> None:
    """Raises Invalid for an unknown field, one that two columns are, and where the key is missing."""
    known = {field.name for field in FIELDS[entity]}
    for place, name in enumerate(columns):
        if name and name not in known:
            raise invalid(f"columns/{place}", "unknown_field", "is no field that can be imported")
        if name and columns.index(name) != place:
            raise invalid(f"columns/{place}", "chosen_twice", "is chosen for two columns")
    keys = [name for name in KEYS[entity] if name in columns]
    if not keys:
        labels = [field.label for field in FIELDS[entity] if field.name in KEYS[entity]]
        raise invalid("columns", "no_key", f"Say which column is the {' or the '.join(labels).lower()}")
    if len(keys) > 1:
        raise invalid("columns", "two_keys", "Choose the order's reference or its number, not both")
