"""Text from people: what every door accepts. NUL, lone surrogates and stray control characters are refused by name."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMAIL = re.compile(r"^[^\s@<>()\[\],;:\"\\]+@[^\s@.<>()\[\],;:\"\\]+(\.[^\s@.<>()\[\],;:\"\\]+)+$")


def clean_text(value: str) -> str:
    """The text in Unicode normal form C. Raises ValueError for what no database or page can hold."""
    if _CONTROL.search(value):
        msg = "must not hold control characters"
        raise ValueError(msg)
    try:
        value.encode()
    except UnicodeEncodeError:
        msg = "must be valid Unicode (it holds half of a surrogate pair)"
        raise ValueError(msg) from None
    return unicodedata.normalize("NFC", value)


def single_line(value: str) -> str:
    """Clean text on one line, without space around it."""
    value = clean_text(value).strip()
    if "\n" in value or "\r" in value or "\t" in value:
        msg = "must be on one line"
        raise ValueError(msg)
    return value


def is_email(value: str) -> bool:
    """Whether text has the shape of an e-mail address, but for space around it."""
    return bool(_EMAIL.match(value.strip()))


def email_address(value: str) -> str:
    """An e-mail address as it was written, checked for its shape only: the mail that arrives is the proof."""
    value = single_line(value)
    if not is_email(value):
        msg = "must be an e-mail address such as ann@example.com"
        raise ValueError(msg)
    return value


def not_blank(value: str) -> str:
    """Text that holds more than space."""
    if not value.strip():
        msg = "must not be empty"
        raise ValueError(msg)
    return value


Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(single_line)]
Name = Annotated[str, StringConstraints(max_length=200), AfterValidator(single_line), AfterValidator(not_blank)]
LongText = Annotated[str, StringConstraints(max_length=4000), AfterValidator(clean_text)]
Email = Annotated[
    str, StringConstraints(max_length=254), AfterValidator(email_address), Field(json_schema_extra={"format": "email"})
]
