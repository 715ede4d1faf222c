"""What goes out by itself about the figures: mails by the clock, and alerts when a figure crosses a line."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.core.crypto import personal
from app.core.ids import new_id
from app.models.columns import Moment, key_to, vocabulary


class Cadence(StrEnum):
    """How often a mail goes out."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Metric(StrEnum):
    """What an alert watches. All but open orders are of the range that the alert's board names."""

    OPEN_ORDERS = "open_orders"
    REVENUE = "revenue"
    ORDERS = "orders"
    AVERAGE = "average"
    REFUNDS = "refunds"
    CANCELLATIONS = "cancellations"


class Side(StrEnum):
    """On which side of its line a figure is worth a mail."""

    ABOVE = "above"
    BELOW = "below"


class ReportSchedule(SQLModel, table=True):
    """A mail with the figures of a board, by the clock of `time_zone`, which is the owner's.

    `about` is the query of the board's address. `minute` counts from midnight, `weekday` from Monday, 0, and is empty
    for a daily mail. `mail_id` is the last mail in the outbox, which may be gone.
    """

    __tablename__ = "report_schedules"
    __table_args__ = (
        CheckConstraint("minute >= 0 AND minute < 1440", name="minute_of_a_day"),
        CheckConstraint("weekday >= 0 AND weekday < 7", name="weekday_of_a_week"),
    )
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owner_id: UUID = Field(index=True, **key_to("users", on_delete="CASCADE"))
    name_ct: str | None = None
    about: str = Field(max_length=4000)
    cadence: Cadence = Field(sa_type=vocabulary(Cadence))
    weekday: int | None = None
    minute: int
    time_zone: str = Field(max_length=64)
    next_due_at: datetime = Field(sa_type=Moment, index=True)
    last_sent_at: datetime | None = Field(default=None, sa_type=Moment)
    mail_id: UUID | None = None
    paused: bool = False
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    version: int = 1

    name = personal("report_schedules", "name")


class Alert(SQLModel, table=True):
    """A figure with a line, and on which side of it the figure stands: a mail goes out once for each crossing.

    `threshold` and `value` are whole numbers of the metric's unit: minor units, a count, or ten-thousandths of a whole.
    `age_hours` is the age from which open orders count. `is_inside`: the figure is where a mail is due; `outside_since`
    is when it was first seen to have left, as long as that does not count yet. `checked_at` is when it was looked at
    last, `value` what it was then, empty where there is none.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint("age_hours > 0", name="age_is_positive"),
        CheckConstraint("threshold >= 0", name="threshold_is_not_negative"),
        Index("ix_alerts_paused_checked_at", "paused", "checked_at"),
    )
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owner_id: UUID = Field(index=True, **key_to("users", on_delete="CASCADE"))
    name_ct: str | None = None
    about: str = Field(max_length=4000)
    metric: Metric = Field(sa_type=vocabulary(Metric))
    side: Side = Field(sa_type=vocabulary(Side))
    threshold: int = Field(sa_type=BigInteger)
    age_hours: int | None = None
    is_inside: bool = False
    outside_since: datetime | None = Field(default=None, sa_type=Moment)
    crossed_at: datetime | None = Field(default=None, sa_type=Moment)
    value: int | None = Field(default=None, sa_type=BigInteger)
    checked_at: datetime | None = Field(default=None, sa_type=Moment)
    last_sent_at: datetime | None = Field(default=None, sa_type=Moment)
    paused: bool = False
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    version: int = 1

    name = personal("alerts", "name")
