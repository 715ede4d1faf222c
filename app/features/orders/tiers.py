"""How rollups count time: whole steps since the year 1 began, in UTC. Day 0 is a Monday."""

from datetime import UTC, datetime, timedelta

from app.models import Tier

YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)
STEPS: dict[Tier, timedelta] = {
    Tier.HOUR: timedelta(hours=1),
    Tier.DAY: timedelta(days=1),
    Tier.FOUR_WEEKS: timedelta(days=28),
}
ORDER_TIERS = (Tier.HOUR, Tier.DAY)
PRODUCT_TIERS = (Tier.DAY, Tier.FOUR_WEEKS)


def seconds_of(step: timedelta) -> int:
    """A step in whole seconds."""
    return step // timedelta(seconds=1)


def number_of(moment: datetime, step: timedelta) -> int:
    """How many whole steps have passed at a moment."""
    return (moment - YEAR_ONE) // step


def bucket_in(moment: datetime, tier: Tier) -> int:
    """The bucket of a tier that a moment falls into."""
    return number_of(moment, STEPS[tier])
