"""The bytes of an uploaded file: sealed in the database, 1 MiB at a time, and read from there as a file.

Nothing of a file is ever written in clear: not to the disk, not to a temporary folder.
"""

import base64
import io
import zlib
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from typing import Any
from uuid import UUID

import anyio.from_thread

from app.core.crypto import SealError
from app.core.database import read_session
from app.core.unit_of_work import UnitOfWork
from app.features.transfers import repository
from app.features.transfers.schemas import PART, FileUnreadable
from app.models import PartKind, UploadPart

KEPT_PARTS = 6


def add_part(uow: UnitOfWork, upload_id: UUID, kind: PartKind, *, number: int, data: bytes) -> None:
    """Keep one part. All but the last have PART bytes."""
    part = UploadPart(upload_id=upload_id, kind=kind, number=number, content_ct="")
    part.content = _packed(data)
    uow.session.add(part)


async def read_part(upload_id: UUID, kind: PartKind, number: int) -> bytes:
    """One part, opened. Raises FileUnreadable where it is gone, or its key is."""
    async with read_session() as session:
        part = await repository.part(session, upload_id, kind, number=number)
    try:
        return _unpacked((part.content.reveal() or "") if part is not None else "")
    except (SealError, ValueError, zlib.error):
        raise FileUnreadable("The uploaded file is no longer there; choose it again") from None


async def read_all(upload_id: UUID, kind: PartKind, size: int) -> AsyncGenerator[bytes, None]:
    """All parts in order."""
    for number in range(-(-size // PART)):
        yield await read_part(upload_id, kind, number)


def _packed(data: bytes) -> str:
    small = zlib.compress(data, 1)
    kept = b"z" + small if len(small) < len(data) else b"r" + data
    return base64.b64encode(kept).decode()


def _unpacked(text: str) -> bytes:
    kept = base64.b64decode(text, validate=True)
    if not kept:
        raise ValueError(text)
    return zlib.decompress(kept[1:]) if kept[:1] == b"z" else kept[1:]


class SealedFile(io.RawIOBase):
    """A file of parts, for a reader in a thread: `fetch` gives a part by its number and may wait for it."""

    def __init__(self, fetch: Callable[[int], bytes], size: int) -> None:
        super().__init__()
        self._fetch = fetch
        self._size = size
        self._at = 0
        self._kept: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer, to the end of a part at most."""
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, PART)
        found = self._part(number)[within : within + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def pread(self, length: int, offset: int) -> bytes:
        """Bytes from any place."""
        found = bytearray()
        while len(found) < length and offset + len(found) < self._size:
            number, within = divmod(offset + len(found), PART)
            found += self._part(number)[within : within + length - len(found)]
        return bytes(found)

    def _part(self, number: int) -> bytes:
        if number not in self._kept:
            self._kept[number] = self._fetch(number)
            if len(self._kept) > KEPT_PARTS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return self._kept[number]


def open_parts(upload_id: UUID, kind: PartKind, size: int) -> SealedFile:
    """The file, for a reader in a worker thread of `anyio.to_thread`."""
    return SealedFile(lambda number: anyio.from_thread.run(read_part, upload_id, kind, number), size)
