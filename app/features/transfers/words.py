"""What each code of a refusal means, as a sentence that names no value."""

from collections.abc import Mapping

from app.features.imports.schemas import Fault
from app.features.transfers.schemas import Reason

WORDS: Mapping[str, str] = {
    "required": "is missing",
    "too_long": "is too long",
    "too_large": "is too large",
    "negative": "must not be negative",
    "invalid_text": "holds characters that no text can hold",
    "invalid_email": "is no e-mail address",
    "unknown_status": "is no status of an order",
    "unknown_role": "is no role: customer, staff or admin",
    "invalid_currency": "is no currency such as EUR",
    "not_an_integer": "is no whole number",
    "not_a_decimal": "is no amount such as 12.50",
    "too_many_decimals": "has more decimals than its currency",
    "invalid_moment": "is no date and time that can be read; choose how dates are written",
    "moment_out_of_range": "lies before 1970 or after 9000",
    "nonexistent_time": "does not exist: the clocks went forward",
    "not_true_or_false": "is neither yes nor no",
    "differs_within_order": "differs from another line of the same order",
    "too_many_lines": "stands on more than 10,000 lines",
    "malformed": "The quotes of this line do not close where they should",
    "invalid_utf8": "This line is not UTF-8; choose another encoding",
    "line_too_long": "This line is longer than 64 KB",
    "wrong_column_count": "This line has more or fewer cells than the first",
    "duplicate_key": "stands in an earlier line already",
    "no_such_record": "is not there, and columns to make it are missing",
    "admins_only": "is not there, and only an admin may import new orders",
    "reference_conflict": "is there already with another content; what was sold is not changed by an import",
    "currency_differs": "is not the currency that this is priced in",
    "made_meanwhile": "was made by somebody else since the preview",
    "gone_meanwhile": "is no longer there",
}


def reason(field: str, code: str, *, label: str = "", detail: str = "") -> Reason:
    """A refusal in words. `label` is what the page calls the field; `detail` a sentence that is known already."""
    words = detail or WORDS.get(code, "cannot be taken")
    return Reason(field, code, words if detail or words[0].isupper() else f"{label or field or 'This'} {words}")


def reason_of(fault: Fault, labels: Mapping[str, str]) -> Reason:
    """A fault of the import's own reading, in words."""
    return reason(fault.field, fault.code, label=labels.get(fault.field, ""))
