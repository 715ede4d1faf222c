"""Mails and alerts in a browser: made, tried, paused, deleted and brought back; by keys alone; on a phone; with axe."""

import re
import secrets

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser_fixtures import Visit
from tests.support.pages import CUSTOMER, STAFF, accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
HERE = "/dashboard/notices"


async def open_page(page: Page, address: str = HERE) -> None:
    await sign_in(page, STAFF)
    await page.goto(address)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mails and alerts")
    await expect(page.get_by_role("region", name="Alerts")).to_be_visible()


def card(page: Page, title: str) -> Locator:
    return page.locator(".notice", has_text=title)


async def schedule(page: Page, name: str) -> Locator:
    """Make a daily mail by the form; answers its card."""
    await page.get_by_role("button", name="New scheduled mail").click()
    form = page.get_by_role("dialog", name="Scheduled mail")
    await form.get_by_label("Name, if you like").fill(name)
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    return card(page, name)


async def test_a_mail_is_made_tried_paused_deleted_and_brought_back(wide: Page) -> None:
    await open_page(wide)
    await expect(wide.get_by_role("note")).to_contain_text("No mail server is set")
    name = f"Morning {secrets.token_hex(4)}"
    made = await schedule(wide, name)
    await expect(made).to_contain_text("Every day at")
    await expect(made).to_contain_text("Next: ")
    await made.get_by_role("button", name=re.compile("^Send me one now")).click()
    letter = wide.get_by_role("dialog", name="The mail")
    await expect(letter.get_by_role("region", name="The mail")).to_contain_text("See it live:")
    assert await accessibility_faults(wide) == []
    await letter.get_by_role("button", name="Close").click()
    await made.get_by_role("button", name=re.compile("^Pause")).click()
    await expect(made).to_contain_text("Paused")
    await made.get_by_role("button", name=re.compile("^Resume")).click()
    await expect(made).to_contain_text("Next: ")
    await made.get_by_role("button", name=re.compile("^Delete")).click()
    await expect(made).to_have_count(0)
    back = wide.get_by_role("button", name="Bring it back")
    await expect(back).to_be_focused()
    await back.press("Enter")
    await expect(made.get_by_role("button", name=re.compile("^Edit"))).to_be_focused()


async def test_an_alert_is_made_by_keys_alone_and_what_is_wrong_stands_beside_its_field(wide: Page) -> None:
    await open_page(wide)
    name = f"Late {secrets.token_hex(4)}"
    await wide.get_by_role("button", name="New alert").focus()
    await wide.keyboard.press("Enter")
    form = wide.get_by_role("dialog", name="Alert")
    await expect(form.get_by_label("Watch")).to_be_focused()
    for _field in ("age", "unit", "side", "threshold", "name"):
        await wide.keyboard.press("Tab")
    await wide.keyboard.type(name)
    await wide.keyboard.press("Enter")
    await expect(form.locator("#field-threshold-error")).not_to_be_empty()
    await expect(form.get_by_label("Name, if you like")).to_have_value(name)
    await form.get_by_label("This many orders").focus()
    await wide.keyboard.type("3")
    await wide.keyboard.press("Enter")
    await expect(form).to_be_hidden()
    await expect(card(wide, name)).to_contain_text("Open orders older than 2 days above 3")
    await expect(card(wide, name)).to_contain_text(re.compile(r"(Quiet|Already above the line): \d+ now"))


async def test_a_form_asks_for_what_its_choice_needs(wide: Page) -> None:
    await open_page(wide)
    await wide.get_by_role("button", name="New alert").click()
    form = wide.get_by_role("dialog", name="Alert")
    await form.get_by_label("Watch").select_option("Refund rate")
    await expect(form.get_by_label("Counted over")).to_be_visible()
    await expect(form.get_by_label("This many percent")).to_be_visible()
    await expect(form.get_by_label("Older than")).to_have_count(0)
    await wide.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await wide.get_by_role("button", name="New scheduled mail").click()
    form = wide.get_by_role("dialog", name="Scheduled mail")
    await expect(form.get_by_label("Day")).to_have_count(0)
    await form.get_by_label("How often").select_option("Every week")
    await form.get_by_label("Day").select_option("Friday")
    name = f"Weekly {secrets.token_hex(4)}"
    await form.get_by_label("Name, if you like").fill(name)
    await form.get_by_role("button", name="Save").click()
    await expect(card(wide, name)).to_contain_text("Every Friday at")
    await card(wide, name).get_by_role("button", name=re.compile("^Edit")).click()
    await expect(form.get_by_label("Day")).to_have_value("4")


async def test_what_the_dashboard_showed_is_what_a_mail_is_about(wide: Page) -> None:
    about = "range%3Dmtd%26status%3Dpaid"
    await open_page(wide, f"{HERE}?about={about}")
    await expect(wide.get_by_text("This month so far, only status paid")).to_be_visible()
    await wide.get_by_role("button", name="Mail me these figures").click()
    form = wide.get_by_role("dialog", name="Scheduled mail")
    await expect(form.get_by_label("Figures for")).to_have_value("mtd")
    await expect(form).to_contain_text("status paid only")
    name = f"Paid {secrets.token_hex(4)}"
    await form.get_by_label("Name, if you like").fill(name)
    await form.get_by_role("button", name="Save").click()
    await expect(card(wide, name)).to_contain_text("This month so far, status paid")
    await wide.get_by_role("link", name=name).click()
    await expect(wide).to_have_url(re.compile(r"/dashboard\?range=mtd.*status=paid"))


@pytest.mark.parametrize(("width", "is_dark"), [("wide", False), ("wide", True), ("narrow", False), ("narrow", True)])
async def test_nothing_stands_in_anybodys_way(visit: Visit, width: str, *, is_dark: bool) -> None:
    page = await visit(width, dark=is_dark)
    await open_page(page)
    await schedule(page, f"For all {secrets.token_hex(4)}")
    assert await accessibility_faults(page) == []
    await page.get_by_role("button", name="New alert").click()
    await expect(page.get_by_role("dialog", name="Alert")).to_be_visible()
    assert await accessibility_faults(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


async def test_a_customer_finds_no_such_page(wide: Page) -> None:
    await sign_in(wide, CUSTOMER)
    answer = await wide.goto(HERE)
    assert answer is not None
    assert answer.status == 404
