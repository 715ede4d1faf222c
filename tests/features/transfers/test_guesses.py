"""What a file probably is, and how people write what is in it."""

import pytest

from app.features.transfers.fields import guess_columns
from app.features.transfers.schemas import Columns
from app.features.transfers.sniffing import (
    guess_dates,
    guess_decimal,
    guess_delimiter,
    guess_encoding,
    guess_header,
)
from app.features.transfers.values import cleaner
from app.models import Entity


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (
            ["Order", "Customer", "Status", "Ordered (Europe/Berlin)"],
            ["number", "customer_name", "status", "ordered_at"],
        ),
        (["Order", "SKU", "Total"], ["order_ref", "sku", "line_total"]),
        (["E-Mail", "EMAIL", ""], ["customer_email", "", ""]),
        (["order_ref", "customer_email", "line_total"], ["order_ref", "customer_email", "line_total"]),
    ],
)
def test_columns_are_known_by_their_names(names: list[str], fields: list[str]) -> None:
    assert guess_columns(Entity.ORDER, names) == fields


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n2,5;3\n", ";"),
        ('a\tb\n"x,y,z"\t2\n', "\t"),
        ("a|b\n1|2", "|"),
        ("alone\nin\nits column", ","),
        ('"a;b",c\n"d;e;f",g\n', ","),
    ],
)
def test_the_delimiter_stands_equally_often_in_each_line(text: str, sign: str) -> None:
    assert guess_delimiter(text) == sign


def test_the_encoding_shows_in_the_bytes() -> None:
    text = "sku,name\nä,b\n"
    assert guess_encoding(text.encode("utf-16-le"), is_utf8=False) == "utf-16-le"
    assert guess_encoding(text.encode("utf-16-be"), is_utf8=False) == "utf-16-be"
    assert guess_encoding(b"\xff\xfe" + text.encode("utf-16-le"), is_utf8=False) == "utf-16-le"
    assert guess_encoding(text.encode(), is_utf8=True) == "utf-8"
    assert guess_encoding(text.encode("cp1252"), is_utf8=False) == "cp1252"


def test_a_header_is_looked_for_below_a_title_and_may_be_missing() -> None:
    assert guess_header(Entity.PRODUCT, [["Prices 2026", ""], ["SKU", "Price"], ["A", "1"]]) == 2
    assert guess_header(Entity.PRODUCT, [["A-1", "12.50"], ["A-2", "3.00"]]) == 0
    assert guess_header(Entity.USER, [["ann@example.com", "Ann"]]) == 0
    assert guess_header(Entity.PRODUCT, [["Eins", "Zwei"], ["A", "1"]]) == 1


def test_amounts_and_dates_show_how_they_are_written() -> None:
    assert guess_decimal(["1.250,00", "3,5 €"]) == ","
    assert guess_decimal(["1,250.00", "1,250", "3.5"]) == "."
    assert guess_dates(["24.11.2026"]) == "dmy"
    assert guess_dates(["11/24/2026"]) == "mdy"
    assert guess_dates(["2026-11-24"]) == "iso"


@pytest.mark.parametrize(
    ("kind", "how", "written", "read"),
    [
        ("amount", {}, "€ 1,234.50", "1234.50"),
        ("amount", {}, "12,5", "12,5"),
        ("amount", {"decimal": ","}, "1.234,50 EUR", "1234.50"),
        ("amount", {"decimal": ","}, "1.234", "1234"),
        ("amount", {"decimal": ","}, "9.9", "9.9"),
        ("amount", {"decimal": ","}, "12.50", "12.50"),
        ("amount", {"decimal": ","}, "0.30", "0.30"),
        ("moment", {"dates": "dmy"}, "24.11.2026 9:05", "2026-11-24T09:05:00"),
        ("moment", {"dates": "mdy"}, "11/24/26 1:05 pm", "2026-11-24T13:05:00"),
        ("moment", {"dates": "dmy"}, "2026-11-24T09:05:00Z", "2026-11-24T09:05:00Z"),
        ("whole", {}, "3.0", "3"),
        ("whole", {}, "3.5", "3.5"),
        ("flag", {}, "Ja", "true"),
        ("flag", {}, "perhaps", "perhaps"),
        ("word", {}, " Shipped ", "shipped"),
    ],
)
def test_values_are_brought_into_one_way_of_writing(kind: str, how: dict[str, str], written: str, read: str) -> None:
    assert cleaner(kind, Columns(columns=("sku",), **how))(written) == read  # pyright: ignore[reportArgumentType]


def test_an_amount_in_another_currency_is_not_taken_for_one_in_the_shops_own() -> None:
    read = cleaner("amount", Columns(columns=("sku",)), "EUR")
    assert [read(text) for text in ("€5", "5 EUR", "$5", "5 USD", "5 £")] == ["5", "5", "$5", "5 USD", "5 £"]
    assert cleaner("amount", Columns(columns=("sku",)), "CAD")("$5") == "5"
