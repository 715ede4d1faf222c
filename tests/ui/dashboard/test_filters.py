"""The head of the board in a browser: filters and their chips, the calendar, and the same on a phone."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def opened(page: Page, path: str = "/dashboard?range=90d") -> Page:
    await sign_in(page, STAFF, then=path)
    await expect(page.locator(".db-stamp")).to_have_attribute("data-kind", re.compile("live|failed"))
    return page


def range_of(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Range").locator("[data-chosen=true]")


async def test_a_filter_is_added_by_keyboard_alone_and_taken_away_again(wide: Page) -> None:
    await opened(wide)
    add = wide.get_by_role("button", name="Add filter")
    await add.focus()
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("combobox", name="Filter by")).to_be_focused()
    await wide.keyboard.press("Escape")
    await expect(add).to_be_focused()
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("combobox", name="Filter by")).to_be_focused()
    await wide.keyboard.type("stat")
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("combobox", name="Find a status")).to_be_focused()
    await wide.keyboard.press("Enter")
    await wide.keyboard.press("ArrowDown")
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("option", selected=True)).to_have_text([re.compile("Pending"), re.compile("Paid")])
    assert await accessibility_faults(wide) == []
    await wide.get_by_role("button", name="Apply").focus()
    await wide.keyboard.press("Enter")
    await expect(wide).to_have_url(re.compile(r"range=90d&status=pending&status=paid$"))
    values = wide.locator(".db-chip-value")
    await expect(values).to_have_count(2)
    await values.first.focus()
    await wide.keyboard.press("Enter")
    await expect(wide).to_have_url(re.compile(r"range=90d&status=paid$"))
    await expect(values).to_have_count(1)
    await expect(values.first).to_be_focused()
    await wide.keyboard.press("Enter")
    await expect(values).to_have_count(0)
    await expect(add).to_be_focused()


async def test_what_opens_has_the_focus_in_the_same_moment_so_that_no_key_is_lost(wide: Page) -> None:
    await opened(wide)
    focused = "button => { button.click(); return document.activeElement.getAttribute('aria-label'); }"
    assert await wide.get_by_role("button", name="Add filter").evaluate(focused) == "Filter by"
    await wide.keyboard.type("stat")
    await expect(wide.get_by_role("combobox", name="Filter by")).to_have_value("stat")
    custom = wide.get_by_role("navigation", name="Range").get_by_role("button", name="Custom")
    assert re.match(r"\w+day, ", await custom.evaluate(focused))


async def test_customers_are_found_by_name_and_stand_by_id_in_the_address(wide: Page) -> None:
    """By the keyboard alone: who was chosen while nothing was typed is still there once something was."""
    addresses: list[str] = []
    wide.on("request", lambda request: addresses.append(request.url))
    await opened(wide)
    await wide.get_by_role("button", name="Add filter").click()
    await wide.get_by_role("option", name="Customer").click()
    options, find = wide.get_by_role("option"), wide.get_by_role("combobox", name="Find a customer")
    await expect(options.first).to_be_visible()
    names = [await options.nth(place).locator("bdi").first.inner_text() for place in (1, 3)]
    offered = await options.count()
    await wide.keyboard.press("ArrowDown")
    await wide.keyboard.press("Enter")
    await wide.keyboard.type(names[1])
    # At once: it chooses of what is found, not of what was offered before.
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_text("2 chosen")).to_be_visible()
    await find.press("ControlOrMeta+a")
    await find.press("Backspace")
    await expect(wide.get_by_role("option", selected=True)).to_contain_text(names)
    # A list that is long enough to scroll is no stop on the way to the button.
    await expect(options).to_have_count(offered)
    await wide.keyboard.press("Tab")
    await expect(wide.get_by_role("button", name="Apply")).to_be_focused()
    await wide.keyboard.press("Enter")
    await expect(wide).to_have_url(re.compile(r"range=90d&customer=[0-9a-f-]{36}&customer=[0-9a-f-]{36}$"))
    values = wide.locator(".db-chip-value")
    await expect(values.locator("bdi")).to_have_text(names)
    chosen = wide.locator("article").filter(has=wide.get_by_role("heading", name="Customers", exact=True))
    await expect(chosen.locator(".db-value")).to_have_text("2")
    await values.first.press("Enter")
    await expect(values.locator("bdi")).to_have_text(names[1:])
    words = [name.split()[-1].lower() for name in names]
    assert [url for url in addresses for word in words if word in url.lower()] == []


async def test_a_product_is_said_by_its_name_and_all_are_cleared_at_once(wide: Page) -> None:
    await opened(wide)
    await wide.get_by_role("button", name="Add filter").click()
    await wide.get_by_role("option", name="Product").click()
    first = wide.get_by_role("option").first
    await expect(first).to_be_visible()
    name = await first.locator("bdi").first.inner_text()
    await first.click()
    await wide.get_by_role("button", name="Apply").click()
    await expect(wide.locator(".db-chip-value bdi")).to_have_text(name)
    await expect(wide.locator("[data-phase=waiting]")).to_have_count(0)
    assert await accessibility_faults(wide) == []
    await wide.get_by_role("link", name="Clear all").click()
    await expect(wide).to_have_url(re.compile(r"/dashboard\?range=90d$"))
    await expect(wide.locator(".db-chip")).to_have_count(0)


async def test_a_value_that_is_not_known_is_said_and_can_be_taken_away(wide: Page) -> None:
    await opened(wide, "/dashboard?range=90d&status=lost")
    await expect(wide.get_by_text("Status “lost” is not known")).to_be_visible()
    await wide.get_by_role("link", name=re.compile("^Status: lost")).click()
    await expect(wide.locator(".db-figure").first).to_be_visible()
    await expect(wide).to_have_url(re.compile(r"/dashboard\?range=90d$"))


async def test_two_clicks_in_the_calendar_make_a_range(wide: Page) -> None:
    await opened(wide, "/dashboard?from=2026-03-10&to=2026-03-13")
    await range_of(wide).click()
    await expect(wide.get_by_role("grid", name=re.compile(r"^\w+ \d{4}$"))).to_have_count(2)
    await expect(wide.get_by_role("gridcell", name="Thursday, March 12, 2026")).to_be_focused()
    assert await accessibility_faults(wide) == []
    await wide.get_by_role("gridcell", name="Saturday, March 14, 2026").click()
    await expect(wide.locator(".db-said")).to_contain_text("Choose the last day")
    await wide.get_by_role("gridcell", name="Monday, March 2, 2026").click()
    await expect(wide.locator(".db-said")).to_contain_text("13 days")
    await wide.get_by_role("button", name="Show", exact=True).click()
    await expect(wide).to_have_url(re.compile(r"from=2026-03-02&to=2026-03-15$"))
    await expect(range_of(wide)).to_have_text(re.compile(r"Mar 2\W+14, 2026"))


async def test_a_drag_in_the_calendar_makes_a_range(wide: Page) -> None:
    await opened(wide, "/dashboard?from=2026-03-10&to=2026-03-13")
    await range_of(wide).click()
    await wide.get_by_role("gridcell", name="Tuesday, March 3, 2026").hover()
    await wide.mouse.down()
    await wide.get_by_role("gridcell", name="Friday, March 6, 2026").hover()
    await wide.mouse.up()
    await expect(wide.get_by_label("First day")).to_have_value("2026-03-03")
    await expect(wide.get_by_label("Last day")).to_have_value("2026-03-06")


async def test_the_calendar_is_walked_by_keys(wide: Page) -> None:
    await opened(wide, "/dashboard?from=2026-03-10&to=2026-03-13")
    trigger = range_of(wide)
    await trigger.focus()
    await wide.keyboard.press("Enter")
    await expect(wide.get_by_role("gridcell", name="Thursday, March 12, 2026")).to_be_focused()
    for key in ("PageUp", "PageUp", "Home"):
        await wide.keyboard.press(key)
    await expect(wide.get_by_role("gridcell", name="Monday, January 12, 2026")).to_be_focused()
    await wide.keyboard.press("Enter")
    await wide.keyboard.press("ArrowDown")
    await wide.keyboard.press("Space")
    await expect(wide.locator(".db-said")).to_contain_text("8 days")
    await wide.keyboard.press("Escape")
    await expect(trigger).to_be_focused()
    await expect(wide).to_have_url(re.compile(r"from=2026-03-10&to=2026-03-13$"))


async def test_typed_days_compare_with_a_period_of_ones_own(wide: Page) -> None:
    await opened(wide, "/dashboard?range=7d")
    await wide.get_by_role("navigation", name="Compare with").get_by_role("button", name="Custom").click()
    await wide.get_by_role("button", name="Show", exact=True).click()
    await expect(wide.get_by_role("alert").filter(has_text="Choose a first and a last day")).to_be_visible()
    await wide.get_by_label("First day").fill("2026-01-01")
    await wide.get_by_label("Last day").fill("2026-01-31")
    await wide.get_by_role("button", name="Show", exact=True).click()
    await expect(wide).to_have_url(re.compile(r"compare=custom&compare_from=2026-01-01&compare_to=2026-02-01"))
    await expect(wide.locator(".db-compared")).to_contain_text(re.compile("Jan 1.*2026"))


async def test_what_was_refused_is_forgotten_once_other_days_stand_there_or_none(wide: Page) -> None:
    await opened(wide, "/dashboard?range=7d")
    custom = wide.get_by_role("navigation", name="Compare with").get_by_role("button", name="Custom")
    show = wide.get_by_role("button", name="Show", exact=True)
    told = wide.get_by_role("alert").filter(has_text="Choose a first and a last day")
    await custom.click()
    await show.click()
    await expect(told).to_be_visible()
    await wide.get_by_label("First day").fill("2026-01-01")
    await expect(told).to_have_count(0)
    await show.click()
    await expect(told).to_be_visible()
    await wide.keyboard.press("Escape")
    await custom.click()
    await expect(show).to_be_visible()
    await expect(told).to_have_count(0)


async def test_on_a_phone_the_range_is_a_menu_and_the_rest_stands_behind_one_button(visit: Visit) -> None:
    page = await visit("narrow")
    await opened(page)
    assert await accessibility_faults(page) == []
    await page.get_by_role("button", name=re.compile("^Range: 90 days")).click()
    await page.get_by_role("link", name="7 days", exact=True).click()
    menu = page.get_by_role("button", name=re.compile("^Range: 7 days"))
    await expect(menu).to_have_attribute("aria-expanded", "false")
    await menu.click()
    await page.get_by_role("navigation", name="Range").get_by_role("button", name="Custom").click()
    await expect(page.get_by_role("grid", name=re.compile(r"^\w+ \d{4}$"))).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=re.compile("^Compare and filter")).click()
    await page.get_by_role("button", name="Add filter").click()
    await page.get_by_role("option", name="Status").click()
    await page.get_by_role("option", name="Paid").click()
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_role("button", name=re.compile("^Compare and filter.*1$"))).to_be_visible()
    await expect(page.locator(".db-chip-value")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_calendar_opens_where_it_stays(wide: Page) -> None:
    await wide.set_viewport_size({"width": 1200, "height": 800})
    await opened(wide)
    await wide.evaluate(
        """() => {
          window.faults = [];
          addEventListener('error', (event) => faults.push(event.message));
        }"""
    )
    places = (
        await wide.get_by_role("navigation", name="Range")
        .get_by_role("button", name="Custom")
        .evaluate(
            """async (button) => {
          const places = new Set();
          button.click();
          for (let frame = 0; frame < 20; frame += 1) {
            await new Promise(requestAnimationFrame);
            const box = document.querySelector('.db-popover:popover-open').getBoundingClientRect();
            if (frame) places.add(`${box.left} ${box.width}`);
          }
          return [...places];
        }"""
        )
    )
    assert len(places) == 1
    assert await wide.evaluate("faults") == []
