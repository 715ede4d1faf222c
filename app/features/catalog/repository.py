"""The SQL of the catalogue. Customers see what is for sale, staff all of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, func, literal, or_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Actor
from app.core.conditions import FilterField, Moments, Numbers, Texts, Words, conditions, flag
from app.core.errors import invalid
from app.core.ids import parse_id
from app.core.paging import GridQuery, Sort, decode_cursor
from app.features.catalog.schemas import ProductQuery
from app.features.grids.windows_repository import Key, Window, columns_of, ids_of
from app.models import Product

SORTS: dict[str, tuple[Any, ...]] = {
    "sku": (col(Product.sku),),
    "name": (col(Product.name), col(Product.id)),
    "category": (col(Product.category), col(Product.name), col(Product.id)),
    "price": (col(Product.price_amount), col(Product.id)),
}
FIELDS: Mapping[str, FilterField] = {
    "sku": Texts(col(Product.sku)),
    "name": Texts(col(Product.name)),
    "category": Texts(col(Product.category)),
    "price": Numbers(col(Product.price_amount)),
    "active": Words(col(Product.active), flag, "true or false"),
    "updated_at": Moments(col(Product.updated_at)),
}


def visible(actor: Actor | None) -> Select[Any]:
    """The products that an actor may see; nobody in particular sees what is for sale."""
    query = select(Product)
    return query if actor is not None and actor.is_staff else query.where(col(Product.active))


async def lock_many(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Product]:
    """The products of these ids, locked in the order of their ids until the transaction ends."""
    query = select(Product).where(col(Product.id).in_(ids)).order_by(col(Product.id)).with_for_update()
    return (await session.scalars(query)).all()


async def by_ids(session: AsyncSession, actor: Actor | None, ids: Sequence[UUID]) -> Sequence[Product]:
    """The products of these ids that the actor may see, in the order of the ids."""
    found = {product.id: product for product in await session.scalars(visible(actor).where(col(Product.id).in_(ids)))}
    return [found[product_id] for product_id in ids if product_id in found]


async def page(session: AsyncSession, actor: Actor | None, query: ProductQuery) -> Sequence[Product]:
    """One page by name, and one row more if there is one."""
    statement = visible(actor)
    if query.category is not None:
        statement = statement.where(col(Product.category) == query.category)
    if query.q.strip():
        statement = statement.where(_named(query.q.strip()))
    if query.cursor:
        name, product_id = decode_cursor(query.cursor, length=2)
        parsed = parse_id(product_id)
        if not isinstance(name, str) or "\x00" in name or parsed is None:
            raise invalid("cursor", "invalid_cursor", "this cursor is not one of ours; start from the first page")
        place = tuple_(literal(name.encode(errors="replace").decode()), literal(parsed, Uuid()))
        statement = statement.where(tuple_(col(Product.name), col(Product.id)) > place)
    return (await session.scalars(statement.order_by(*SORTS["name"]).limit(query.limit + 1))).all()


async def categories(session: AsyncSession, actor: Actor | None) -> Sequence[str]:
    """The categories that have a visible product, by name."""
    query = visible(actor).with_only_columns(col(Product.category)).distinct().order_by(col(Product.category))
    return [name for name in (await session.scalars(query)).all() if name]


async def has_sku(session: AsyncSession, sku: str) -> bool:
    """Whether a product with this SKU is there."""
    return await session.scalar(select(Product.id).where(col(Product.sku) == sku)) is not None


async def window(session: AsyncSession, actor: Actor, query: GridQuery) -> Sequence[Product]:
    """The products of a window of the grid. Raises Invalid naming the sort or filter."""
    return await by_ids(session, actor, await window_ids(session, actor, query))


async def window_ids(session: AsyncSession, actor: Actor, query: GridQuery) -> Sequence[UUID]:
    """The ids of the products of a window, in their order."""
    ids = filtered(actor, query).with_only_columns(col(Product.id))
    return await ids_of(session, Window(ids, (), _keys(query), query.offset, query.limit))


async def count(session: AsyncSession, actor: Actor, query: GridQuery) -> int:
    """How many products the grid's filters and search let through."""
    return (await session.scalar(select(func.count()).select_from(filtered(actor, query).subquery()))) or 0


def filtered(actor: Actor, query: GridQuery) -> Select[Any]:
    """The products that the filters and the search let through. Raises Invalid naming the filter."""
    statement = visible(actor).where(*conditions(FIELDS, query, of="Products"))
    if query.search.strip():
        statement = statement.where(_named(query.search.strip()))
    return statement if query.only is None else statement.where(col(Product.id).in_(query.only))


def _named(text: str) -> ColumnElement[bool]:
    return or_(col(Product.name).icontains(text, autoescape=True), col(Product.sku).istartswith(text, autoescape=True))


def ordering(query: GridQuery) -> list[ColumnElement[Any]]:
    """The columns to sort by, down to a unique one. Raises Invalid naming the sort."""
    return columns_of(_keys(query))


def _keys(query: GridQuery) -> tuple[Key, ...]:
    for place, sort in enumerate(query.sort):
        if sort.field not in SORTS:
            raise invalid(f"sort/{place}/field", "unknown_sort", f"Products cannot be sorted by {sort.field!r}")
    return tuple(Key(sort.field, SORTS[sort.field], sort.desc) for sort in query.sort or (Sort(field="name"),))
