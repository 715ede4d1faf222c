"""Who may see which page. The decision falls before the page is sent, so nothing flashes that a visitor may not see."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.actor import Actor, Role


class Audience(StrEnum):
    """For whom a page is."""

    SIGNED_OUT = "signed_out"
    SETUP = "setup"
    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"


LEAST_ROLE = {Audience.CUSTOMER: Role.CUSTOMER, Audience.STAFF: Role.STAFF, Audience.ADMIN: Role.ADMIN}
HOME = {Role.CUSTOMER: "/", Role.STAFF: "/dashboard", Role.ADMIN: "/dashboard"}
RANK = {Role.CUSTOMER: 0, Role.STAFF: 1, Role.ADMIN: 2}

# The one table of pages and those they are for; app/ui/pages.py has a view for each.
AUDIENCES: Mapping[str, Audience] = {
    "/": Audience.CUSTOMER,
    "/login": Audience.SIGNED_OUT,
    "/signup": Audience.SIGNED_OUT,
    "/setup": Audience.SETUP,
    "/profile": Audience.CUSTOMER,
    "/orders": Audience.CUSTOMER,
    "/orders/new": Audience.CUSTOMER,
    "/orders/[order_id]": Audience.CUSTOMER,
    "/dashboard": Audience.STAFF,
    "/dashboard/notices": Audience.STAFF,
    "/dashboard/wall": Audience.STAFF,
    "/admin/orders": Audience.STAFF,
    "/admin/products": Audience.ADMIN,
    "/admin/users": Audience.ADMIN,
    "/admin/changes": Audience.STAFF,
}


def may_enter(actor: Actor, least: Role) -> bool:
    """Whether the actor's role is at least `least`."""
    return RANK[actor.role] >= RANK[least]


class Verdict(StrEnum):
    """What becomes of a request for a page."""

    SHOW = "show"
    TO_LOGIN = "to_login"
    TO_SETUP = "to_setup"
    ONWARD = "onward"
    HOME = "home"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for a page, and whether this shop still has no admin, or no user at all."""

    actor: Actor | None
    needs_setup: bool
    is_empty: bool


def judge(route: str, visit: Visit) -> Verdict:
    """The verdict for a visit to a page's route."""
    audience = AUDIENCES[route]
    if audience is Audience.SETUP:
        return Verdict.SHOW if visit.needs_setup else Verdict.TO_LOGIN
    if visit.is_empty:
        return Verdict.TO_SETUP
    if audience is Audience.SIGNED_OUT:
        return Verdict.SHOW if visit.actor is None else Verdict.ONWARD
    if visit.actor is None:
        return Verdict.TO_LOGIN
    if not may_enter(visit.actor, LEAST_ROLE[audience]):
        return Verdict.MISSING
    return Verdict.HOME if route == "/" and HOME[visit.actor.role] != "/" else Verdict.SHOW
