"""Identifiers: UUIDv7 (RFC 9562), which sort by the time they were made."""

from uuid import UUID

import uuid_utils.compat as uuid_utils


def new_id() -> UUID:
    """A new UUIDv7."""
    return uuid_utils.uuid7()


def parse_id(text: object) -> UUID | None:
    """The UUID written in `text`, or None where it is not one."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
