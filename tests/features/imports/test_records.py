import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.features.imports.records import MAX_RECORD_BYTES, Record, RecordReader


def read(data: bytes, *, width: int | None = 2) -> list[Record]:
    return list(RecordReader(io.BytesIO(data), width=width))


def test_records_know_their_lines_and_places() -> None:
    data = b'a,b\r\n"x\ny",2\n\nlast,"q""uote"'
    found = read(data)
    assert [record.cells for record in found] == [["a", "b"], ["x\ny", "2"], ["last", 'q"uote']]
    assert [record.line for record in found] == [1, 2, 5]
    assert [data[record.start : record.end] for record in found] == [b"a,b\r\n", b'"x\ny",2\n', b'last,"q""uote"']


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"a,b\n\xff\xfe,b\n", 2, "invalid_utf8"),
        (b"a,b\na,b,c\n", 2, "wrong_column_count"),
        (b"a,b\na\n", 2, "wrong_column_count"),
        (b'a,b\n"a"b,c\n', 2, "malformed"),
        (b"a\rb,c\n", 1, "malformed"),
        (b"a,b\n" + b"x" * (MAX_RECORD_BYTES + 9) + b"\nc,d\n", 2, "line_too_long"),
    ],
)
def test_a_bad_record_says_where_and_why(data: bytes, line: int, code: str) -> None:
    assert [(record.line, record.code) for record in read(data) if record.code] == [(line, code)]


def test_a_quote_that_is_never_closed_harms_its_own_line_only() -> None:
    found = read(b'a,"b\nc,d\ne,f\n')
    assert [(record.cells, record.code) for record in found[1:]] == [(["c", "d"], ""), (["e", "f"], "")]
    assert found[0].code == "malformed"
    assert found[0].cells[0] == "a"


def test_a_quote_that_closes_far_below_swallows_no_line_between() -> None:
    found = read(b'a,"b\nc,d\ne,"f\ng,h\n')
    assert [record.cells[0] for record in found if not record.code] == ["c", "g"]


def test_a_quote_inside_a_plain_cell_is_text() -> None:
    assert read(b'5" pipe,b\n')[0].cells == ['5" pipe', "b"]


@given(st.binary(max_size=400))
@example(b'"')
@example(b"\xef\xbb\xbf\x00,\n")
def test_any_bytes_are_read_without_an_error_and_nothing_is_left_out(data: bytes) -> None:
    found = read(data)
    covered = sum(record.end - record.start for record in found)
    blank = sum(len(part) for part in data.splitlines(keepends=True) if part in {b"\n", b"\r\n"})
    assert covered <= len(data)
    assert all(record.start < record.end for record in found)
    assert [record.start for record in found] == sorted(record.start for record in found)
    if b'"' not in data and b"\r" not in data:
        assert covered + blank == len(data)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=20))
def test_what_the_csv_module_writes_is_read_back(rows: list[tuple[str, str]]) -> None:
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    assert [tuple(record.cells) for record in read(text.encode())] == rows
