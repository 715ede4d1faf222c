"""Local paths: where a visitor may be sent, and how the many spellings of a page's path are made one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

LONGEST_NEXT = 1024
_LOCAL = re.compile(r"^/(?![/\\])[\x21-\x7e]*$")
_SLASHES = re.compile(r"/{2,}")


def safe_next(target: str | None) -> str | None:
    """`target` where it is a path of this site, else None: no scheme, host, backslash, control or dot segment."""
    if not target or len(target) > LONGEST_NEXT or not _LOCAL.match(target) or "\\" in target:
        return None
    path = unquote(target.partition("?")[0].partition("#")[0])
    if path.startswith(("//", "/\\")) or "\\" in path or any(part in {".", ".."} for part in path.split("/")):
        return None
    return None if path.startswith(("/auth/", "/api", "/grid/")) else target


def login_url(path: str, query: str) -> str:
    """The login page that leads back to `path?query` (both raw)."""
    target = path + (f"?{query}" if query else "")
    if path == "/" or safe_next(target) is None:
        return "/login"
    return f"/login?next={quote(target, safe='/')}"


@dataclass(frozen=True, slots=True)
class Match:
    """A path that names a route; `canonical` is its one right spelling."""

    route: str
    canonical: str


class RouteTable:
    """Finds the route of a path as React Router will: without regard to case, double or trailing slashes."""

    def __init__(self, routes: Iterable[str]) -> None:
        self._routes: Mapping[tuple[str, ...], str] = {_parts(route): route for route in routes}

    def match(self, path: str) -> Match | None:
        """The route of a decoded path, or None. Fixed segments win over parameters."""
        parts = _parts(_SLASHES.sub("/", path))
        candidates = ((pattern, route) for pattern, route in self._routes.items() if len(pattern) == len(parts))
        for pattern, route in sorted(candidates, key=lambda item: sum(_is_parameter(part) for part in item[0])):
            spelt = [_spelt(fixed, given) for fixed, given in zip(pattern, parts, strict=True)]
            if all(part is not None for part in spelt):
                return Match(route, "/" + "/".join(part or "" for part in spelt))
        return None


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part)


def _is_parameter(part: str) -> bool:
    return part.startswith("[")


def _spelt(fixed: str, given: str) -> str | None:
    """The segment as it should be written, or None where it does not fit."""
    if _is_parameter(fixed):
        return given
    return fixed if given.lower() == fixed else None
