"""The built front end, held in memory: precompressed, cached for ever where the name holds a hash.

Pages are not found by file name: they are asked for by route, so that no spelling of a path reaches one past the guard.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from mimetypes import guess_type
from pathlib import Path, PurePosixPath

from starlette.responses import Response

from app.core.config import get_settings
from app.ui.components.brand import settled
from app.ui.door.headers import page_policy, script_hashes

BUILD = Path(".web/build/client")
FALLBACK = "__spa-fallback.html"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
NOT_SERVED = {".br", ".gz", ".jsx"}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
NEVER_STORED = "no-store"


class NotBuilt(Exception):
    """There is no built front end."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of the build: its bytes as they are and compressed by encoding."""

    media_type: str
    etag: str
    cache_control: str
    plain: bytes
    encoded: Mapping[str, bytes] = field(default_factory=dict[str, bytes])

    def respond(self, accept_encoding: str, if_none_match: str) -> Response:
        """The response for a request with these two headers."""
        headers = {"etag": self.etag, "cache-control": self.cache_control, "vary": "Accept-Encoding"}
        if self.etag in [part.strip().removeprefix("W/") for part in if_none_match.split(",")]:
            return Response(status_code=304, headers=headers)
        encoding = chosen_encoding(accept_encoding, self.encoded)
        if encoding is None:
            return Response(self.plain, media_type=self.media_type, headers=headers)
        headers["content-encoding"] = encoding
        return Response(self.encoded[encoding], media_type=self.media_type, headers=headers)


@dataclass(frozen=True)
class PageFile:
    """The prerendered HTML of one route."""

    html: str
    encoded: Mapping[str, bytes]

    @cached_property
    def policy(self) -> str:
        """The Content-Security-Policy that lets exactly this page's inline scripts run."""
        return page_policy(script_hashes(self.html))

    def respond(self, accept_encoding: str, *, html: str | None = None) -> Response:
        """The page; `html` replaces its text where the door has written into it."""
        headers = {
            "cache-control": NEVER_STORED,
            "content-security-policy": self.policy,
            "vary": "Accept-Encoding, Cookie",
        }
        encoding = chosen_encoding(accept_encoding, self.encoded) if html is None else None
        if encoding is None:
            return Response(self.html if html is None else html, media_type="text/html", headers=headers)
        headers["content-encoding"] = encoding
        return Response(self.encoded[encoding], media_type="text/html", headers=headers)


def chosen_encoding(accept_encoding: str, available: Mapping[str, bytes]) -> str | None:
    """The smallest encoding the client takes, or None for the plain bytes (RFC 9110, section 12.5.3)."""
    accepted = {_name(part) for part in accept_encoding.lower().split(",") if not _is_refused(part)}
    return next((name for name, _ in ENCODINGS if name in available and name in accepted), None)


def _name(part: str) -> str:
    return part.partition(";")[0].strip()


def _is_refused(part: str) -> bool:
    quality = part.partition(";")[2].replace(" ", "")
    return quality.startswith("q=0") and not quality.strip("q=0.")


class Site:
    """The files of a build by URL path, and its pages by route."""

    def __init__(self, folder: Path) -> None:
        if not (folder / FALLBACK).is_file():
            raise NotBuilt(f"no front end in {folder}: start with `python -m app serve`, which builds it")
        self._files: dict[str, File] = {}
        self._pages: dict[str, PageFile] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in NOT_SERVED:
                self._add(PurePosixPath(path.relative_to(folder)), path)

    def file(self, url_path: str) -> File | None:
        """The public file at a URL path, or None. Pages are not files."""
        return self._files.get(url_path)

    def page(self, route: str) -> PageFile:
        """The page of a route such as `/login`; a route with parameters is rendered in the browser."""
        return self._pages.get(route) or self._pages["fallback"]

    def _add(self, name: PurePosixPath, path: Path) -> None:
        encoded = {encoding: packed.read_bytes() for encoding, suffix in ENCODINGS if (packed := _beside(path, suffix))}
        if name.suffix != ".html":
            self._files[f"/{name}"] = _file(name, path.read_bytes(), encoded)
        elif name.name == "index.html":
            self._pages["/" + "/".join(name.parts[:-1])] = _page(path)
        elif str(name) == FALLBACK:
            self._pages["fallback"] = _page(path)


def _beside(path: Path, suffix: str) -> Path | None:
    packed = path.with_name(path.name + suffix)
    return packed if packed.is_file() else None


def _page(path: Path) -> PageFile:
    """A page with the shop's name in it, so it is compressed here."""
    html = settled(path.read_text(), get_settings())
    return PageFile(html, {"gzip": gzip.compress(html.encode(), mtime=0)})


def _file(name: PurePosixPath, plain: bytes, encoded: Mapping[str, bytes]) -> File:
    media_type = "text/javascript" if name.suffix in {".js", ".mjs"} else guess_type(name.name)[0]
    return File(
        media_type=media_type or "application/octet-stream",
        etag=f'"{hashlib.sha256(plain).hexdigest()[:20]}"',
        cache_control=FOR_EVER if name.parts[0] == "assets" else ASK_AGAIN,
        plain=plain,
        encoded=encoded,
    )
