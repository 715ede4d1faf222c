"""Personal data at rest: marked data go in through every door, and no file that is left holds them in the clear.

A server with its own home, temporary folder, database and Valkey takes marked names, addresses, notes, passwords and
searches through the browser's forms, the pages' websocket, the grid, the API and the command line, in good requests
and in refused ones. Then every file of the server, the dump of the Valkey, the log and the project's own folder are
searched.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.support.browser_fixtures import Chromium
from tests.support.marks import files_below, findings
from tests.support.pages import ADMIN, sign_in
from tests.support.shop import DEMO_PASSWORD, ROOT, Shop, running_shop
from tests.support.valkey import Valkey

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

KINDS = """
    formname formmail formsecret refusedmail refusedsecret badname search profilename pageship pagenote
    gridship gridnote apiname apimail apisecret apiship apinote importname importmail importship importnote
    adminname adminmail adminsecret
"""
MARKS = {kind: f"Zq{kind.title()}Xv8Mark" for kind in KINDS.split()}
LEFT_OUT = {".git", ".venv", ".web", "node_modules", "__pycache__", ".pytest_cache", "tests", ".ruff_cache"}


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, valkey_server: Valkey) -> Iterator[Shop]:
    """A server whose home and temporary files can be searched, with its hints and limits in a Valkey."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "tmp").mkdir()
    with running_shop(
        folder, TMPDIR=str(folder / "tmp"), DAYBOOK_REDIS_URL=valkey_server.url, DAYBOOK_RATE_LIMITS="on"
    ) as running:
        yield running


async def test_marked_data_stand_nowhere_in_the_clear(
    watched: Shop, valkey_server: Valkey, chromium: Chromium, tmp_path: Path
) -> None:
    await through_the_forms(watched)
    await through_the_api(watched)
    await through_the_grid(watched)
    through_the_command_line(watched, tmp_path)
    browser = await chromium.running()
    context = await browser.new_context(base_url=watched.url)
    await through_the_pages(await context.new_page())
    await context.close()

    assert stored_notes(watched) > 0, "what was written must be there, sealed"
    with valkey_server.client() as client:
        client.save()
    everything = [
        *files_below(watched.folder),
        *files_below(valkey_server.folder),
        *files_below(ROOT, leave_out=LEFT_OUT),
    ]
    assert {"daybook.db", "server.log", "dump.rdb"} <= {path.name for path in everything}
    assert findings(everything, MARKS.values()) == []


def stored_notes(shop: Shop) -> int:
    """How many sealed notes the database holds."""
    connection = sqlite3.connect(shop.folder / "daybook.db")
    try:
        (number,) = connection.execute("SELECT count(*) FROM orders WHERE note_ct LIKE 'v1.%'").fetchone()
        return int(number)
    finally:
        connection.close()


async def through_the_forms(shop: Shop) -> None:
    """Sign up and in by the browser's door; refused ones too."""
    async with httpx.AsyncClient(base_url=shop.url, headers={"Origin": shop.url}) as visitor:
        form = {
            "name": MARKS["formname"],
            "email": f"{MARKS['formmail']}@example.com",
            "password": MARKS["formsecret"],
        }
        assert (await visitor.post("/auth/signup", data=form)).status_code == 303
        await visitor.post("/auth/logout")
        wrong = {"email": f"{MARKS['refusedmail']}@example.com", "password": MARKS["refusedsecret"]}
        assert "error" in (await visitor.post("/auth/login", data=wrong)).headers["location"]
        await visitor.get("/login?error=bad_credentials")
        await visitor.post("/auth/signup", data=form | {"name": MARKS["badname"] + "\x00"})


