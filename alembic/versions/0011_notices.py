"""Mails by the clock, and alerts when a figure crosses a line."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "report_schedules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name_ct", sa.String(), nullable=True),
        sa.Column("about", sa.String(length=4000), nullable=False),
        sa.Column(
            "cadence",
            sa.Enum("daily", "weekly", name="cadence", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        *_common("report_schedules"),
        sa.CheckConstraint("minute >= 0 AND minute < 1440", name=op.f("ck_report_schedules_minute_of_a_day")),
        sa.CheckConstraint("weekday >= 0 AND weekday < 7", name=op.f("ck_report_schedules_weekday_of_a_week")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name_ct", sa.String(), nullable=True),
        sa.Column("about", sa.String(length=4000), nullable=False),
        sa.Column(
            "metric",
            sa.Enum(
                "open_orders",
                "revenue",
                "orders",
                "average",
                "refunds",
                "cancellations",
                name="metric",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("above", "below", name="side", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("age_hours", sa.Integer(), nullable=True),
        sa.Column("is_inside", sa.Boolean(), nullable=False),
        sa.Column("outside_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("crossed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        *_common("alerts"),
        sa.CheckConstraint("age_hours > 0", name=op.f("ck_alerts_age_is_positive")),
        sa.CheckConstraint("threshold >= 0", name=op.f("ck_alerts_threshold_is_not_negative")),
    )
    op.create_index("ix_report_schedules_owner_id", "report_schedules", ["owner_id"])
    op.create_index("ix_report_schedules_next_due_at", "report_schedules", ["next_due_at"])
    op.create_index("ix_report_schedules_deleted_at", "report_schedules", ["deleted_at"])
    op.create_index("ix_alerts_owner_id", "alerts", ["owner_id"])
    op.create_index("ix_alerts_paused_checked_at", "alerts", ["paused", "checked_at"])
    op.create_index("ix_alerts_deleted_at", "alerts", ["deleted_at"])


def downgrade() -> None:
    """Back. Schedules and alerts are lost."""
    op.drop_table("alerts")
    op.drop_table("report_schedules")


def _common(table: str) -> tuple[SchemaItem, ...]:
    """What both have: state, times, version, key and owner."""
    return (
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f(f"fk_{table}_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
