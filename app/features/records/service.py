"""The use cases of records, for the doors."""

from app.features.records.editing import edit_cell, edit_cells, rehearse_cells
from app.features.records.schemas import MAX_CELLS, Act, CellEdit, Outcome
from app.models import GestureKind

__all__ = ["MAX_CELLS", "Act", "CellEdit", "GestureKind", "Outcome", "edit_cell", "edit_cells", "rehearse_cells"]
