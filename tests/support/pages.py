"""What browser tests do on many pages: sign in, slow the line down, and ask axe."""

import asyncio
from typing import Any
from urllib.parse import quote

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, WebSocketRoute, expect

from tests.support.shop import DEMO_PASSWORD

# WCAG 2.2 AA and what it builds on.
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CUSTOMER, STAFF, ADMIN = "customer@example.com", "staff@example.com", "admin@example.com"


async def sign_in(page: Page, email: str, password: str = DEMO_PASSWORD, *, then: str = "/") -> None:
    """Sign in by the form, and wait for the page `then`."""
    await page.goto(f"/login?next={quote(then)}")
    await page.get_by_label("Email", exact=True).fill(email)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.wait_for_url(lambda url: "/login" not in url)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def as_it_comes(page: Page, *, apart: float = 0.1) -> None:
    """Whatever the server says comes so many seconds after what it said before, as on a slow line."""

    def slow(line: WebSocketRoute) -> None:
        server, loop, due = line.connect_to_server(), asyncio.get_running_loop(), 0.0

        def later(message: str | bytes) -> None:
            nonlocal due
            due = max(due, loop.time()) + apart
            loop.call_at(due, line.send, message)

        server.on_message(later)
        line.on_message(server.send)

    await page.route_web_socket("**/_event/**", slow)


async def accessibility_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands: one line a rule, with the first three elements."""
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
    results = await Axe().run(page, options=options)
    return [
        f"{fault['id']}: {fault['help']} ({', '.join(str(node['target']) for node in fault['nodes'][:3])})"
        for fault in results.response["violations"]
    ]
