"""The time chart in a browser: a part of it is shown alone, by mouse, finger and keyboard."""

import re

import pytest
from playwright.async_api import FloatRect, Locator, Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def week(page: Page) -> Locator:
    """The bars of seven whole days that are over, in the present year or the one before."""
    await sign_in(page, STAFF, then="/dashboard?from=2026-03-02&to=2026-03-09&status=paid")
    bars = page.get_by_role("radiogroup", name=re.compile("^Revenue over time")).get_by_role("radio")
    await expect(bars).to_have_count(7)
    return bars


async def area(page: Page) -> FloatRect:
    await page.locator(".db-bars").scroll_into_view_if_needed()
    box = await page.locator(".db-bars").bounding_box()
    assert box
    return box


async def test_a_drag_across_the_bars_shows_that_time_alone_and_back_leads_back(wide: Page) -> None:
    bars = await week(wide)
    box = await area(wide)
    middle = box["y"] + box["height"] / 2
    await wide.mouse.move(box["x"] + box["width"] * 1.5 / 7, middle)
    await wide.mouse.down()
    await wide.mouse.move(box["x"] + box["width"] * 3.5 / 7, middle, steps=4)
    await expect(wide.locator(".db-brush")).to_be_visible()
    await wide.mouse.up()
    await expect(wide).to_have_url(re.compile(r"\?from=2026-03-03&to=2026-03-06&status=paid$"))
    await expect(bars).to_have_count(3)
    await wide.go_back()
    await expect(bars).to_have_count(7)


async def test_shift_and_arrows_select_enter_shows_and_escape_drops(wide: Page) -> None:
    bars = await week(wide)
    await bars.nth(5).focus()
    await wide.keyboard.press("Shift+ArrowLeft")
    selected = wide.locator(".db-brush")
    await expect(selected).to_be_visible()
    await wide.keyboard.press("Escape")
    await expect(selected).to_have_count(0)
    await bars.nth(5).focus()
    await wide.keyboard.press("Shift+ArrowLeft")
    await wide.keyboard.press("Shift+ArrowLeft")
    await expect(wide.locator(".db-area [role=status]")).to_contain_text("Selected: Thu, Mar 5, 2026 to Sat, Mar 7")
    await wide.keyboard.press("Enter")
    await expect(wide).to_have_url(re.compile(r"\?from=2026-03-05&to=2026-03-08&status=paid$"))


async def test_a_bar_offers_its_time_alone_and_its_orders(wide: Page) -> None:
    bars = await week(wide)
    await bars.nth(2).focus()
    await wide.keyboard.press("Enter")
    show = wide.get_by_role("button", name="Show only this time")
    await expect(show).to_be_focused()
    assert await accessibility_faults(wide) == []
    await wide.keyboard.press("Escape")
    await expect(bars.nth(2)).to_be_focused()
    await expect(show).to_have_count(0)
    await wide.locator(".db-slot").nth(2).click()
    await wide.get_by_role("link", name="Its orders").click()
    await expect(wide).to_have_url(
        re.compile(r"/admin/orders\?status=paid&currency=EUR&from=2026-03-04T.*&to=2026-03-05T")
    )


async def test_a_selection_stays_while_live_figures_come_in(wide: Page) -> None:
    await sign_in(wide, STAFF, then="/dashboard?range=7d")
    bars = wide.get_by_role("radiogroup", name=re.compile("^Revenue over time")).get_by_role("radio")
    await bars.nth(5).focus()
    await wide.keyboard.press("Shift+ArrowRight")
    before = await bars.nth(6).get_attribute("aria-label")
    await place_order(wide)
    await expect(bars.nth(6)).not_to_have_attribute("aria-label", str(before))
    await expect(wide.locator(".db-brush")).to_be_visible()
    await expect(bars.nth(6)).to_be_focused()


async def place_order(page: Page) -> None:
    """An order by phone that is paid at once, so that the last bar grows."""
    answer = await page.request.post("/api/login", data={"email": STAFF, "password": "daybook-demo"})
    headers = {"Authorization": f"Bearer {(await answer.json())['access_token']}"}
    product = (await (await page.request.get("/api/products", headers=headers)).json())["items"][0]
    wanted = {"items": [{"product_id": product["id"], "quantity": 1}], "ship_to": "Here 1", "note": ""}
    order = await (await page.request.post("/api/orders", data=wanted, headers=headers)).json()
    version = {**headers, "If-Match": f'"{order["version"]}"'}
    await page.request.patch(f"/api/orders/{order['id']}", data={"status": "paid"}, headers=version)


async def test_the_bars_grain_is_chosen_by_hand(wide: Page) -> None:
    await week(wide)
    grains = wide.get_by_role("navigation", name="Bars by")
    await expect(grains.locator("[data-chosen=true]")).to_have_text("Day")
    await grains.get_by_role("link", name="Hour").click()
    await expect(wide).to_have_url(re.compile(r"grain=hour&status=paid$"))
    await expect(wide.get_by_role("radio")).to_have_count(7 * 24)


async def test_figures_stay_dimmed_until_others_are_there(wide: Page) -> None:
    heard: list[str] = []
    wide.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    await week(wide)
    await expect(wide.locator(".db-panel[data-phase=waiting]")).to_have_count(0)
    seen = await wide.evaluate(
        """() => { globalThis.skeletons = 0; globalThis.busy = globalThis.awaited = false;
        new MutationObserver(() => {
          globalThis.skeletons += document.querySelectorAll('.db-card .db-wait').length;
          globalThis.busy ||= document.querySelector('.db-sheets')?.ariaBusy === 'true';
          globalThis.awaited ||= document.querySelector('.db-panel[data-phase=waiting][aria-busy=true]') !== null;
        }).observe(document.body, { subtree: true, childList: true, attributes: true }); return true; }"""
    )
    assert seen
    heard.clear()
    await wide.get_by_role("link", name="90 days").click()
    await expect(wide.locator(".db-sheets")).to_have_attribute("aria-busy", "false")
    await expect(wide.get_by_role("navigation", name="Range").locator("[data-chosen=true]")).to_have_text("90 days")
    await expect(wide.locator(".db-sheets")).to_have_attribute("data-phase", "ready")
    await expect(wide.locator(".db-panel[data-phase=waiting]")).to_have_count(0)
    assert await wide.evaluate("[globalThis.skeletons, globalThis.busy, globalThis.awaited]") == [0, True, True]
    # That a list waits is said without sending it again.
    assert sum('"products_rx_state_"' in frame for frame in heard) == 1


async def test_tips_stay_inside_the_card_on_a_phone(visit: Visit) -> None:
    page = await visit("narrow")
    await sign_in(page, STAFF, then="/dashboard?range=30d")
    bars = page.get_by_role("radiogroup", name=re.compile("^Revenue over time")).get_by_role("radio")
    await expect(bars).to_have_count(30)
    card = await page.locator(".db-chart").bounding_box()
    assert card
    for number in (0, 10, 14, 15, 20, 29):
        await bars.nth(number).focus()
        tip = await page.locator(".db-tip").nth(number).bounding_box()
        assert tip
        assert tip["x"] >= card["x"], number
        assert tip["x"] + tip["width"] <= card["x"] + card["width"], number
