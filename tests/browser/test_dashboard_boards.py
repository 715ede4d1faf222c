"""Saved dashboards in the browser: by keyboard, between two people and two windows; cards moved; the wall."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from app.core.ids import new_id
from tests.support.browser_fixtures import Visit
from tests.support.pages import ADMIN, CUSTOMER, STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
CHANGED = "changed since it was saved"


def unused_name() -> str:
    """A name that no other test has given."""
    return f"Morning {new_id()}"


def switcher(page: Page) -> Locator:
    return page.get_by_role("heading", level=1).get_by_role("button")


def menu(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Dashboards")


async def save_as(page: Page, name: str, *, shared: bool = False) -> None:
    await expect(page.locator(".db-figure").first).to_be_visible()
    await switcher(page).press("Enter")
    await expect(page.get_by_role("combobox", name="Find a dashboard")).to_be_focused()
    await menu(page).get_by_role("button", name="Save as a new dashboard…").press("Enter")
    await page.get_by_label("Name", exact=True).fill(name)
    if shared:
        await page.get_by_label("Share with the team").check()
    await page.keyboard.press("Enter")
    await expect(switcher(page)).to_have_text(name)
    await expect(page).to_have_url(re.compile(r"/dashboard\?view=[0-9a-f-]{36}$"))


async def test_by_keyboard_a_dashboard_is_saved_changed_found_and_deleted_with_a_way_back(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    name = unused_name()
    await save_as(wide, name)
    await expect(switcher(wide)).to_be_focused()
    await wide.get_by_role("link", name="90 days").press("Enter")
    await expect(switcher(wide)).to_have_accessible_name(re.compile(CHANGED))
    await expect(wide).to_have_url(re.compile(r"view=[0-9a-f-]{36}&range=90d$"))
    await switcher(wide).press("Enter")
    await menu(wide).get_by_role("button", name="Save changes").press("Enter")
    await expect(menu(wide)).to_have_count(0)
    await expect(wide).to_have_url(re.compile(r"view=[0-9a-f-]{36}$"))
    await expect(wide.locator(".db-presets [data-chosen=true]").first).to_have_text("90 days")
    await switcher(wide).press("Enter")
    await wide.keyboard.type("usual")
    await wide.keyboard.press("Enter")
    await expect(switcher(wide)).to_have_text("Dashboard")
    await switcher(wide).press("Enter")
    await wide.keyboard.type(name[-12:])
    await wide.keyboard.press("Enter")
    await expect(switcher(wide)).to_have_text(name)
    await switcher(wide).press("Enter")
    await menu(wide).get_by_role("button", name="Delete").press("Enter")
    await expect(switcher(wide)).to_have_text("Dashboard")
    await wide.get_by_role("button", name="Undo").press("Enter")
    await expect(switcher(wide)).to_have_text(name)


async def test_once_it_is_said_to_be_saved_every_way_on_stands_on_it(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d&status=paid")
    await expect(wide.locator(".heat-cell").first).to_be_visible()
    # What stands on no saved dashboard in the moment in which the page says that it is saved.
    await wide.evaluate(
        """() => { const said = [...document.querySelectorAll('.db-boards [role=status]')].at(-1).parentElement;
        new MutationObserver(() => {
          if (said.textContent.includes('Saved as')) globalThis.strays ??= [...document.querySelectorAll('main a')]
            .map((link) => link.getAttribute('href'))
            .filter((href) => /^.dashboard\\?/.test(href) && !/view=/.test(href));
        }).observe(said, { subtree: true, childList: true, characterData: true }); }"""
    )
    await save_as(wide, unused_name())
    assert await wide.evaluate("globalThis.strays") == []


async def test_a_shared_one_opens_for_another_who_saves_a_copy_and_a_private_one_does_not(visit: Visit) -> None:
    mine, theirs = await visit(), await visit()
    await sign_in(mine, STAFF, then="/dashboard?cards=orders,revenue")
    name = unused_name()
    await save_as(mine, name, shared=True)
    await sign_in(theirs, ADMIN, then="/dashboard")
    await theirs.goto(mine.url)
    await expect(switcher(theirs)).to_have_text(name)
    await expect(theirs.locator(".db-card h2")).to_have_text(["Orders", "Revenue"])
    await switcher(theirs).click()
    await expect(menu(theirs).get_by_role("button", name="Save a copy of my own…")).to_be_visible()
    await expect(menu(theirs).get_by_role("button", name="Delete")).to_have_count(0)
    await theirs.keyboard.press("Escape")
    await switcher(mine).click()
    await menu(mine).get_by_role("button", name="Stop sharing").click()
    await expect(menu(mine).get_by_role("button", name="Share with the team")).to_be_visible()
    await theirs.reload()
    await expect(
        theirs.get_by_text("This dashboard is not there any more, or it is not shared with you")
    ).to_be_visible()
    await expect(switcher(theirs)).to_have_text("Dashboard")


async def test_one_that_changed_in_another_window_is_not_overwritten(visit: Visit) -> None:
    first = await visit()
    await sign_in(first, STAFF, then="/dashboard?range=30d")
    await save_as(first, unused_name())
    second = await first.context.new_page()
    await second.goto(first.url)
    for page, days in ((first, "7 days"), (second, "90 days")):
        await page.get_by_role("link", name=days).click()
        await expect(switcher(page)).to_have_accessible_name(re.compile(CHANGED))
    await switcher(first).click()
    await menu(first).get_by_role("button", name="Save changes").click()
    await expect(first).to_have_url(re.compile(r"view=[0-9a-f-]{36}$"))
    await switcher(second).click()
    await menu(second).get_by_role("button", name="Save changes").click()
    told = second.get_by_role("alertdialog")
    await expect(told).to_contain_text("Nothing is overwritten yet")
    await told.get_by_role("button", name="Open it as it is now").click()
    await expect(second.locator(".db-presets [data-chosen=true]").first).to_have_text("7 days")
    await second.close()


async def test_the_bare_page_opens_the_one_that_somebody_begins_with(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=today")
    name = unused_name()
    await save_as(wide, name)
    saved = wide.url
    await switcher(wide).click()
    await menu(wide).get_by_role("button", name="Open this dashboard first").click()
    await expect(menu(wide).get_by_role("button", name="Do not open it first")).to_be_visible()
    await wide.goto("/dashboard")
    await expect(switcher(wide)).to_have_text(name)
    await expect(wide).to_have_url(saved)
    await switcher(wide).click()
    await menu(wide).get_by_role("option", name="Usual dashboard").click()
    await expect(wide).to_have_url(re.compile(r"view=all$"))
    await wide.goto(saved)
    await switcher(wide).click()
    await menu(wide).get_by_role("button", name="Do not open it first").click()
    await expect(menu(wide).get_by_role("button", name="Open this dashboard first")).to_be_visible()


async def test_cards_are_moved_and_hidden_by_keyboard_and_back_leads_back(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?cards=orders,revenue,statuses,products")
    await expect(wide.locator(".db-card h2")).to_have_text(["Orders", "Revenue"])
    button = wide.get_by_role("button", name="Arrange")
    await button.press("Enter")
    panel = wide.get_by_role("dialog", name="Arrange the cards")
    await expect(panel.get_by_label("Orders", exact=True)).to_be_focused()
    await panel.get_by_label("Top products", exact=True).press("Alt+ArrowUp")
    await expect(panel.get_by_role("status").or_(wide.locator(".db-arrange > [role=status]"))).to_have_text(
        "Top products, 1 of 2"
    )
    await expect(wide.locator(".db-panel h2")).to_have_text(["Top products", "Orders by status"])
    await expect(wide).to_have_url(re.compile(r"cards=orders,revenue,products,statuses$"))
    for title in ("Orders", "Revenue", "Top products", "Orders by status"):
        await panel.get_by_label(title, exact=True).press("Space")
    await expect(wide).to_have_url(re.compile(r"cards=none$"))
    await wide.keyboard.press("Escape")
    await expect(button).to_be_focused()
    await wide.get_by_role("link", name="Show all cards").click()
    await expect(wide.locator(".db-card").nth(3)).to_be_visible()
    for _ in range(5):
        await wide.go_back()
    await expect(wide.locator(".db-panel h2")).to_have_text(["Top products", "Orders by status"])


async def test_the_focus_goes_on_from_a_card_that_is_hidden(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?cards=orders,revenue,statuses")
    await expect(wide.locator(".db-card h2")).to_have_text(["Orders", "Revenue"])
    for title, then in (
        ("Revenue", "More about Orders by status"),
        ("Orders by status", "More about Orders"),
        ("Orders", "Arrange"),
    ):
        await wide.get_by_role("button", name=f"More about {title}", exact=True).press("Enter")
        await wide.get_by_role("menuitem", name="Hide").press("Enter")
        await expect(wide.get_by_role("button", name=then, exact=True)).to_be_focused()


async def test_what_is_hidden_is_counted_and_shown_again(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?cards=orders,revenue,statuses")
    await wide.get_by_role("button", name="Arrange").click()
    panel = wide.get_by_role("dialog", name="Arrange the cards")
    await expect(panel.get_by_text("14 cards are hidden")).to_be_visible()
    await panel.get_by_role("button", name="Show them").click()
    await expect(wide).to_have_url(re.compile(r"cards=orders,revenue,statuses,average,"))
    await expect(panel.get_by_text("hidden")).to_have_count(0)


async def test_a_card_is_dragged_to_another_place(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?cards=orders,revenue,statuses")
    await expect(wide.locator(".db-card h2")).to_have_text(["Orders", "Revenue"])
    await wide.get_by_role("button", name="Arrange").click()
    await wide.locator("[data-card=revenue] .db-grip").drag_to(wide.locator("[data-card=orders] label"))
    await expect(wide.locator(".db-card h2")).to_have_text(["Revenue", "Orders"])
    await expect(wide).to_have_url(re.compile(r"cards=revenue,orders,statuses$"))


async def test_on_a_wall_dashboards_take_turns_and_a_key_shows_the_way_back(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    first = unused_name()
    await save_as(wide, first)
    one = wide.url.partition("view=")[2]
    await wide.goto("/dashboard?range=90d")
    second = unused_name()
    await save_as(wide, second)
    other = wide.url.partition("view=")[2]
    await wide.goto(f"/dashboard/wall?boards={one},{other}&seconds=5")
    title = wide.get_by_role("heading", level=1)
    await expect(title).to_have_text(first)
    await expect(wide.locator(".db-figure").first).to_be_visible()
    await expect(title).to_have_text(second)
    await expect(title).to_have_text(first)
    scrolls = (
        "() => document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth"
    )
    assert not await wide.evaluate(scrolls)
    back = wide.get_by_role("link", name="Back to the dashboard")
    await expect(back).to_be_hidden()
    await wide.keyboard.press("Escape")
    await back.click()
    await expect(wide).to_have_url(re.compile(r"/dashboard\?view="))


async def test_on_a_wall_shaded_cards_fill_their_place_and_offer_nothing(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard/wall?cards=revenue,hours,cohorts,series")
    for size in ((1920, 1080), (1080, 1920)):
        await wide.set_viewport_size({"width": size[0], "height": size[1]})
        await expect(wide.locator(".db-slot").first).to_be_visible()
        faults = await wide.evaluate(
            """() => [...document.querySelectorAll('.heat')].flatMap((heat) => {
              const card = heat.closest('.db-panel').getBoundingClientRect();
              const cells = [...heat.querySelectorAll('.heat-cell')].map((cell) => cell.getBoundingClientRect());
              const lowest = Math.max(...cells.map((cell) => cell.bottom));
              return [
                ...(lowest > card.bottom || lowest < (card.top + card.bottom) / 2 ? ['does not fill its card'] : []),
                ...(cells.some((cell) => cell.right > card.right) ? ['is cut off'] : []),
              ];
            })"""
        )
        assert faults == []
        # The chart makes room for its axis once it knows how wide that is.
        await wide.wait_for_function(
            """() => {
              const [slot, axis] = ['.db-slot', '.db-line span'].map((name) => document.querySelector(name));
              const room = slot.getBoundingClientRect().left - axis.getBoundingClientRect().right;
              return 0 <= room && room < innerWidth / 100;
            }"""
        )
    await expect(wide.locator(".db-more-button").first).to_be_hidden()


async def test_a_wall_without_a_line_and_one_whose_session_is_over_say_so(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard/wall?range=7d")
    await expect(wide.locator(".db-figure").first).to_be_visible()
    await wide.context.set_offline(True)
    await expect(wide.get_by_role("alert").filter(has_text="Offline since")).to_be_visible()
    await wide.context.set_offline(False)
    await expect(wide.get_by_role("alert").filter(has_text="Offline since")).to_have_count(0)
    assert await accessibility_faults(wide) == []
    other = await wide.context.new_page()
    await other.goto("/dashboard")
    await other.get_by_role("button", name="Sign out").click()
    await expect(wide.get_by_text(re.compile("^Signed out at"))).to_be_visible()
    await expect(wide.locator(".db-figure")).to_have_count(0)
    await other.close()


async def test_a_customer_finds_neither_page(wide: Page) -> None:
    await sign_in(wide, CUSTOMER)
    for path in ("/dashboard", "/dashboard/wall"):
        answer = await wide.goto(path)
        assert answer
        assert answer.status == 404


async def test_the_menus_stand_up_to_axe(visit: Visit) -> None:
    for dark in (False, True):
        page = await visit("narrow" if dark else "wide", dark=dark)
        await sign_in(page, STAFF, then="/dashboard")
        await save_as(page, unused_name())
        for name in ("Arrange", None):
            opener = page.get_by_role("button", name=name) if name else switcher(page)
            await opener.click()
            assert await accessibility_faults(page) == []
            await page.keyboard.press("Escape")
