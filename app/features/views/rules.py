"""Who may use the views of a page, what counts as the same name, and how many views and days there are."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from app.core.actor import Actor, Role
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, invalid

# The pages that can be saved as views, and the least role that opens them.
PAGES: Mapping[str, Role] = {
    "orders": Role.STAFF,
    "products": Role.ADMIN,
    "users": Role.ADMIN,
    "dashboard": Role.STAFF,
}
MOST_VIEWS = 1000
KEEP_UNUSED_LINKS = timedelta(days=90)
KEEP_DELETED = timedelta(hours=1)
NOTE_USE_AFTER = timedelta(hours=12)


class TooManyViews(Conflict):
    """One person has as many views of one page as there may be."""

    code = "too_many_views"
    title = f"There can be {MOST_VIEWS:,} views of your own on a page; delete one first"


def assert_may_use(actor: Actor, page: str) -> UUID:
    """The person, if they may open the page. Raises NotFound for a page without views, Forbidden for a lesser role."""
    if page not in PAGES:
        raise NotFound
    is_allowed = actor.is_admin or (actor.is_staff and PAGES[page] is Role.STAFF)
    if not is_allowed or actor.user_id is None:
        raise Forbidden
    return actor.user_id


def name_taken() -> Invalid:
    """The refusal of a second view of one name."""
    return invalid("name", "name_taken", "You have a view of this name already")


def assert_room(count: int) -> None:
    """Raises TooManyViews for a person who has `count` views of the page."""
    if count >= MOST_VIEWS:
        raise TooManyViews
