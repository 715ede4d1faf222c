from uuid import UUID, uuid4

from app.core.formats import Formats
from app.features.catalog.schemas import PriceOut, ProductDetail
from app.ui.orders_new.cart import read_cart
from app.ui.orders_new.shown import GONE, OTHER_CURRENCY, CartShown, show_cart

ANN, TEA, MILK = uuid4(), uuid4(), uuid4()


def product(product_id: UUID, price: int, *, currency: str = "EUR", active: bool = True) -> ProductDetail:
    return ProductDetail(
        id=product_id,
        sku=str(product_id)[:8],
        name=f"Product {price}",
        description="",
        category="",
        price=PriceOut(amount=price, currency=currency),
        active=active,
        version=1,
    )


def shown(*products: ProductDetail, seen: dict[str, int] | None = None) -> CartShown:
    cart = read_cart("", ANN).put(TEA, 2).put(MILK, 1)
    return show_cart(cart, products, Formats(), seen=seen or {}, names={str(MILK): "Milk"})


def test_the_total_is_the_servers_prices_times_the_quantities() -> None:
    result = shown(product(TEA, 250), product(MILK, 100))
    assert (result.total, result.count, result.is_ready, result.has_news) == ("€6.00", 3, True, False)


def test_a_product_that_is_gone_is_named_and_stops_the_order() -> None:
    result = shown(product(TEA, 250))
    assert [(line.name, line.problem) for line in result.lines] == [("Product 250", ""), ("Milk", GONE)]
    assert not result.is_ready
    assert result.total == "€5.00"


def test_staff_who_see_products_not_for_sale_cannot_order_them_either() -> None:
    assert not shown(product(TEA, 250), product(MILK, 100, active=False)).is_ready


def test_a_changed_price_is_told_at_its_line() -> None:
    result = shown(product(TEA, 300), product(MILK, 100), seen={str(TEA): 250, str(MILK): 100})
    assert result.has_news
    assert result.is_ready
    assert [line.notice for line in result.lines] == ["The price has changed. Was €2.50", ""]


def test_two_currencies_do_not_meet_in_one_order() -> None:
    result = shown(product(TEA, 250), product(MILK, 100, currency="JPY"))
    assert [line.problem for line in result.lines] == ["", OTHER_CURRENCY]
    assert result.total == "€5.00"


def test_an_empty_cart_is_not_ready() -> None:
    assert not show_cart(read_cart("", ANN), [], Formats(), seen={}, names={}).is_ready
