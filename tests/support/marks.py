"""Marked personal data, and the search for it in files: in the clear, and in the disguises it could be left in."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path


def disguises(mark: str) -> dict[str, bytes]:
    """The ways in which a mark could stand in a file, by name.

    Base64 shifts with what stands before it, so the mark is encoded at each of the three places and the edges, which
    depend on the neighbours, are cut off.
    """
    forms: dict[str, bytes] = {}
    for spelling, text in (("as typed", mark), ("in small letters", mark.lower()), ("in capitals", mark.upper())):
        plain = text.encode()
        forms[f"UTF-8 {spelling}"] = plain
        forms[f"UTF-16LE {spelling}"] = text.encode("utf-16-le")
        forms[f"UTF-16BE {spelling}"] = text.encode("utf-16-be")
        forms[f"hex {spelling}"] = plain.hex().encode()
        forms[f"HEX {spelling}"] = plain.hex().upper().encode()
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + plain)
            forms[f"base64+{shift} {spelling}"] = encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4]
    return forms


def findings(files: Iterable[Path], marks: Iterable[str]) -> list[str]:
    """Where marks stand in files: a line each, empty when there are none."""
    sought = [(mark, name, form) for mark in marks for name, form in disguises(mark).items()]
    return [
        f"{path}: {mark} ({name})"
        for path in files
        for content in [path.read_bytes()]
        for mark, name, form in sought
        if form in content
    ]


def files_below(folder: Path, *, leave_out: Iterable[str] = ()) -> Iterator[Path]:
    """Every file below a folder, but for the folders of these names."""
    out = set(leave_out)
    for path in folder.iterdir():
        if path.name in out or path.is_symlink():
            continue
        if path.is_dir():
            yield from files_below(path, leave_out=out)
        elif path.is_file():
            yield path
