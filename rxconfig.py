import reflex as rx
from reflex.plugins.sitemap import SitemapPlugin

from app.core.config import get_settings
from app.ui.frontend import DocsAssets, OwnOrigin

config = rx.Config(
    app_name="app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    redis_url=None,
    # A connected tab keeps its tree for as long as it stands; app/ui/socket.py drops it after the tab has left.
    redis_token_expiration=7 * 86_400,
    cors_allowed_origins=get_settings().allowed_origins,
    trusted_proxy_hops=get_settings().trusted_proxy_hops,
    frontend_compression_formats=["brotli", "gzip"],
    frontend_packages=[DocsAssets.PACKAGE],
    default_color_mode="system",
    plugins=[OwnOrigin(), DocsAssets()],
    disable_plugins=[SitemapPlugin],
)
