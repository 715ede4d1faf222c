"""What was measured, and how it is said."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


def percentile(sorted_values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of the values do not exceed (nearest rank)."""
    rank = max(1, -(-len(sorted_values) * percent // 100))
    return sorted_values[int(rank) - 1]


def in_words(seconds: Sequence[float]) -> str:
    """Count and percentiles, in milliseconds."""
    if not seconds:
        return "      none"
    values = sorted(seconds)
    p50, p95, p99 = (1000 * percentile(values, percent) for percent in (50, 95, 99))
    return f"{len(values):8}  p50 {p50:8.1f}  p95 {p95:8.1f}  p99 {p99:8.1f} ms"


@dataclass
class Phase:
    """One part of the run: how long each thing took in seconds, by what it was, and what went wrong."""

    name: str
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)

    def events(self, *kinds: str) -> list[float]:
        """Every measurement of what begins with one of `kinds`."""
        return [seconds for what, values in self.took.items() if what.startswith(kinds) for seconds in values]

    def show(self) -> None:
        """Print a line for each thing."""
        print(f"\n{self.name}")
        for what in sorted(self.took):
            print(f"  {what:28} {in_words(self.took[what])}")
        for what, count in sorted(self.errors.items()):
            print(f"  ERROR {what:22} {count:8}")
        if not self.errors:
            print("  no errors")


@dataclass(frozen=True, slots=True)
class Sight:
    """A dashboard showed `count` orders in the range `preset`, at a time in seconds since 1970. `fresh`: a new page."""

    preset: str
    count: int
    at: float
    fresh: bool


def lags(sights: Sequence[Sequence[Sight]], bases: dict[str, int], placed: Sequence[float]) -> list[float]:
    """Seconds from the writing of an order until a dashboard counted it, for each dashboard and order.

    `bases` are the counts of each range before the first order, `placed` the times of the orders in their order.
    """
    found: list[float] = []
    for seen in sights:
        before: Sight | None = None
        for sight in seen:
            if before is not None and not sight.fresh and sight.preset == before.preset and sight.preset in bases:
                numbers = range(before.count - bases[sight.preset], sight.count - bases[sight.preset])
                found += [sight.at - placed[number] for number in numbers if 0 <= number < len(placed)]
            before = sight
    return found
