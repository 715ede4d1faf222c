"""From the table to what the use cases hand out. Opening a sealed name or search is a visible call here."""

from collections.abc import Mapping
from uuid import UUID

from app.features.views.schemas import ViewContent, ViewDetail, ViewRow
from app.models import SavedView


def name_of(view: SavedView) -> str:
    """What it is called; empty for a link."""
    return view.name.reveal() or ""


def to_row(view: SavedView, reader: UUID, *, owners: Mapping[UUID, str], default: UUID | None) -> ViewRow:
    """A view as the reader sees it in a list."""
    is_mine = view.owner_id == reader
    return ViewRow(
        id=view.id,
        kind=view.kind,
        name=name_of(view),
        owner="" if is_mine else owners.get(view.owner_id, ""),
        is_mine=is_mine,
        is_shared=view.is_shared,
        is_default=view.id == default,
        updated_at=view.updated_at,
        version=view.version,
    )


def to_detail(view: SavedView, reader: UUID, *, owners: Mapping[UUID, str], default: UUID | None) -> ViewDetail:
    """A view with what it holds."""
    row = to_row(view, reader, owners=owners, default=default)
    content = ViewContent(definition=view.definition, search=view.search.reveal() or "")
    return ViewDetail(**row.model_dump(), content=content, base_id=view.base_id)
