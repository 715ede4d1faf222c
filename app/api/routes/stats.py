"""The figures of the dashboard, for staff."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict

from app.api.inputs import StrictRoute
from app.api.security import Staff
from app.features.dashboard import service as dashboard
from app.features.dashboard.schemas import Stats, StatsQuery

router = APIRouter(prefix="/api", tags=["Figures"], route_class=StrictRoute)


class StatsFilter(StatsQuery):
    """Which figures. `from` and `to` are ISO 8601; a date is its midnight in `tz`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


@router.get("/stats")
async def read_stats(actor: Staff, query: Annotated[StatsFilter, Query()]) -> Stats:
    """Revenue, orders, average order value and customers of a range in one currency, by status and over time."""
    return await dashboard.stats(actor, query)
