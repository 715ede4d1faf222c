"""From a workbook to text: the sheet is read by a process of its own (`sheet_reader.py`), within bounds."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.features.transfers import sheet_reader
from app.features.transfers.schemas import PART, FileUnreadable

MEGABYTES, SECONDS = 2_048, 120
TIMEOUT = 300.0
WORDS = {
    "broken_workbook": "This is no Excel workbook, or a damaged one. Save it again as .xlsx, or as CSV",
    "no_workbook": "This is an archive, but no Excel workbook (.xlsx)",
    "password": "The workbook is protected by a password. Save it without one",
    "no_such_sheet": "The workbook has no such sheet",
    "too_many_cells": "The sheet spans too many cells (empty ones between others count). Save the sheet as CSV",
    "unpacks_to_too_much": "The workbook unpacks to more than 1 GB. Save the sheet as CSV",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is being read: the names of all, its own number, its lines, and its text as CSV in parts."""

    names: tuple[str, ...]
    number: int
    lines: int
    text: AsyncGenerator[bytes, None]


@cache
def _turn() -> asyncio.Semaphore:
    """One workbook at a time in this process."""
    return asyncio.Semaphore(1)


@asynccontextmanager
async def reading_sheet(workbook: AsyncIterable[bytes], number: int) -> AsyncGenerator[Sheet, None]:
    """Sheet `number` of a workbook, while the block lasts. Raises FileUnreadable with the reason."""
    program = Path(sheet_reader.__file__)
    arguments = (sys.executable, "-I", str(program), str(number), str(MEGABYTES), str(SECONDS))
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    async with _turn(), asyncio.timeout(TIMEOUT):
        child = await asyncio.create_subprocess_exec(
            *arguments, stdin=pipe, stdout=pipe, stderr=nothing, env={}, limit=PART
        )
        assert child.stdin is not None
        assert child.stdout is not None
        feeding = asyncio.create_task(_feed(child.stdin, workbook))
        try:
            about = json.loads(await child.stdout.readline() or b'{"error": "too_many_cells"}')
            await feeding
            if "error" in about:
                raise FileUnreadable(WORDS.get(about["error"], FileUnreadable.title))
            yield Sheet(tuple(about["sheets"]), about["sheet"], about["lines"], _text(child, child.stdout))
        finally:
            feeding.cancel()
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()


async def _feed(pipe: asyncio.StreamWriter, workbook: AsyncIterable[bytes]) -> None:
    # A child that refuses the workbook may be gone before all of it is sent; what it said is what counts.
    with suppress(ConnectionError):
        async for part in workbook:
            pipe.write(part)
            await pipe.drain()
        pipe.close()


async def _text(child: asyncio.subprocess.Process, pipe: asyncio.StreamReader) -> AsyncGenerator[bytes, None]:
    """The text in parts of PART bytes, the last one shorter. Raises FileUnreadable where the reader died of it."""
    held = bytearray()
    while data := await pipe.read(PART):
        held += data
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
    if await child.wait() != 0:
        raise FileUnreadable(WORDS["too_many_cells"])
    yield bytes(held)
