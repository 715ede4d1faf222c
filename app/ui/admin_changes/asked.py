"""What the log is narrowed to, as the address says it: words of closed vocabularies, days and ids, never a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from app.core.actor import Role, Source
from app.core.ids import parse_id
from app.core.ranges import TimeRange, time_range
from app.features.changes.schemas import CREATED, Entity, LogQuery
from app.features.orders.lines import LINE

PATH = "/admin/changes"
# The days that begin and end between EARLIEST and LATEST (app.core.ranges) wherever the reader is.
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(8999, 12, 30)
MADE = "made"
LINES = "lines"
# What an address calls them, where the log has a sign or a prefix.
LOGGED_AS = {MADE: CREATED, LINES: LINE}
# What the log calls a field, and what people do.
FIELDS: Mapping[Entity, Mapping[str, str]] = {
    Entity.ORDER: {"status": "Status", "ship_to": "Ship to", "note": "Note", LINES: "Lines", "total": "Total"},
    Entity.PRODUCT: {
        "name": "Name",
        "description": "Description",
        "category": "Category",
        "price_amount": "Price",
        "active": "Active",
    },
    Entity.USER: {
        "name": "Name",
        "email": "Email",
        "role": "Role",
        "active": "Active",
        "password": "Password",
        "locale": "Language",
        "time_zone": "Time zone",
    },
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters; empty is everything. `by` is a role or a person's id, `act` a gesture, `row` a record."""

    about: str = ""
    field: str = ""
    by: str = ""
    through: str = ""
    since: str = ""
    until: str = ""
    act: str = ""
    row: str = ""
    show: str = ""

    @property
    def address(self) -> str:
        """The page with these filters."""
        given = {name.name: getattr(self, name.name) for name in fields(self) if getattr(self, name.name)}
        return f"{PATH}?{urlencode(given)}" if given else PATH

    def but(self, name: str, value: str) -> "Asked":
        """The same with another value of one filter; a field that the kind does not have is dropped."""
        other = replace(self, **{name: value})
        return other if other.field in field_names(other.about) else replace(other, field="")


def field_names(about: str) -> dict[str, str]:
    """The fields that rows of this kind have, all kinds' where it is empty, by the name in the log."""
    kinds = [Entity(about)] if about in set(Entity) else list(Entity)
    named = {MADE: "Created"}
    for kind in kinds:
        named |= FIELDS[kind]
    return named


def read(parameters: Mapping[str, object]) -> Asked:
    """The filters of the address; what is not one of ours is left out."""
    given = {name.name: str(parameters.get(name.name, "")) for name in fields(Asked)}
    about = given["about"] if given["about"] in set(Entity) else ""
    by = given["by"] if given["by"] in set(Role) else _id(given["by"])
    return Asked(
        about=about,
        field=given["field"] if given["field"] in field_names(about) else "",
        by=by,
        through=given["through"] if given["through"] in set(Source) else "",
        since=_day(given["since"]),
        until=_day(given["until"]),
        act=_id(given["act"]),
        row=_id(given["row"]),
        show="revealed" if given["show"] == "revealed" else "",
    )


def to_query(asked: Asked, *, tz: str) -> LogQuery:
    """What to ask the log: days are those of the time zone, both included."""
    span = _span(asked, tz)
    is_role = asked.by in set(Role)
    return LogQuery(
        entity=Entity(asked.about) if asked.about else None,
        row_id=parse_id(asked.row),
        actor_id=None if is_role else parse_id(asked.by),
        role=Role(asked.by) if is_role else None,
        source=Source(asked.through) if asked.through else None,
        field=LOGGED_AS.get(asked.field, asked.field) or None,
        gesture_id=parse_id(asked.act),
        start=span.start,
        end=span.end,
    )


def of_act(gesture_id: UUID) -> str:
    """The address of all changes of one act."""
    return Asked(act=str(gesture_id)).address


def arrived(asked: Asked, *, shown: Asked, sent: Sequence[Asked]) -> tuple[bool, tuple[Asked, ...]]:
    """Whether an address came from elsewhere than the filters, and which of those they went to are still to come.

    The browser may be at the next one already when it tells of one, and then tells of the next again.
    """
    if asked in sent:
        return False, tuple(sent[sent.index(asked) + 1 :])
    return (False, tuple(sent)) if asked == shown else (True, ())


def _span(asked: Asked, tz: str) -> TimeRange:
    """The days asked for; none at all where the last lies before the first."""
    if asked.since and asked.until and asked.until < asked.since:
        return time_range(asked.since, asked.since, tz=tz)
    day_after = (date.fromisoformat(asked.until) + timedelta(days=1)).isoformat() if asked.until else None
    return time_range(asked.since or None, day_after, tz=tz)


def _id(text: str) -> str:
    found = parse_id(text)
    return str(found) if found else ""


def _day(text: str) -> str:
    """The ISO day, where it is one of our time in every zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if FIRST_DAY <= day <= LAST_DAY else ""
