"""What a cell may hold, in the words that the person reads."""

import pytest

from app.core.errors import Invalid
from app.core.ids import new_id
from app.ui.components.grid import Choice, Column, Email, Flag, LongText, Moment, Number, Option
from app.ui.components.grid.checks import check_edit
from app.ui.components.grid.messages import CellRequest

COLUMNS: tuple[Column, ...] = (
    Email(field="email", label="Email", editable=True, required=True),
    Moment(field="at", label="Ordered", editable=True),
    Choice(field="state", label="Status", editable=True, options=(Option("on", "On"),)),
    Flag(field="active", label="Active", editable=True),
    Number(field="stock", label="Stock", editable=True, minimum=1, maximum=2_000),
    LongText(field="note", label="Note", editable=True, max_length=5),
)


def why(field: str, value: object) -> str:
    cell = {"id": new_id(), "field": field, "base": None, "value": value, "version": 1}
    try:
        check_edit(COLUMNS, CellRequest.model_validate(cell))
    except Invalid as refused:
        return refused.detail
    return ""


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "ann@example.com", ""),
        ("email", "ann@example", "Email must be an e-mail address such as ann@example.com"),
        ("email", " ", "Email must not be empty"),
        ("at", "2026-05-04T10:20:00Z", ""),
        ("at", "2026-05-04T10:20:00", "Ordered must be a date and time"),
        ("at", "soon", "Ordered must be a date and time"),
        ("at", None, "Ordered must be a date and time"),
        ("state", "off", "Status must be one of its choices"),
        ("active", "yes", "Active must be yes or no"),
        ("stock", 0, "Stock must be at least 1"),
        ("stock", 2_001, "Stock must be at most 2,000"),
        ("note", "a\nb", ""),
        ("note", "longer", "Note must be at most 5 characters long"),
    ],
)
def test_a_value_is_refused_in_words(field: str, value: object, words: str) -> None:
    assert why(field, value) == words
