"""What we change in the front end that Reflex writes, as plugins of its build (named in rxconfig.py).

Each change is checked: when a new Reflex writes other code, the build stops and says which line is gone.
"""

import shutil
from pathlib import Path
from typing import Any, ClassVar

from reflex_base.plugins import Plugin

STATE_JS = "utils/state.js"
SOCKET_PATH = "/_event"
BAKED_URL = "const EVENTURL = env.EVENT;"
OWN_URL = (
    'const EVENTURL = typeof window === "undefined" ? env.EVENT : '
    f'window.location.origin.replace(/^http/, "ws") + "{SOCKET_PATH}";'
)
DROPPED_PORT = 'endpoint.port = ""; // Assume websocket is on https port via load balancer.'
KEPT_PORT = "// Daybook serves pages and websocket on one port, so the page's own port is right."


class FrontendChanged(Exception):
    """Reflex's front end no longer holds a line that we change."""


def use_own_origin(source: str) -> str:
    """state.js with the websocket on the page's own origin, so that a build fits every PUBLIC_URL and PORT.

    Raises FrontendChanged.
    """
    for old, new in ((BAKED_URL, OWN_URL), (DROPPED_PORT, KEPT_PORT)):
        if new in source:
            continue
        if old not in source:
            raise FrontendChanged(f"{STATE_JS} of this Reflex has no line {old!r}")
        source = source.replace(old, new)
    return source


class OwnOrigin(Plugin):
    """The browser opens its websocket where the page came from; nothing of the settings is baked into the build."""

    def pre_compile(self, **context: Any) -> None:
        """Change state.js before the bundle is made."""
        context["add_modify_task"](STATE_JS, use_own_origin)


class DocsAssets(Plugin):
    """Swagger UI for /api/docs from the npm package of the lock file, served by ourselves: no CDN, no wider policy."""

    PACKAGE: ClassVar[str] = "swagger-ui-dist@5.35.0"
    FOLDER: ClassVar[str] = "api-docs"
    FILES: ClassVar[tuple[str, ...]] = ("swagger-ui.css", "swagger-ui-bundle.js")

    def post_build(self, **context: Any) -> None:
        """Copy the two files that the docs page needs into the build, before it is compressed."""
        target = Path(context["static_dir"]) / self.FOLDER
        target.mkdir(exist_ok=True)
        source = Path(".web") / "node_modules" / "swagger-ui-dist"
        for name in self.FILES:
            shutil.copyfile(source / name, target / name)
