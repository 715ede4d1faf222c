"""The composition root: puts the rooms together and decides nothing."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import reflex as rx
from reflex.event import EventSpec
from starlette.types import ASGIApp

from app.api.application import create_api
from app.core import limits
from app.core.bus import get_bus
from app.core.database import get_database
from app.core.errors import DomainError, Unauthenticated
from app.core.log import configure_logging
from app.core.memory import collect_rarely
from app.core.periodic import Job, running
from app.core.presence import get_hub
from app.features.accounts import service as accounts
from app.features.accounts.sessions import TOPIC as SESSIONS
from app.features.changes.feed import get_feed
from app.features.dashboard.folding import fold_rollups
from app.features.exports.service import forget_old as forget_exports
from app.features.jobs.runner import Runner
from app.features.jobs.schemas import Handler, JobKind
from app.features.jobs.service import purge as forget_jobs
from app.features.mail.sending import forget_sent, send_due
from app.features.notices import service as notices
from app.features.records import bulk
from app.features.records.undo_job import revert_rows
from app.features.transfers import service as transfers
from app.features.views.service import purge_unused
from app.ui.admin_orders.grid import ORDERS
from app.ui.admin_products.grid import PRODUCTS
from app.ui.admin_users.grid import USERS
from app.ui.components.boundary import Boundary
from app.ui.components.effects import EffectsState, effects_view
from app.ui.dashboard.boards.door import board_routes
from app.ui.dashboard.files.door import card_routes
from app.ui.failures import log_failure, log_page_failure
from app.ui.grid_door import grid_routes
from app.ui.http import door
from app.ui.pages import add_pages
from app.ui.quiet import quiet_framework_logs
from app.ui.sending import bind_encoder
from app.ui.serving import BUILD, Site
from app.ui.socket import SessionNamespace, bind_sessions, end_every_loop
from app.ui.theme import STYLESHEETS, head

# What each kind of background job does with a chunk of its rows.
HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.BULK: bulk.change_rows,
    JobKind.IMPORT: transfers.run_import,
    JobKind.UNDO: revert_rows,
}
JOBS = (
    Job("run jobs", Runner(HANDLERS).turn, seconds=0),
    Job("check imports", transfers.turn, seconds=0),
    Job("send mail", send_due, seconds=5),
    Job("mail reports", notices.mail_reports, seconds=20),
    Job("check alerts", notices.check_alerts, seconds=10),
    Job("fold rollups", fold_rollups, seconds=180),
    Job("forget ended sessions", accounts.purge_expired, seconds=3600),
    Job("forget sent mail", forget_sent, seconds=3600),
    Job("forget old jobs", forget_jobs, seconds=3600),
    Job("forget old exports", forget_exports, seconds=3600),
    Job("forget old uploads", transfers.purge, seconds=3600),
    Job("forget deleted alerts", notices.purge_deleted, seconds=3600),
    Job("forget unused links", purge_unused, seconds=3600),
)


def refused_or_failed(exception: Exception) -> EventSpec:
    """The one place where an error of a handler becomes words: a refusal as it is, the unforeseen by reference."""
    if isinstance(exception, Unauthenticated):
        return EffectsState.leave_to_login()
    if isinstance(exception, DomainError):
        return EffectsState.say_refused(exception.detail)
    return EffectsState.say_failed(log_failure(exception, where="event"))


@asynccontextmanager
async def running_parts() -> AsyncGenerator[None, None]:
    """The change feed, the hints between processes, the news of ended sessions and the jobs, while the server runs."""
    configure_logging()
    collect_rarely()
    await accounts.warm()
    get_bus().start()
    await get_feed().start()
    get_hub().start()
    assert isinstance(app.event_namespace, SessionNamespace)
    unlisten = get_bus().listen(SESSIONS, app.event_namespace.sessions_changed)
    try:
        async with running(JOBS):
            yield
    finally:
        unlisten()
        await end_every_loop()
        await get_hub().stop()
        await get_feed().stop()
        await get_bus().stop()
        await limits.close()
        await get_database().dispose()


def in_front(socket: ASGIApp) -> ASGIApp:
    """The door in front of Reflex's own application, which keeps the websocket."""
    grids = grid_routes({"orders": ORDERS, "products": PRODUCTS, "users": USERS})
    return door(socket=socket, api=create_api(), site=Site(BUILD), routes=[*grids, *card_routes(), *board_routes()])


def create_app() -> rx.App:
    """The Reflex application with pages, door, API and bound sessions."""
    made = rx.App(
        app_wraps={
            (55, "Boundary"): lambda _stateful: Boundary.create(),
            (5, "Effects"): lambda _stateful: rx.fragment(effects_view()),
        },
        toaster=None,
        stylesheets=list(STYLESHEETS),
        head_components=head(),
        reset_style=False,
        html_lang="en",
        api_transformer=in_front,
        backend_exception_handler=refused_or_failed,
        frontend_exception_handler=log_page_failure,
    )
    add_pages(made)
    bind_sessions(made)
    bind_encoder(made)
    made.register_lifespan_task(running_parts)
    return made


quiet_framework_logs()
app = create_app()
