"""What a mail keeps of the board that it is about, and what of it is in the mail."""

from datetime import timedelta

import pytest

from app.core.errors import Invalid
from app.features.notices import service as notices
from app.models import OrderStatus
from tests.features.notices.desk import move, outbox, schedule, sell
from tests.support.cast import Person
from tests.support.engines import on_sqlite
from tests.support.server_fixtures import NOON, Hour

pytestmark = pytest.mark.asyncio


@on_sqlite
@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("from=nonsense", "from must be an ISO 8601 date"),
        ("range=eternity", "range is not a range"),
        ("status=lost", "status Input should be"),
        ("customer=alice", "customer Input should be a valid UUID"),
        ("compare=custom&compare_from=2026-01-01", "compare_to must be given"),
        ("category=" + "x" * 4001, "about"),
    ],
)
async def test_a_board_that_cannot_be_answered_is_refused_by_name(sam: Person, about: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        await schedule(sam, about=about)
    assert [error.field for error in refused.value.errors] == ["about"]
    assert said in refused.value.detail or said == "about"


@on_sqlite
async def test_only_what_a_board_knows_is_kept_of_its_address(sam: Person, hour: Hour) -> None:
    row = await schedule(
        sam, about="/dashboard?range=7d&q=Anna+Ahlgren&category=Tea&category=Pots&cards=revenue,orders"
    )
    assert row.about == "range=7d&currency=EUR&category=Tea&category=Pots&cards=revenue,orders"
    assert row.words == "The last 7 days, category Tea or Pots"


@on_sqlite
async def test_what_it_is_narrowed_to_is_said_in_words_that_name_nobody(
    sam: Person, alice: Person, bob: Person, hour: Hour
) -> None:
    row = await schedule(sam, about=f"range=7d&customer={alice.id}&customer={bob.id}&hours=1-13&category=-")
    assert row.words == "The last 7 days, category none, 2 customers, one hour of the week"
    assert "&category=-&" in row.about
    row = await schedule(sam, about=f"range=7d&customer={alice.id}&hours=1-13&hours=1-14&category=Tea&category=-")
    assert row.words == "The last 7 days, category Tea or none, one customer, 2 hours of the week"


@on_sqlite
async def test_a_mail_is_about_any_of_its_customers_and_of_its_categories(
    sam: Person, alice: Person, bob: Person, ada: Person, hour: Hour
) -> None:
    for person, price in ((alice, 1000), (bob, 200), (ada, 30)):
        await move(await sell(person, hour, price=price), OrderStatus.PAID)
    await schedule(sam, about=f"range=30d&cards=revenue&category=-&customer={alice.id}&customer={bob.id}")
    hour.moment = NOON + timedelta(hours=20)
    await notices.mail_reports()
    (mail,) = await outbox()
    assert "€12.00" in mail["text"]
    assert alice.name not in mail["text"]


@on_sqlite
async def test_a_mail_has_the_figures_that_its_board_shows(sam: Person, alice: Person, hour: Hour) -> None:
    await move(await sell(alice, hour), OrderStatus.PAID)
    await schedule(sam, about="range=30d&cards=orders,average")
    hour.moment = NOON + timedelta(hours=20)
    await notices.mail_reports()
    (mail,) = await outbox()
    assert [line.partition(":")[0] for line in mail["text"].splitlines() if line.startswith(("Orders", "Average"))] == [
        "Orders",
        "Average order value",
    ]
    assert "Refund rate" not in mail["text"]
    assert "Top products" not in mail["text"]
