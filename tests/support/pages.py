"""What browser tests do on many pages: sign in, and ask axe."""

from typing import Any
from urllib.parse import quote

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

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


async def accessibility_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands: one line a rule, with the first three elements."""
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
    results = await Axe().run(page, options=options)
    return [
        f"{fault['id']}: {fault['help']} ({', '.join(str(node['target']) for node in fault['nodes'][:3])})"
        for fault in results.response["violations"]
    ]
