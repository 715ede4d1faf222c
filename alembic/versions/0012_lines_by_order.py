"""What each order holds in one index, so that checks and sums read no line (docs/adr/0013)."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEX = "ix_order_items_by_order"


def upgrade() -> None:
    """Forward."""
    op.create_index(INDEX, "order_items", ["order_id", "product_id", "quantity", "line_total_amount"])


def downgrade() -> None:
    """Back."""
    op.drop_index(INDEX, "order_items")
