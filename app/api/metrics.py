"""Figures for Prometheus, in our own registry. Labels are route templates and statuses, never a person or an id."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.bus import get_bus
from app.core.database import get_database
from app.features.changes.feed import get_feed

CONTENT_TYPE = "text/plain; version=0.0.4"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

disable_created_metrics()
registry = CollectorRegistry()
requests = Counter("daybook_requests", "Requests to the API.", ("method", "route", "status"), registry=registry)
latency = Histogram(
    "daybook_request_seconds", "How long they took.", ("method", "route"), buckets=SECONDS, registry=registry
)
pages = Gauge("daybook_open_pages", "Subscriptions of open pages to the change feed.", registry=registry)
pool = Gauge("daybook_database_connections_in_use", "Connections taken from the pool.", registry=registry)
lag = Gauge("daybook_feed_lag", "Entries of the change log that the feed has not handed out.", registry=registry)
bus_up = Gauge("daybook_bus_up", "Whether hints reach other processes.", registry=registry)


async def exposition() -> bytes:
    """The figures as they are now, in the text format of Prometheus."""
    feed = get_feed()
    pages.set(feed.followers)
    lag.set(await feed.lag())
    pool.set(get_database().in_use)
    bus_up.set(await get_bus().is_up())
    return generate_latest(registry)


class Measured:
    """Counts and times each request by the template of its route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and measure."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "OTHER"
            route = getattr(scope.get("route"), "path", "none")
            requests.labels(method, route, str(status)).inc()
            latency.labels(method, route).observe(time.perf_counter() - begun)
