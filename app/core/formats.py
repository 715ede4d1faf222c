"""Money, numbers and times as the viewer reads them: their locale (CLDR, through Babel) and their time zone.

Formatting happens here, on the server, so that a page, a mail, a toast and what a screen reader hears say the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_time
from babel.numbers import format_currency, format_decimal, format_percent

from app.core.money import Money
from app.core.ranges import zone

# So many figures are kept as text.
KEPT = 8192


@cache
def _locale(tag: str) -> Locale:
    """The CLDR locale of a language tag, or its language alone, or English."""
    for candidate in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


# Of a page that is drawn again most figures are as they were, and Babel takes a while over each.
@lru_cache(maxsize=KEPT)
def _money(tag: str, amount: int, currency: str) -> str:
    value = Money(amount, currency).decimal
    return format_currency(value, currency, locale=_locale(tag), decimal_quantization=False)


@lru_cache(maxsize=KEPT)
def _number(tag: str, value: int) -> str:
    return format_decimal(value, locale=_locale(tag))


@lru_cache(maxsize=KEPT)
def _moment(tag: str, time_zone: str, minute: datetime) -> str:
    there, place = zone(time_zone), _locale(tag)
    day = format_date(minute.astimezone(there).date(), "medium", locale=place)
    time = format_time(minute, "short", tzinfo=there, locale=place)
    return str(place.datetime_formats["medium"]).replace("{1}", day).replace("{0}", time)


@lru_cache(maxsize=KEPT)
def _share(tag: str, ratio: Decimal) -> str:
    style = "#,##0.0%" if abs(ratio) < Decimal("0.1") else "#,##0%"
    # Babel's table of patterns has no types.
    own: Any = cast("Any", _locale(tag).percent_formats).get(None)
    pattern = str(own.pattern).replace("#,##0", style.removesuffix("%")) if own else style
    return format_percent(ratio, format=pattern, locale=_locale(tag))


@dataclass(frozen=True, slots=True)
class Formats:
    """How one person reads values: `locale` is a language tag such as `de-AT`, `time_zone` an IANA name."""

    locale: str = "en"
    time_zone: str = "UTC"

    @property
    def place(self) -> Locale:
        """The person's locale, for what is formatted in one place only."""
        return _locale(self.locale)

    def money(self, amount: int, currency: str) -> str:
        """Minor units of a currency with its sign and its own number of decimals."""
        return _money(self.locale, amount, currency)

    def number(self, value: int) -> str:
        """A whole number, grouped."""
        return _number(self.locale, value)

    def moment(self, moment: datetime) -> str:
        """Date and time to the minute in the person's zone."""
        return _moment(self.locale, self.time_zone, moment.replace(second=0, microsecond=0))

    def day(self, moment: datetime) -> str:
        """The day of a moment in the person's zone."""
        return format_date(moment.astimezone(zone(self.time_zone)).date(), "medium", locale=_locale(self.locale))

    def period(self, start: datetime, end: datetime) -> str:
        """A range as its days, the last one included; with times of day where it begins or ends within a day."""
        there = zone(self.time_zone)
        first, until = start.astimezone(there), end.astimezone(there)
        last = max(first, until - timedelta(microseconds=1))
        days = format_interval(first, last, "yMMMd", tzinfo=there, locale=self.place)
        if first.hour or first.minute:
            same_day = first.date() == last.date()
            shown = format_time(end, "short", tzinfo=there, locale=self.place) if same_day else self.moment(end)
            return f"{self.moment(start)} \u2013 {shown}"
        if until.hour == until.minute == 0:
            return days
        return f"{days} up to {format_time(end, 'short', tzinfo=there, locale=self.place)}"

    def share(self, part: int | Decimal, whole: int) -> str:
        """`part` of `whole` in percent, with one decimal where it is small. `whole` is not 0."""
        return _share(self.locale, Decimal(part) / Decimal(whole))

    def multiple(self, times: Decimal) -> str:
        """How many times something is something else: with one decimal as long as it is below a hundred."""
        digits = "#,##0.0" if times < 100 else "#,##0"  # noqa: PLR2004
        return format_decimal(times, format=digits, locale=self.place)

    def hundredths(self, value: int, *, decimals: int = 2) -> str:
        """A number of hundredths, with as many decimals."""
        return format_decimal(Decimal(value) / 100, format=f"#,##0.{'0' * decimals}", locale=self.place)
