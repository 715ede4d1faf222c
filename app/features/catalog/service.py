"""The use cases of the catalogue: everybody reads it, admins change it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.config import get_settings
from app.core.database import read_session
from app.core.errors import Conflict, FieldError, Forbidden
from app.core.paging import GridQuery, Page, encode_cursor
from app.core.unit_of_work import unit_of_work
from app.features.catalog import repository
from app.features.catalog.schemas import (
    PriceOut,
    ProductCreate,
    ProductDetail,
    ProductGridRow,
    ProductQuery,
)
from app.features.changes.service import Subject, record_created
from app.models import Entity, Product


class SkuTaken(Conflict):
    """Another product has this SKU."""

    code = "sku_taken"
    title = "Another product has this SKU"


async def list_products(actor: Actor | None, query: ProductQuery) -> Page[ProductDetail]:
    """A page of the catalogue by name. Raises Invalid naming the field."""
    async with read_session() as session:
        found = await repository.page(session, actor, query)
    products = found[: query.limit]
    more = len(found) > query.limit
    return Page(
        items=tuple(to_detail(product) for product in products),
        next_cursor=encode_cursor((products[-1].name, str(products[-1].id))) if more else None,
    )


async def products_by_ids(actor: Actor | None, ids: Sequence[UUID]) -> tuple[ProductDetail, ...]:
    """The products of these ids that are there: what a cart is shown with."""
    async with read_session() as session:
        return tuple(to_detail(product) for product in await repository.by_ids(session, actor, ids))


async def list_categories(actor: Actor | None) -> tuple[str, ...]:
    """The categories that have a product to see."""
    async with read_session() as session:
        return tuple(await repository.categories(session, actor))


async def window(actor: Actor, query: GridQuery) -> tuple[ProductGridRow, ...]:
    """The rows of a window of the grid. Admins only; raises Forbidden, Invalid."""
    _assert_admin(actor)
    async with read_session() as session:
        return tuple(to_grid_row(product) for product in await repository.window(session, actor, query))


async def window_ids(actor: Actor, query: GridQuery) -> Sequence[UUID]:
    """The ids of the rows of a window, in their order. Admins only; raises Forbidden, Invalid."""
    _assert_admin(actor)
    async with read_session() as session:
        return await repository.window_ids(session, actor, query)


async def count(actor: Actor, query: GridQuery) -> int:
    """How many rows the grid's filters and search let through. Admins only; raises Forbidden, Invalid."""
    _assert_admin(actor)
    async with read_session() as session:
        return await repository.count(session, actor, query)


async def rows(actor: Actor, ids: Sequence[UUID]) -> tuple[ProductGridRow, ...]:
    """Rows of the grid by id. Admins only."""
    _assert_admin(actor)
    async with read_session() as session:
        return tuple(to_grid_row(product) for product in await repository.by_ids(session, actor, ids))


async def create_product(actor: Actor, command: ProductCreate) -> ProductDetail:
    """Add a product, priced in the shop's currency. Raises Forbidden, SkuTaken."""
    _assert_admin(actor)
    taken = SkuTaken(errors=(FieldError("/sku", SkuTaken.code, SkuTaken.title),))
    try:
        async with unit_of_work() as uow:
            if await repository.has_sku(uow.session, command.sku):
                raise taken
            values = command.model_dump()
            currency = get_settings().currency
            product = Product(**values, currency=currency, created_at=uow.now, updated_at=uow.now)
            uow.session.add(product)
            await uow.session.flush()
            record_created(uow, actor, Subject(Entity.PRODUCT, product.id), values={**values, "currency": currency})
            return to_detail(product)
    except IntegrityError:
        raise taken from None


def to_detail(product: Product) -> ProductDetail:
    """A product as everybody may see it."""
    return ProductDetail(
        id=product.id,
        sku=product.sku,
        name=product.name,
        description=product.description,
        category=product.category,
        price=PriceOut(amount=product.price_amount, currency=product.currency),
        active=product.active,
        version=product.version,
    )


def to_grid_row(product: Product) -> ProductGridRow:
    """A product as a row of the grid."""
    return ProductGridRow(
        id=product.id,
        version=product.version,
        sku=product.sku,
        name=product.name,
        description=product.description,
        category=product.category,
        price=product.price_amount,
        currency=product.currency,
        active=product.active,
        updated_at=product.updated_at,
    )


def _assert_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden
