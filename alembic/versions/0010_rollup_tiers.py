"""Pieces in the row of an order, channels in the rollups, coarser tiers, sums by product (docs/adr/0011).

Everything new is counted from the orders that are there: about a minute for a million of them.
"""

from typing import TypeAlias

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Indexes: TypeAlias = tuple[tuple[str, str], ...]
OLD: Indexes = (
    ("ix_orders_by_ordered_at", "ordered_at id status total_amount number channel user_id"),
    ("ix_orders_by_total", "total_amount id status ordered_at number channel user_id"),
    ("ix_orders_by_number", "number id status total_amount ordered_at channel user_id"),
    ("ix_orders_by_status", "status ordered_at id total_amount number channel user_id"),
    ("ix_orders_by_user", "user_id ordered_at id status total_amount number channel"),
)
NEW: Indexes = tuple((name, f"{columns} currency units") for name, columns in OLD)
STATUSES = ("pending", "paid", "shipped", "delivered", "cancelled", "refunded")
REVENUE = "('paid', 'shipped', 'delivered')"
TIERS = {"hour": 3_600, "day": 86_400, "four_weeks": 28 * 86_400}
# From the beginning of the year 1 to that of 1970.
YEAR_ONE = 62_135_596_800
SECONDS = {
    "sqlite": f"(CAST(strftime('%s', o.ordered_at) AS INTEGER) + {YEAR_ONE})",
    "postgresql": f"(CAST(floor(extract(epoch FROM o.ordered_at)) AS BIGINT) + {YEAR_ONE})",
}
QUARTER = {
    "sqlite": (
        "strftime('%Y-%m-%d %H:%M:%S.000000', CAST(strftime('%s', o.ordered_at) AS INTEGER) / 900 * 900, 'unixepoch')"
    ),
    "postgresql": "to_timestamp(floor(extract(epoch FROM o.ordered_at) / 900) * 900)",
}
SUMS = "count(*), sum(o.total_amount), sum(o.units)"


def upgrade() -> None:
    """Forward."""
    op.add_column("orders", sa.Column("units", sa.BigInteger(), server_default="0", nullable=False))
    _drop(OLD)
    op.execute(
        "UPDATE orders SET units ="
        " coalesce((SELECT sum(i.quantity) FROM order_items i WHERE i.order_id = orders.id), 0)"
    )
    _create(NEW)
    op.drop_index("ix_order_rollups_currency_bucket_status", "order_rollups")
    op.execute("DELETE FROM order_rollups")
    # SQLite adds a column that has no default only to a table made anew.
    with op.batch_alter_table("order_rollups") as table:
        table.add_column(sa.Column("channel", sa.String(length=40), nullable=False))
    _count_orders()
    op.create_index(
        "ix_order_rollups_by_bucket",
        "order_rollups",
        ["currency", "bucket", "status", "channel", "orders", "amount", "units"],
    )
    _create_sums()


def _create_sums() -> None:
    columns = {name: sa.Column(name, sa.BigInteger(), nullable=False) for name in ("orders", "amount", "units")}
    key = ("tier", "currency", "bucket", "status", "channel", "id")
    op.create_table("order_sums", *_key(), *columns.values(), sa.PrimaryKeyConstraint(*key), sqlite_with_rowid=False)
    product = sa.Column("product_id", sa.Uuid(), nullable=False)
    sums = [sa.Column(name, sa.BigInteger(), nullable=False) for name in ("amount", "units")]
    columns_of_products = (*_key()[:3], product, *_key()[3:], *sums)
    key = (*key[:3], "product_id", *key[3:])
    op.create_table("product_sums", *columns_of_products, sa.PrimaryKeyConstraint(*key), sqlite_with_rowid=False)
    for tier in ("hour", "day"):
        _count_sums(tier)
    for tier in ("day", "four_weeks"):
        _count_products(tier)


def _key() -> tuple[sa.Column[object], ...]:
    tiers = sa.Enum(*TIERS, name="tier", native_enum=False, create_constraint=True, length=20)
    statuses = sa.Enum(*STATUSES, name="orderstatus", native_enum=False, create_constraint=True, length=20)
    return (
        sa.Column("tier", tiers, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("bucket", sa.BigInteger(), nullable=False),
        sa.Column("status", statuses, nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("product_sums")
    op.drop_table("order_sums")
    op.drop_index("ix_order_rollups_by_bucket", "order_rollups")
    # Rows of several channels become several rows of one key, which is what they are folded from anyway.
    with op.batch_alter_table("order_rollups") as table:
        table.drop_column("channel")
    op.create_index(
        "ix_order_rollups_currency_bucket_status", "order_rollups", ["currency", "bucket", "status"], unique=False
    )
    _drop(NEW)
    with op.batch_alter_table("orders") as table:
        table.drop_column("units")
    _create(OLD)


def _count_orders() -> None:
    op.execute(
        "INSERT INTO order_rollups (bucket, currency, status, channel, orders, amount, units)"
        f" SELECT {QUARTER[_dialect()]}, o.currency, o.status, o.channel, {SUMS} FROM orders o GROUP BY 1, 2, 3, 4"
    )


def _count_sums(tier: str) -> None:
    bucket = f"{SECONDS[_dialect()]} / {TIERS[tier]}"
    op.execute(
        "INSERT INTO order_sums (tier, currency, bucket, status, channel, id, orders, amount, units)"
        f" SELECT '{tier}', o.currency, {bucket}, o.status, o.channel, 0, {SUMS} FROM orders o GROUP BY 2, 3, 4, 5"
    )


def _count_products(tier: str) -> None:
    bucket = f"{SECONDS[_dialect()]} / {TIERS[tier]}"
    op.execute(
        "INSERT INTO product_sums (tier, currency, bucket, product_id, status, channel, id, amount, units)"
        f" SELECT '{tier}', o.currency, {bucket}, i.product_id, o.status, o.channel, 0, sum(i.line_total_amount),"
        " sum(i.quantity) FROM orders o JOIN order_items i ON i.order_id = o.id"
        f" WHERE o.status IN {REVENUE} GROUP BY 2, 3, 4, 5, 6"
    )


def _dialect() -> str:
    return op.get_bind().dialect.name


def _create(indexes: Indexes) -> None:
    for name, columns in indexes:
        op.create_index(name, "orders", columns.split())


def _drop(indexes: Indexes) -> None:
    for name, _columns in indexes:
        op.drop_index(name, "orders")
