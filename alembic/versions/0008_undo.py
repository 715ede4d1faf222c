"""Indexes by which a person's acts are listed, and the undos and redos of one found."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_gestures_actor_id_entity_at_id", "gestures", ["actor_id", "entity", "at", "id"])
    op.create_index("ix_gestures_acts_on", "gestures", ["acts_on"])
    op.drop_index("ix_gestures_actor_id_id", "gestures")


def downgrade() -> None:
    """Back."""
    op.create_index("ix_gestures_actor_id_id", "gestures", ["actor_id", "id"])
    op.drop_index("ix_gestures_acts_on", "gestures")
    op.drop_index("ix_gestures_actor_id_entity_at_id", "gestures")
