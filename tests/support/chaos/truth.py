"""What the database holds in the end: `python -m tests.support.chaos.truth ID…` prints it as JSON.

Run with the server's environment: what is personal is opened with its keys.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.core.actor import system_actor
from app.core.database import get_database, read_session
from app.features.changes import repository as log
from app.features.changes.service import to_row
from app.features.orders import repository as orders
from app.models import Entity

FIELDS = ("note", "ship_to")


async def truth(ids: Sequence[UUID]) -> dict[str, Any]:
    """{"rows": {id: {field: text}}, "log": [{id, row, field, old, new, gesture}]} of these orders, the log in order."""
    rows: dict[str, dict[str, str]] = {}
    entries: list[dict[str, Any]] = []
    async with read_session() as session:
        for row_id in ids:
            order = await orders.get(session, system_actor(), row_id)
            assert order is not None
            rows[str(row_id)] = {"note": order.note.reveal() or "", "ship_to": order.ship_to.reveal() or ""}
            for change in map(to_row, await log.of_row(session, Entity.ORDER, row_id)):
                if change.field in FIELDS:
                    told = {
                        "id": change.id,
                        "row": str(row_id),
                        "field": change.field,
                        "gesture": str(change.gesture_id),
                    }
                    entries.append(told | {"old": change.old or "", "new": change.new or ""})
    await get_database().dispose()
    return {"rows": rows, "log": sorted(entries, key=lambda entry: entry["id"])}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(truth([UUID(text) for text in sys.argv[1:]]))))
