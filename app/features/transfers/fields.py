"""The fields that an import knows, by entity, and which column of a file each one probably is. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.models import Entity

Kind = Literal["text", "long", "amount", "whole", "moment", "word", "flag", "email"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field. `needed` to make a new record; `aliases` are other names that files have for it."""

    name: str
    label: str
    kind: Kind = "text"
    needed: bool = False
    aliases: tuple[str, ...] = ()


ORDERS = (
    Field(
        "order_ref", "Order reference", needed=True, aliases=("reference", "ref", "orderreference", "orderid", "name")
    ),
    Field("number", "Order number", "whole", aliases=("order", "ordernumber", "orderno", "no", "bestellnummer")),
    Field(
        "ordered_at",
        "Ordered at",
        "moment",
        needed=True,
        aliases=("ordered", "date", "orderdate", "createdat", "datum"),
    ),
    Field("status", "Status", "word", needed=True, aliases=("state", "orderstatus")),
    Field(
        "customer_email",
        "Customer's email",
        "email",
        needed=True,
        aliases=("email", "mail", "emailaddress"),
    ),
    Field("customer_name", "Customer's name", aliases=("customer", "name", "buyer", "kunde", "billingname")),
    Field("sku", "SKU", needed=True, aliases=("itemsku", "lineitemsku", "article", "articlenumber", "artikelnummer")),
    Field("product_name", "Product", aliases=("product", "item", "title", "lineitemname", "produkt")),
    Field("category", "Category", aliases=("department", "kategorie")),
    Field(
        "quantity",
        "Quantity",
        "whole",
        needed=True,
        aliases=("qty", "pieces", "amountofpieces", "menge", "lineitemquantity"),
    ),
    Field("line_total", "Line total", "amount", needed=True, aliases=("total", "amount", "sum", "betrag", "linetotal")),
    Field("currency", "Currency", aliases=("cur", "totalcurrency", "waehrung")),
    Field("unit_price", "Unit price", "amount", aliases=("price", "lineitemprice", "preis")),
    Field("ship_to", "Ship to", "long", aliases=("shipto", "address", "shippingaddress", "deliveryaddress", "adresse")),
    Field("note", "Note", "long", aliases=("notes", "comment", "remark", "notiz")),
    Field("channel", "Channel", aliases=("source", "saleschannel")),
)
PRODUCTS = (
    Field("sku", "SKU", needed=True, aliases=("article", "articlenumber", "itemnumber", "code", "artikelnummer")),
    Field("name", "Name", needed=True, aliases=("title", "product", "productname", "item", "bezeichnung")),
    Field("category", "Category", aliases=("department", "type", "kategorie")),
    Field("price", "Price", "amount", needed=True, aliases=("unitprice", "amount", "preis", "retailprice")),
    Field("currency", "Currency", aliases=("cur", "pricecurrency", "waehrung")),
    Field("active", "For sale", "flag", aliases=("forsale", "available", "published", "status", "aktiv")),
    Field("description", "Description", "long", aliases=("text", "details", "body", "beschreibung")),
)
USERS = (
    Field("email", "Email", "email", needed=True, aliases=("mail", "emailaddress", "customeremail", "login")),
    Field("name", "Name", needed=True, aliases=("fullname", "customer", "customername", "person")),
    Field("role", "Role", "word", aliases=("rights", "rolle")),
    Field("active", "Active", "flag", aliases=("enabled", "aktiv")),
)
FIELDS: Mapping[Entity, tuple[Field, ...]] = {Entity.ORDER: ORDERS, Entity.PRODUCT: PRODUCTS, Entity.USER: USERS}
# What records are matched by; any one of them.
KEYS: Mapping[Entity, tuple[str, ...]] = {
    Entity.ORDER: ("order_ref", "number"),
    Entity.PRODUCT: ("sku",),
    Entity.USER: ("email",),
}
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ODD = re.compile(r"[\W_]+", re.UNICODE)


def plain_name(header: str) -> str:
    """A column's name without case, spaces, punctuation and what stands in brackets."""
    return _ODD.sub("", _ASIDE.sub("", header).casefold())


def guess_columns(entity: Entity, names: Sequence[str]) -> list[str]:
    """The field of each column, "" where none suits: its own name or label first, then the other names for it."""
    guessed = [""] * len(names)
    plain = [plain_name(name) for name in names]
    taken: set[str] = set()
    for other_names in (False, True):
        for field in FIELDS[entity]:
            own = {plain_name(field.name), plain_name(field.label)}
            wanted = set(field.aliases) if other_names else own
            for place, name in enumerate(plain):
                if name in wanted and not guessed[place] and field.name not in taken:
                    guessed[place] = field.name
                    taken.add(field.name)
    return _reference_rather(entity, guessed)


def _reference_rather(entity: Entity, guessed: list[str]) -> list[str]:
    """A file with lines of orders comes from elsewhere: its order numbers are references here."""
    if entity is Entity.ORDER and "sku" in guessed and "number" in guessed and "order_ref" not in guessed:
        return ["order_ref" if name == "number" else name for name in guessed]
    return guessed


def names_a_column(entity: Entity, header: str) -> bool:
    """Whether this is the name of a field."""
    name = plain_name(header)
    return any(name in {plain_name(field.name), plain_name(field.label), *field.aliases} for field in FIELDS[entity])


def missing_for_new(entity: Entity, columns: Sequence[str]) -> tuple[Field, ...]:
    """The fields without which nothing new can be made."""
    return tuple(field for field in FIELDS[entity] if field.needed and field.name not in columns)
