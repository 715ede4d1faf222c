"""Gestures: what a person did in one go, one row for each step of undo."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = ("edit", "paste", "fill", "clear", "bulk", "import", "restore", "lines", "undo", "redo")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "gestures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "entity",
            sa.Enum("user", "product", "order", name="entity", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="gesturekind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("fields", sa.String(length=400), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=True),
        sa.Column("cells", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acts_on", sa.Uuid(), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_gestures_actor_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gestures")),
    )
    op.create_index("ix_gestures_actor_id_id", "gestures", ["actor_id", "id"])


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_gestures_actor_id_id", table_name="gestures")
    op.drop_table("gestures")
