"""The use cases of views, for the doors."""

from app.features.views.changing import create_view, delete_view, restore_view, set_default, update_view
from app.features.views.linking import link_view, purge_unused
from app.features.views.reading import default_view, list_views, open_view

__all__ = [
    "create_view",
    "default_view",
    "delete_view",
    "link_view",
    "list_views",
    "open_view",
    "purge_unused",
    "restore_view",
    "set_default",
    "update_view",
]
