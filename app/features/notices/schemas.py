"""What goes into and comes out of the use cases of mails and alerts."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from app.core.text import clean_text, single_line
from app.features.notices.rules import When
from app.models import Cadence as Cadence
from app.models import Metric as Metric
from app.models import Side as Side

MOST_AGE = 999
HOURS_OF = {"hours": 1, "days": 24}
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
Kind = Literal["report", "alert"]


def _time_of_day(text: str) -> str:
    if not _TIME.fullmatch(text):
        msg = "must be a time of the day, such as 08:30"
        raise ValueError(msg)
    return text


def _given(value: int | None, *, is_needed: bool) -> int | None:
    if value is None and is_needed:
        msg = "must be given"
        raise ValueError(msg)
    return value if is_needed else None


NoticeName = Annotated[str, StringConstraints(max_length=100), AfterValidator(single_line)]
About = Annotated[str, StringConstraints(max_length=4000), AfterValidator(clean_text)]
TimeOfDay = Annotated[str, StringConstraints(max_length=10, strip_whitespace=True), AfterValidator(_time_of_day)]


class Frozen(BaseModel):
    """A value: unknown fields are refused, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReportWish(Frozen):
    """A mail by the clock. `about` is the query of a board's address, `at` a time of the owner's clock.

    `weekday` counts from Monday, 0; a daily mail has none. Without a name it is called by what it is about.
    """

    name: NoticeName = Field(default="", repr=False)
    about: About = ""
    cadence: Cadence = Cadence.DAILY
    weekday: int | None = Field(default=None, ge=0, le=6, validate_default=True)
    at: TimeOfDay

    @property
    def when(self) -> When:
        """When it is due."""
        hour, minute = self.at.split(":")
        return When(60 * int(hour) + int(minute), self.weekday)

    @field_validator("weekday")
    @classmethod
    def _a_week_has_a_day(cls, value: int | None, info: ValidationInfo) -> int | None:
        return _given(value, is_needed=info.data.get("cadence") is Cadence.WEEKLY)


class AlertWish(Frozen):
    """A figure and its line. `threshold` is as it is typed: a decimal amount, a count, or percent.

    `age` counts `age_unit`s from which on an open order counts; other metrics have none. `about` is the query of a
    board's address: its filters, its currency and, but for open orders, its range.
    """

    name: NoticeName = Field(default="", repr=False)
    about: About = ""
    metric: Metric
    side: Side
    threshold: str = Field(max_length=40)
    age: int | None = Field(default=None, ge=1, le=MOST_AGE, validate_default=True)
    age_unit: Literal["hours", "days"] = "days"

    @property
    def age_hours(self) -> int | None:
        """The age in hours."""
        return None if self.age is None else self.age * HOURS_OF[self.age_unit]

    @field_validator("age")
    @classmethod
    def _open_orders_have_an_age(cls, value: int | None, info: ValidationInfo) -> int | None:
        return _given(value, is_needed=info.data.get("metric") is Metric.OPEN_ORDERS)


@dataclass(frozen=True, slots=True)
class Common:
    """What mails and alerts have in common. `title` is the name, or else what it is about in words."""

    id: UUID
    version: int
    name: str
    title: str
    about: str
    paused: bool
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportRow(Common):
    """A mail by the clock as its owner sees it. `is_waiting`: the last mail has not gone out yet."""

    words: str
    cadence: Cadence
    when: When
    next_due_at: datetime
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class AlertRow(Common):
    """An alert as its owner sees it. `value` and `threshold` are in words, None where there is no figure."""

    words: str
    metric: Metric
    side: Side
    threshold: str
    typed: str
    age_hours: int | None
    value: str | None
    is_inside: bool
    crossed_at: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words."""

    subject: str
    text: str
