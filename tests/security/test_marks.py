"""The search for marks must be able to find: a search that cannot fail shows nothing."""

import base64
from pathlib import Path

import pytest

from tests.support.marks import files_below, findings

MARK = "Quillmark7Zyx"


@pytest.mark.parametrize(
    "content",
    [
        MARK.encode(),
        MARK.lower().encode(),
        MARK.encode("utf-16-le"),
        MARK.encode("utf-16-be"),
        MARK.encode().hex().encode(),
        MARK.encode().hex().upper().encode(),
        *(base64.b64encode(b"x" * before + MARK.encode() + b"y" * 5) for before in range(3)),
        *(base64.urlsafe_b64encode(b"x" * before + MARK.encode()) for before in range(3)),
    ],
)
def test_a_mark_is_found_in_every_disguise(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "left.bin").write_bytes(b"\xff\x00" + content + b"\x00")
    assert findings(files_below(tmp_path), [MARK])


def test_a_file_without_the_mark_is_clean(tmp_path: Path) -> None:
    (tmp_path / "left.bin").write_bytes(b"Quillmark8Zyx")
    assert findings(files_below(tmp_path), [MARK]) == []
