"""The page of the API's documentation: Swagger UI from our own files, under the same policy as every page."""

from html import escape

from starlette.responses import Response

from app.core.config import get_settings
from app.ui.door.headers import page_policy


def docs_page() -> Response:
    """HTML that loads Swagger UI and the script which points it at /api/openapi.json."""
    shop = escape(get_settings().shop_name)
    html = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>API · {shop}</title><link rel="icon" type="image/svg+xml" href="/mark.svg">'
        '<link rel="stylesheet" href="/api-docs/swagger-ui.css"></head>'
        '<body><div id="swagger-ui"></div><script src="/api-docs/swagger-ui-bundle.js"></script>'
        '<script src="/api-docs/start.js"></script></body></html>'
    )
    headers = {"content-security-policy": page_policy(), "cache-control": "no-cache"}
    return Response(html, media_type="text/html", headers=headers)
