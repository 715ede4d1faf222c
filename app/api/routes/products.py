"""The catalogue."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.inputs import StrictRoute
from app.api.schemas import ProductList, listed
from app.api.security import Anyone
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductQuery

router = APIRouter(prefix="/api", tags=["Products"], route_class=StrictRoute)


@router.get("/products")
async def list_products(actor: Anyone, query: Annotated[ProductQuery, Query()]) -> ProductList:
    """What is for sale, by name. With a token of staff also what is not for sale (any more)."""
    return listed(await catalog.list_products(actor, query), ProductList)
