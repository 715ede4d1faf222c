"""Disclosures of masked values; indexes by which the change log is read newest first."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_changes_at_id", ["at", "id"]),
    ("ix_changes_actor_id_at_id", ["actor_id", "at", "id"]),
    ("ix_changes_actor_role_at_id", ["actor_role", "at", "id"]),
    ("ix_changes_entity_at_id", ["entity", "at", "id"]),
    ("ix_changes_field_at_id", ["field", "at", "id"]),
    ("ix_changes_source_at_id", ["source", "at", "id"]),
    ("ix_changes_gesture_id_at_id", ["gesture_id", "at", "id"]),
)
REPLACED = (
    ("ix_changes_actor_id_id", ["actor_id", "id"]),
    ("ix_changes_at", ["at"]),
    ("ix_changes_gesture_id", ["gesture_id"]),
)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "actor_role",
            sa.Enum("customer", "staff", "admin", name="role", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "entity",
            sa.Enum("user", "product", "order", name="entity", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("reason_ct", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    op.create_index("ix_disclosures_at_id", "disclosures", ["at", "id"])
    op.create_index(op.f("ix_disclosures_owner_id"), "disclosures", ["owner_id"])
    for name, columns in INDEXES:
        op.create_index(name, "changes", columns)
    for name, _columns in REPLACED:
        op.drop_index(name, "changes")


def downgrade() -> None:
    """Back."""
    for name, columns in REPLACED:
        op.create_index(name, "changes", columns)
    for name, _columns in INDEXES:
        op.drop_index(name, "changes")
    op.drop_table("disclosures")
