"""Finds a Chromium, and brings one where there is none: `python -m tests.support.chromium`.

DAYBOOK_CHROMIUM names one by hand. Else the first of PATH; else, installed by this program: the system's package
where we may install it, and at last Playwright's own download, which needs a network that may be closed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# A quiet browser: no calls home, and no sandbox, which root and most containers cannot have.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--force-color-profile=srgb",
)


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def find_chromium() -> str | None:
    """The path of a Chromium that is there, or None."""
    candidates = [os.environ.get("DAYBOOK_CHROMIUM"), *map(shutil.which, NAMES), MAC]
    for path in candidates:
        if path and Path(path).exists():
            return path
    return _of_playwright()


def _install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (("apt-get", "-qq", "update"), ("apt-get", "-qq", "-y", "install", "chromium")):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    if find_chromium() is None:
        subprocess.run((sys.executable, "-m", "playwright", "install", "chromium"), check=False)


def main() -> int:
    """Make sure that there is a Chromium; 0 when there is, with its path printed."""
    if find_chromium() is None:
        print("No Chromium found: installing one for the browser tests.", flush=True)
        _install()
    path = find_chromium()
    if path is None:
        print("No Chromium: install the package chromium, or set DAYBOOK_CHROMIUM to its path.", file=sys.stderr)
        return 1
    print(f"Chromium: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
