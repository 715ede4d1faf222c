"""What is wrong with a request is named, never echoed, and never a 500."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from app.features.catalog.schemas import ProductDetail
from app.features.orders import service as orders
from tests.api.conftest import Caller
from tests.support.cast import Person
from tests.support.engines import on_sqlite

pytestmark = [pytest.mark.asyncio, on_sqlite]
JSON = {"content-type": "application/json"}
GOOD = {"name": "Nora New", "email": "nora@example.com", "password": "a long enough one"}
MARK = "Xq7-marked-value"


def pointers(answer: Response) -> dict[str, str]:
    """The codes of a 422 by pointer; the answer must be a whole problem document."""
    document = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail", "errors"} <= set(document)
    assert (answer.status_code, document["status"]) == (422, 422)
    return {error["pointer"]: error["code"] for error in document["errors"]}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b"", "", "invalid_json"),
        (b"{", "", "invalid_json"),
        (b"null", "", "model_type"),
        (b"[]", "", "model_type"),
        (b'"text"', "", "model_type"),
        (b"\xff\xfe{}", "", "invalid_json"),
        (b"\xef\xbb\xbf{}", "", "invalid_json"),
        (b'{"name": "\x00"}', "", "invalid_json"),
        (b'{"name": NaN}', "", "invalid_json"),
        (b'{"name": -Infinity}', "", "invalid_json"),
        (b'{"name": "a", "name": "b"}', "", "invalid_json"),
        (b'{"name": ' + b"9" * 5000 + b"}", "", "invalid_json"),
        (b"[" * 100_000, "", "invalid_json"),
        (b'{"name": ' + b"[" * 60 + b"]" * 60 + b"}", "/name" + "/0" * 32, "too_deep"),
        (b'{"name": "\\ud800"}', "/name", "invalid_unicode"),
        (b'{"\\ud800": 1}', "", "invalid_unicode"),
        (b'{"name": "a\\u0000b"}', "/name", "invalid_value"),
        (b'{"name": 1}', "/name", "string_type"),
        (b'{"name": 1e999}', "/name", "string_type"),
        (b'{"name": "   "}', "/name", "invalid_value"),
        (b'{"name": "two\\nlines"}', "/name", "invalid_value"),
        (b'{"email": "nobody"}', "/email", "invalid_value"),
        (b'{"a/b~c": 1}', "/a~1b~0c", "unknown_field"),
        (b"{}", "/password", "missing"),
    ],
)
async def test_a_bad_body_is_refused_by_name(body: bytes, pointer: str, code: str, visitor: AsyncClient) -> None:
    answer = await visitor.post("/api/signup", content=body, headers=JSON)
    assert pointers(answer)[pointer] == code


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/xml"])
async def test_a_body_that_is_not_declared_as_json_is_refused(media_type: str, visitor: AsyncClient) -> None:
    headers = {"content-type": media_type} if media_type else {}
    answer = await visitor.post("/api/signup", content=json.dumps(GOOD).encode(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


async def test_json_with_a_charset_is_json(visitor: AsyncClient) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    answer = await visitor.post("/api/signup", content=json.dumps(GOOD).encode(), headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"items": []}, "/items"),
        ({"items": {}}, "/items"),
        ({"items": [{"quantity": 1}]}, "/items/0/product_id"),
        ({"items": [{"product_id": 7, "quantity": 1}]}, "/items/0/product_id"),
        ({"items": [{"product_id": "x", "quantity": 1}]}, "/items/0/product_id"),
        ({"quantity": 0}, "/items/0/quantity"),
        ({"quantity": -1}, "/items/0/quantity"),
        ({"quantity": 1.5}, "/items/0/quantity"),
        ({"quantity": "1"}, "/items/0/quantity"),
        ({"quantity": True}, "/items/0/quantity"),
        ({"quantity": None}, "/items/0/quantity"),
        ({"quantity": 10**30}, "/items/0/quantity"),
        ({"quantity": 10_001}, "/items/0/quantity"),
        ({"ship_to": ""}, "/ship_to"),
        ({"ship_to": None}, "/ship_to"),
        ({"ship_to": "x" * 501}, "/ship_to"),
        ({"note": "x" * 2001}, "/note"),
        ({"user_id": "me"}, "/user_id"),
        ({"total": 1}, "/total"),
        ({"items": "unknown"}, "/items/0/product_id"),
    ],
)
async def test_a_bad_order_names_the_field(
    change: dict[str, Any], pointer: str, caller: Caller, alice: Person, products: Sequence[ProductDetail]
) -> None:
    item = {"product_id": str(products[0].id), "quantity": 1}
    body: dict[str, Any] = {"items": [item], "ship_to": "1 Larder Lane"}
    if "quantity" in change:
        body["items"] = [{**item, **change}]
    elif change == {"items": "unknown"}:
        body["items"] = [{**item, "product_id": str(alice.id)}]
    else:
        body |= change
    answer = await (await caller(alice)).post("/api/orders", json=body)
    assert pointer in pointers(answer)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=501", "/limit"),
        ("limit=ten", "/limit"),
        ("limit=99999999999999999999999", "/limit"),
        ("limit=1&limit=2", "/limit"),
        ("sort=price", "/sort"),
        ("sort=", "/sort"),
        ("status=lost", "/status/0"),
        ("from=yesterday", "/from"),
        ("from=0000-00-00", "/from"),
        ("from=2026-02-30", "/from"),
        ("from=9999-12-31T23:59:59-23:59", "/from"),
        ("from=0001-01-01", "/from"),
        ("from=2026-02-02&to=2026-02-01", "/to"),
        ("tz=Mars/Olympus", "/tz"),
        ("tz=../../etc/passwd", "/tz"),
        ("cursor=nonsense", "/cursor"),
        ("cursor=bnVsbA", "/cursor"),
        ("cursor=WzEsMl0", "/cursor"),
        ("from_=2026-01-01", "/from_"),
        ("strange=1", "/strange"),
        ("q=%0b", "/q"),
    ],
)
@pytest.mark.parametrize("path", ["/api/orders"])
async def test_a_bad_query_names_the_parameter(
    query: str, pointer: str, path: str, caller: Caller, alice: Person
) -> None:
    answer = await (await caller(alice)).get(f"{path}?{query}")
    assert pointer in pointers(answer)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/profile"), ("POST", "/api/logout"), ("GET", "/healthz"), ("GET", "/api/stats")]
)
async def test_unknown_parameters_are_refused_on_every_route(
    method: str, path: str, caller: Caller, ada: Person
) -> None:
    answer = await (await caller(ada)).request(method, f"{path}?strange=1&strange=2")
    assert pointers(answer) == {"/strange": answer.json()["errors"][0]["code"]}


async def test_values_are_never_echoed(caller: Caller, ada: Person) -> None:
    client = await caller(ada)
    answers = [
        await client.post("/api/signup", json={"name": [MARK], "email": MARK, "password": MARK[:3]}),
        await client.post("/api/login", json={"email": MARK, "password": MARK}),
        await client.get("/api/orders", params={"cursor": MARK, "sort": MARK, "tz": MARK}),
        await client.post("/api/admin/users/search", json={"q": MARK * 40, "role": MARK}),
        await client.get(f"/api/orders/{MARK}"),
    ]
    for answer in answers:
        assert answer.status_code in {401, 404, 422}
        assert MARK not in answer.text


async def test_thousands_of_faults_make_a_short_answer(visitor: AsyncClient) -> None:
    answer = await visitor.post("/api/signup", json={"x" * 1000 + str(i): 1 for i in range(500)})
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 50
    assert len(answer.content) < 50_000


@pytest.mark.parametrize("body", [b"[" + b"{}," * 100_000 + b"{}]", b'{"name": [' + b"0," * 100_000 + b"0]}"])
async def test_an_endless_body_is_refused_before_each_of_its_faults_is_named(body: bytes, visitor: AsyncClient) -> None:
    answer = await visitor.post("/api/signup", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, [error["code"] for error in answer.json()["errors"]]) == (422, ["invalid_json"])


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/orders/", "/api//orders", "/metrics/x"])
async def test_an_unknown_path_is_a_problem_document(path: str, visitor: AsyncClient) -> None:
    answer = await visitor.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/api/orders", "GET, POST"),
        ("PUT", "/api/profile", "DELETE, GET, PATCH"),
        ("GET", "/api/login", "POST"),
        ("HEAD", "/api/orders/x", "GET, PATCH"),
        ("TRACE", "/healthz", "GET"),
    ],
)
async def test_a_wrong_method_names_the_right_ones(method: str, path: str, allow: str, visitor: AsyncClient) -> None:
    answer = await visitor.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allow)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_unforeseen_has_a_reference_and_its_cause_stays_in_the_log(
    caller: Caller, alice: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError(MARK)

    monkeypatch.setattr(orders, "list_orders", fail)
    answer = await (await caller(alice)).get("/api/orders")
    document = answer.json()
    assert (answer.status_code, document["code"]) == (500, "unexpected")
    assert answer.headers["content-type"] == "application/problem+json"
    assert MARK not in answer.text
    assert "Traceback" not in answer.text
    printed = "".join(capsys.readouterr())
    assert document["reference"] in printed
    assert "RuntimeError" in printed
    assert MARK not in printed


async def test_the_document_of_the_api_is_served(api: FastAPI, visitor: AsyncClient) -> None:
    answer = await visitor.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(api.openapi()))
