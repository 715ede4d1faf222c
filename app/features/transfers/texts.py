"""From a file as it came to UTF-8 text with delimiters, which everything after reads.

UTF-8 files are read as they are. Others, and sheets of workbooks, are turned into text once, sealed like the file.
"""

import codecs
from collections.abc import AsyncIterable
from dataclasses import dataclass
from uuid import UUID

from app.core.unit_of_work import unit_of_work
from app.features.transfers import repository
from app.features.transfers.parts import add_part, read_all, read_part
from app.features.transfers.schemas import PART, Encoding, FileUnreadable, Shape
from app.features.transfers.sheets import reading_sheet
from app.features.transfers.sniffing import guess_encoding, is_workbook
from app.models import PartKind

MAX_TEXT = 1_024 * PART


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text. `kind` says which parts hold it, `size` is in bytes. `sheets` are empty but for workbooks."""

    kind: PartKind
    size: int
    encoding: Encoding = "utf-8"
    sheets: tuple[str, ...] = ()
    sheet: int = 0


async def text_of(upload_id: UUID, size: int, shape: Shape) -> Text:
    """The text of an upload in this shape. Raises FileUnreadable."""
    head = await read_part(upload_id, PartKind.RAW, 0)
    if is_workbook(head):
        return await _of_workbook(upload_id, size, shape.sheet or 0)
    encoding = shape.encoding or guess_encoding(head, is_utf8=await _is_utf8(upload_id, size))
    if encoding == "utf-8":
        return Text(PartKind.RAW, size)
    made = await _store(upload_id, _decoded(upload_id, size, encoding))
    return Text(PartKind.TEXT, made, encoding)


async def _of_workbook(upload_id: UUID, size: int, number: int) -> Text:
    async with reading_sheet(read_all(upload_id, PartKind.RAW, size), number) as sheet:
        made = await _store(upload_id, sheet.text)
        return Text(PartKind.TEXT, made, sheets=sheet.names, sheet=sheet.number)


async def _is_utf8(upload_id: UUID, size: int) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        async for part in read_all(upload_id, PartKind.RAW, size):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


async def _decoded(upload_id: UUID, size: int, encoding: Encoding) -> AsyncIterable[bytes]:
    """The file in UTF-8, in parts of any size; what the encoding does not know becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    is_first = True
    async for part in read_all(upload_id, PartKind.RAW, size):
        text = decoder.decode(part)
        yield (text.removeprefix("\ufeff") if is_first else text).encode(errors="replace")
        is_first = False
    yield decoder.decode(b"", final=True).encode(errors="replace")


async def _store(upload_id: UUID, text: AsyncIterable[bytes]) -> int:
    """Keep the text in place of an earlier one; returns its size. Raises FileUnreadable where there is no end of it."""
    async with unit_of_work() as uow:
        await repository.delete_parts(uow.session, upload_id, PartKind.TEXT)
    size = number = 0
    held = bytearray()
    async for data in text:
        held += data
        while len(held) >= PART:
            await _keep(upload_id, number, bytes(held[:PART]))
            del held[:PART]
            size, number = size + PART, number + 1
            if size > MAX_TEXT:
                raise FileUnreadable("The file holds more than 1 GB of text")
    if held:
        await _keep(upload_id, number, bytes(held))
    return size + len(held)


async def _keep(upload_id: UUID, number: int, data: bytes) -> None:
    async with unit_of_work() as uow:
        add_part(uow, upload_id, PartKind.TEXT, number=number, data=data)
