"""The wizard in tests: a file from its bytes to what became of it."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from app.core.actor import Actor
from app.features.jobs.runner import Runner
from app.features.transfers import service as transfers
from app.features.transfers.checking import check_waiting
from app.features.transfers.schemas import PART, Columns, Facts, Shape, Start
from app.models import Entity, JobKind
from tests.support.cast import Person


async def upload(actor: Actor, data: bytes, *, entity: Entity = Entity.PRODUCT) -> UUID:
    """The file, sent in parts."""
    upload_id = await transfers.start(actor, entity, Start(name="file.csv", size=len(data)))
    for number, start in enumerate(range(0, len(data), PART)):
        await transfers.receive(actor, upload_id, number, data=data[start : start + PART])
    return upload_id


async def preview(who: Person, data: bytes, *, entity: Entity = Entity.PRODUCT, **how: Any) -> Facts:
    """What the wizard shows of the file, with the columns as it guesses them."""
    actor = who.actor()
    upload_id = await upload(actor, data, entity=entity)
    seen = await transfers.look(actor, upload_id, Shape(**how.pop("shape", {})))
    columns = how.pop("columns", [column["field"] for column in seen["columns"]])
    ways = {"decimal": seen["decimal"], "dates": seen["dates"], **how}
    await transfers.check(actor, upload_id, Columns(columns=tuple(columns), **ways))
    await check_waiting()
    return await transfers.status(actor, upload_id)


async def run(who: Person, told: Facts) -> Facts:
    """Let it run to its end."""
    await transfers.run(who.actor(), UUID(told["id"]))
    await Runner({JobKind.IMPORT: transfers.run_import}).work_off()
    return await transfers.status(who.actor(), UUID(told["id"]))


async def refused(who: Person, told: Facts) -> list[str]:
    """The download of the refused lines, without its header."""
    pieces = [piece async for piece in transfers.refused_lines(who.actor(), UUID(told["id"]))]
    return b"".join(pieces).decode().splitlines()[1:]


def counts(told: Facts) -> dict[str, int]:
    """How many of each outcome the preview counts."""
    assert told["state"] == "checked", told
    found: dict[str, int] = told["preview"]["counts"]
    return found


def text(*lines: str) -> bytes:
    """Lines of CSV."""
    return ("\n".join(lines) + "\n").encode()


def book(*sheets: Sequence[Sequence[object]], extra: str = "") -> bytes:
    """A workbook with these rows; strings that begin with `<` are cells as XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        numbers = range(1, len(sheets) + 1)
        names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>' for n in numbers
        )
        styles = f'<Relationship Id="st" Type="{office}/styles" Target="styles.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{links}{styles}</Relationships>'
        )
        formats = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}">{formats}</styleSheet>')
        for number, rows in zip(numbers, sheets, strict=True):
            body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            archive.writestr(
                f"xl/worksheets/s{number}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData>{extra}</worksheet>',
            )
    return out.getvalue()


def _cell(value: object) -> str:
    match value:
        case None:
            return "<c/>"
        case str() if value.startswith("<c"):
            return value
        case str():
            return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case _:
            return f"<c><v>{value}</v></c>"
