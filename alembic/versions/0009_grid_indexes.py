"""Indexes that hold all that the grid sorts and filters by (docs/adr/0008)."""

from typing import TypeAlias

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

Indexes: TypeAlias = dict[str, tuple[tuple[str, str], ...]]
NEW: Indexes = {
    "orders": (
        ("ix_orders_by_ordered_at", "ordered_at id status total_amount number channel user_id"),
        ("ix_orders_by_total", "total_amount id status ordered_at number channel user_id"),
        ("ix_orders_by_number", "number id status total_amount ordered_at channel user_id"),
        ("ix_orders_by_status", "status ordered_at id total_amount number channel user_id"),
        ("ix_orders_by_user", "user_id ordered_at id status total_amount number channel"),
    ),
    "users": (
        ("ix_users_by_created_at", "created_at id role active"),
        ("ix_users_by_role", "role created_at id active"),
        ("ix_users_by_active", "active created_at id role"),
    ),
}
OLD: Indexes = {
    "orders": (
        ("ix_orders_ordered_at_id", "ordered_at id"),
        ("ix_orders_total_amount_id", "total_amount id"),
        ("ix_orders_status_ordered_at_id", "status ordered_at id"),
        ("ix_orders_user_id_ordered_at_id", "user_id ordered_at id"),
    ),
    "users": (("ix_users_created_at", "created_at"), ("ix_users_role", "role")),
}
REFERENCE = "ix_orders_by_reference"


def upgrade() -> None:
    """Forward."""
    _replace(OLD, NEW)
    op.create_index(REFERENCE, "orders", ["reference", "id"], postgresql_ops={"reference": "varchar_pattern_ops"})


def downgrade() -> None:
    """Back."""
    op.drop_index(REFERENCE, "orders")
    _replace(NEW, OLD)


def _replace(old: Indexes, new: Indexes) -> None:
    """Make the new ones first: a foreign key is never without an index."""
    for table, indexes in new.items():
        for name, columns in indexes:
            op.create_index(name, table, columns.split())
    for table, indexes in old.items():
        for name, _columns in indexes:
            op.drop_index(name, table)