async def through_the_api(shop: Shop) -> None:
    """Sign up, order, correct, search; with wrong input as well."""
    async with httpx.AsyncClient(base_url=f"{shop.url}/api") as client:
        who = {"email": f"{MARKS['apimail']}@example.com", "password": MARKS["apisecret"]}
        assert (await client.post("/signup", json={**who, "name": MARKS["apiname"]})).status_code == 201
        assert (await client.post("/signup", json={**who, "name": MARKS["badname"]})).status_code == 409
        assert (await client.post("/signup", json={"name": [MARKS["badname"]]})).status_code == 422
        client.headers["Authorization"] = f"Bearer {await bearer(client, **who)}"
        placed = await place(client, ship_to=MARKS["apiship"], note=MARKS["apinote"])
        patched = await client.patch(
            f"/orders/{placed['id']}", json={"note": MARKS["apinote"] + " again"}, headers={"If-Match": '"1"'}
        )
        assert patched.status_code == 200, patched.text
        stale = await client.patch(
            f"/orders/{placed['id']}", json={"note": MARKS["apinote"]}, headers={"If-Match": '"1"'}
        )
        assert stale.status_code == 412
        profile = await client.patch("/profile", json={"name": MARKS["profilename"]}, headers={"If-Match": '"1"'})
        assert profile.status_code == 200, profile.text
        client.headers["Authorization"] = f"Bearer {await bearer(client, ADMIN, DEMO_PASSWORD)}"
        found = await client.post("/orders/search", json={"q": MARKS["profilename"]})
        assert len(found.json()["items"]) == 1
        await client.post("/admin/users/search", json={"q": f"{MARKS['apimail']}@example.com"})


async def bearer(client: httpx.AsyncClient, email: str, password: str) -> str:
    """An access token."""
    answer = await client.post("/login", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def place(client: httpx.AsyncClient, *, ship_to: str, note: str) -> dict[str, Any]:
    """An order of the first product."""
    product = (await client.get("/products")).json()["items"][0]
    body = {"items": [{"product_id": product["id"], "quantity": 1}], "ship_to": ship_to, "note": note}
    answer = await client.post("/orders", json=body, headers={"Idempotency-Key": ship_to})
    assert answer.status_code == 201, answer.text
    order: dict[str, Any] = answer.json()
    return order


async def through_the_grid(shop: Shop) -> None:
    """Search and edit cells, a conflict among them."""
    async with httpx.AsyncClient(base_url=shop.url, headers={"Origin": shop.url}) as admin:
        signed_in = await admin.post("/auth/login", data={"email": ADMIN, "password": DEMO_PASSWORD})
        assert signed_in.status_code == 303
        rows = (await admin.post("/grid/orders/rows", json={"limit": 1})).json()["rows"]
        await admin.post("/grid/orders/rows", json={"search": MARKS["search"]})
        for field in ("ship_to", "note"):
            edit = {
                "id": rows[0]["id"],
                "field": field,
                "base": rows[0][field],
                "value": MARKS[f"grid{field.removesuffix('_to')}"],
                "version": rows[0]["version"],
                "key": str(uuid4()),
            }
            assert (await admin.post("/grid/orders/edit", json=edit)).status_code == 200
            conflict = await admin.post(
                "/grid/orders/edit", json=edit | {"value": MARKS["badname"], "base": "other", "key": str(uuid4())}
            )
            assert conflict.status_code == 409


def through_the_command_line(shop: Shop, folder: Path) -> None:
    """Import an order, a refused one beside it, and make an admin. The input file itself is not ours to seal."""
    who, what = "order_ref,ordered_at,status,customer_email,customer_name", "sku,product_name,category,quantity"
    header = f"{who},{what},line_total,currency"
    good = f"R1,2026-01-02,paid,{MARKS['importmail']}@example.com,{MARKS['importname']},S1,Soap,Care,1,2.50,EUR"
    bad = f"R2,soon,paid,{MARKS['importmail']}@example.com,{MARKS['badname']},S1,Soap,Care,1,2.50,EUR"
    file = folder / "orders.csv"
    file.write_text(
        f"{header},ship_to,note\n{good},{MARKS['importship']},{MARKS['importnote']}\n{bad},{MARKS['importship']},\n"
    )
    with pytest.raises(Exception, match="exit status 3"):
        shop.command("import", "orders", str(file), "--report", str(shop.folder / "report.csv"))
    shop.command(
        "create-admin",
        "--email",
        f"{MARKS['adminmail']}@example.com",
        "--name",
        MARKS["adminname"],
        "--password-stdin",
        stdin=MARKS["adminsecret"],
    )


async def through_the_pages(page: Page) -> None:
    """Type into pages, which goes over the websocket into states: an order's address and note, and a profile."""
    await sign_in(page, "customer@example.com")
    await page.goto("/orders/new")
    await page.get_by_role("button", name="Add").first.click()
    await page.get_by_label("Ship to").fill(MARKS["pageship"])
    await page.get_by_label("Note").fill(MARKS["pagenote"])
    await page.get_by_role("button", name="Place order").click()
    await page.wait_for_url(lambda url: "/orders/" in url and not url.endswith("/new"))
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_text(MARKS["pageship"]).first).to_be_visible()
