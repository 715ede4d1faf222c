"""A card's picture as a file. Pure."""

from app.core.config import get_settings
from app.features.dashboard.measures import Measure
from app.ui.dashboard.files.taken import Taken
from app.ui.dashboard.pictures.frame import Caption
from app.ui.dashboard.pictures.picture import about, of_figure, of_table

MEDIA_TYPE = "image/svg+xml; charset=utf-8"
# Opened by itself a picture is a document: it runs nothing and asks for nothing.
HEADERS = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}


def svg_file(taken: Taken) -> bytes:
    """The whole file."""
    stats, seen = taken.stats, taken.seen
    if isinstance(taken.card, Measure):
        return of_figure(taken.card, stats, seen, _caption(taken)).encode()
    return of_table(taken.card, taken.table, stats, seen, _caption(taken)).encode()


def _caption(taken: Taken) -> Caption:
    seen, formats = taken.seen, taken.seen.formats
    return Caption(
        title=taken.card.title,
        about=about(taken.stats, seen, taken.filters, is_of_range=taken.is_of_range),
        sentence=taken.table.sentence,
        as_of=f"As of {formats.moment(taken.as_of)} ({formats.time_zone})",
        shop=f"{get_settings().shop_name} · {taken.stats.currency}",
    )
