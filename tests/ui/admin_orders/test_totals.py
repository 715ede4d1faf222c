import pytest

from app.core.money import Money
from app.core.paging import GridQuery
from app.ui.admin_orders.totals import totals
from tests.features.dashboard.goods import stock
from tests.features.orders.shop import order
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio


async def test_the_foot_says_what_each_figure_is(alice: Person, sam: Person) -> None:
    tea, cup = await stock("TEA", 250), await stock("CUP", 1000)
    await order(alice.actor(), tea, cup)
    asked = {"filters": [{"field": "product", "kind": "set", "values": ["TEA"]}]}
    found = await totals(sam.actor(), GridQuery.model_validate(asked))
    assert [(one.label, one.number, tuple(one.amounts)) for one in found] == [
        ("Orders", 1, ()),
        ("Total", None, (Money(2500, "EUR"),)),
        ("Average", None, (Money(2500, "EUR"),)),
        ("Customers", 1, ()),
        ("Pieces", 4, ()),
        ("Lines of TEA", 2, (Money(500, "EUR"),)),
    ]
    assert all(one.about for one in found)
    assert found[-1].as_json()["unit"] == ("piece", "pieces")


@pytest.mark.parametrize(
    ("field", "values", "label"),
    [
        ("product", ["TEA", "CUP"], "Lines of TEA or CUP"),
        ("product", ["TEA", "CUP", "POT"], "Lines of 3 products"),
        ("category", ["Tea", "Cups", "Pots"], "Lines of 3 categories"),
    ],
)
async def test_many_goods_are_counted_rather_than_named(sam: Person, field: str, values: list[str], label: str) -> None:
    asked = {"filters": [{"field": field, "kind": "set", "values": values}]}
    found = await totals(sam.actor(), GridQuery.model_validate(asked))
    assert found[-1].label == label
    assert "these" in found[-1].about


@pytest.mark.parametrize(
    ("values", "label", "of"),
    [
        ([""], "Lines of no category", "what is in no category alone"),
        (["Tea", ""], "Lines of Tea or no category", "these categories alone"),
    ],
)
async def test_what_is_in_no_category_has_a_name(sam: Person, values: list[str], label: str, of: str) -> None:
    asked = {"filters": [{"field": "category", "kind": "set", "values": values}]}
    found = await totals(sam.actor(), GridQuery.model_validate(asked))
    assert found[-1].label == label
    assert of in found[-1].about
