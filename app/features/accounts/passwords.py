"""Passwords: argon2id through passlib, off the event loop, at most two at a time.

Parameters: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet). About 20 ms on the machines we tried.
"""

from dataclasses import dataclass
from functools import cache, partial
from typing import Protocol, cast

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from passlib.context import CryptContext

AT_ONCE = 2


class _Hasher(Protocol):
    """What passlib, which has no types, is used for here."""

    def hash(self, secret: str) -> str: ...

    def verify_and_update(self, secret: str, hash: str) -> tuple[bool, str | None]: ...  # noqa: A002 - passlib's word


_context = cast(
    "_Hasher",
    CryptContext(
        schemes=["argon2"], argon2__type="ID", argon2__memory_cost=19_456, argon2__time_cost=2, argon2__parallelism=1
    ),
)
_limiter: RunVar[CapacityLimiter] = RunVar("password_limiter")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the password is right, and its new hash where the stored one has outdated parameters."""

    is_right: bool
    fresh_hash: str | None = None


async def hash_password(password: str) -> str:
    """The hash to store. `password` has at most 1,024 characters."""
    return await to_thread.run_sync(_context.hash, password, limiter=_turn())


async def check_password(password: str, stored: str | None) -> Verdict:
    """Compare with the stored hash. Without one it takes as long, so that nobody learns who has an account."""
    return await to_thread.run_sync(partial(_check, password, stored), limiter=_turn())


async def warm() -> None:
    """Make the hash that stands in for unknown people, so that the first of them costs no more than the next."""
    await to_thread.run_sync(_nobody, limiter=_turn())


def _check(password: str, stored: str | None) -> Verdict:
    try:
        is_right, fresh = _context.verify_and_update(password, stored or _nobody())
    except ValueError:
        # A hash that passlib cannot read opens for no password.
        return Verdict(is_right=False)
    return Verdict(is_right=bool(stored) and is_right, fresh_hash=fresh if stored else None)


@cache
def _nobody() -> str:
    return _context.hash("the password of nobody")


def _turn() -> CapacityLimiter:
    """The limiter of this event loop."""
    try:
        return _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(AT_ONCE)
        _limiter.set(limiter)
        return limiter
