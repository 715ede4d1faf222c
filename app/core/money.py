"""Money: an integer of minor units with its currency (ISO 4217)."""

import re
from dataclasses import dataclass
from decimal import Decimal

# Currencies whose minor unit is not a hundredth (ISO 4217, list one).
EXPONENTS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
# The largest amount kept: SQLite and PostgreSQL hold it as a 64-bit integer, JavaScript without loss.
MAX_AMOUNT = 2**53 - 1
_PLAIN = re.compile(r"[0-9]{1,16}(\.[0-9]{1,10})?")


def exponent(currency: str) -> int:
    """How many decimals the currency has."""
    return EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of minor units (cents, yen, fils) of a currency."""

    amount: int
    currency: str

    @property
    def decimal(self) -> Decimal:
        """The amount in the currency's main unit."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def __str__(self) -> str:
        return f"{self.decimal:,} {self.currency}"


def mean(amount: int, count: int) -> int:
    """The mean in minor units of `count` (above 0) amounts, rounded half to even."""
    quotient, rest = divmod(amount, count)
    is_up = rest * 2 > count or (rest * 2 == count and quotient % 2 == 1)
    return quotient + is_up


def parse_amount(text: str, currency: str) -> int:
    """Minor units of a plain decimal such as `1234.50`.

    Raises ValueError when it is not a plain number, is negative or too large, or has more decimals than the currency.
    """
    text = text.strip()
    if not _PLAIN.fullmatch(text):
        msg = "must be a plain decimal number of 0 or more, such as 12.50"
        raise ValueError(msg)
    minor = Decimal(text).scaleb(exponent(currency))
    if minor > MAX_AMOUNT:
        msg = "must not be more than 90 trillion"
        raise ValueError(msg)
    if minor != minor.to_integral_value():
        msg = f"must not have more decimals than {currency} has"
        raise ValueError(msg)
    return int(minor)
