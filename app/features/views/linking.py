"""Links: views without a name, made so that an address says an id and not what was searched for."""

from uuid import UUID

from app.core.actor import Actor
from app.core.unit_of_work import unit_of_work
from app.features.views import repository, rules
from app.features.views.changing import new_view, write_content
from app.features.views.digests import digest_of
from app.features.views.schemas import ViewContent
from app.models import ViewKind


async def link_view(actor: Actor, page: str, content: ViewContent, *, base_id: UUID | None = None) -> UUID:
    """The id of a link to this content; the same content of the same person has the same link.

    Whoever may open the page may open the link. Raises NotFound, Forbidden.
    """
    owner = rules.assert_may_use(actor, page)
    digest = digest_of("link", base_id, content.model_dump_json())
    async with unit_of_work() as uow:
        view = await repository.same(uow.session, owner, page, kind=ViewKind.LINK, digest=digest)
        if view is None:
            view = new_view(uow, owner, page, kind=ViewKind.LINK)
            view.digest, view.base_id = digest, base_id
            write_content(view, content)
            uow.session.add(view)
        view.used_at = uow.now
        return view.id


async def purge_unused() -> int:
    """Forget links that nobody opened for KEEP_UNUSED_LINKS and views deleted before KEEP_DELETED; how many."""
    async with unit_of_work() as uow:
        return await repository.purge(
            uow.session,
            links_before=uow.now - rules.KEEP_UNUSED_LINKS,
            deleted_before=uow.now - rules.KEEP_DELETED,
        )
