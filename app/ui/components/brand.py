"""What belongs to the shop and not to the build: its name and currency, which the server writes into a page's head.

The build says `Daybook` and nothing of a currency. `settled` puts the settings in when the server reads the build, so
that one image serves any shop.
"""

import re
from html import escape

import reflex as rx

from app.core.config import Settings

PRODUCT = "Daybook"
SHOP_META = "daybook-shop"
CURRENCY_META = "daybook-currency"
_NAME = re.compile(r"(<span data-shop-name=\"\">)[^<]*(</span>)")


class ShopName(rx.Component):
    """The shop's name: the adapter in `assets/components/brand.jsx`."""

    library = "$/public/components/brand.jsx"
    tag = "ShopName"


def shop_metas() -> list[rx.Component]:
    """The places in the head that `settled` fills."""
    return [rx.el.meta(name=SHOP_META, content=PRODUCT), rx.el.meta(name=CURRENCY_META, content="")]


def settled(html: str, settings: Settings) -> str:
    """A prerendered page with the shop's own name and currency."""
    html = _NAME.sub(lambda found: f"{found[1]}{escape(settings.shop_name)}{found[2]}", html)
    for name, value in ((SHOP_META, settings.shop_name), (CURRENCY_META, settings.currency)):
        meta = re.compile(rf'<meta content="[^"]*" name="{name}"/>')
        html = meta.sub(lambda _found, name=name, value=value: f'<meta content="{escape(value)}" name="{name}"/>', html)
    return html
