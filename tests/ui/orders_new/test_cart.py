import json
from uuid import uuid4

import pytest

from app.features.orders.schemas import MAX_QUANTITY
from app.ui.orders_new.cart import MOST_LINES, read_cart

ANN, BOB = uuid4(), uuid4()


def test_a_cart_comes_back_as_it_was_kept() -> None:
    tea, milk = uuid4(), uuid4()
    cart = read_cart("", ANN).put(tea, 2).put(milk, 1)
    assert read_cart(cart.dump(), ANN) == cart
    assert cart.items == ((tea, 2), (milk, 1))


def test_the_key_stays_over_a_reload_and_changes_with_the_content() -> None:
    cart = read_cart("", ANN).put(uuid4(), 1)
    assert read_cart(cart.dump(), ANN).key == cart.key
    assert cart.put(uuid4(), 1).key != cart.key


def test_nobody_inherits_anothers_cart() -> None:
    cart = read_cart("", ANN).put(uuid4(), 1)
    assert read_cart(cart.dump(), BOB).items == ()


def test_it_holds_ids_and_numbers_only() -> None:
    kept = json.loads(read_cart("", ANN).put(uuid4(), 1).dump())
    assert set(kept) == {"owner", "key", "items"}
    assert str(ANN) not in json.dumps(kept)


def test_zero_takes_a_product_out_and_an_empty_cart_is_empty_text() -> None:
    tea = uuid4()
    assert read_cart("", ANN).put(tea, 2).put(tea, 0).dump() == ""


def test_quantities_stay_within_what_can_be_ordered() -> None:
    tea = uuid4()
    assert read_cart("", ANN).put(tea, 10**9).quantity_of(tea) == MAX_QUANTITY
    assert read_cart("", ANN).put(tea, -3).items == ()


def test_a_full_cart_takes_no_further_product() -> None:
    cart = read_cart("", ANN)
    for _ in range(MOST_LINES + 5):
        cart = cart.put(uuid4(), 1)
    assert len(cart.items) == MOST_LINES


def forged(**changed: object) -> str:
    tea = uuid4()
    kept = json.loads(read_cart("", ANN).put(tea, 2).dump())
    return json.dumps({**kept, **changed})


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        "x" * 20_000,
        "[" * 5_000,
        forged(key="not a key"),
        forged(items="all"),
        forged(items=[["x", 1]]),
        forged(items=[[str(uuid4()), True]]),
        forged(items=[[str(uuid4()), 1.5]]),
        forged(items=[[str(uuid4()), 0]]),
        forged(items=[[str(uuid4()), 10**9]]),
        forged(items=[[str(uuid4())], {}, None]),
    ],
    # Every test process must call them the same, and the texts hold ids made by chance.
    ids=iter(range(100)),
)
def test_what_cannot_be_read_is_an_empty_cart(text: str) -> None:
    assert read_cart(text, ANN).items == ()
