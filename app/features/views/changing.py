"""Use cases that change views: save, rename, share, delete and bring back, begin with."""

from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Forbidden, NotFound, Stale
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.views import repository, rules
from app.features.views.digests import digest_of_name
from app.features.views.mapping import name_of
from app.features.views.reading import shown
from app.features.views.schemas import ViewContent, ViewCreate, ViewDetail, ViewPatch
from app.models import SavedView, ViewKind


async def create_view(actor: Actor, page: str, command: ViewCreate) -> ViewDetail:
    """Save a view under a name of its own. Raises Invalid at `name`, TooManyViews, NotFound, Forbidden."""
    owner = rules.assert_may_use(actor, page)
    async with unit_of_work() as uow:
        await repository.hold_person(uow.session, owner)
        rules.assert_room(await repository.count_named(uow.session, owner, page))
        view = new_view(uow, owner, page, kind=ViewKind.NAMED)
        view.is_shared = command.is_shared
        await _name(uow, view, command.name)
        write_content(view, command.content)
        uow.session.add(view)
        await uow.session.flush()
        return await shown(uow.session, view, owner)


async def update_view(actor: Actor, page: str, view_id: UUID, *, patch: ViewPatch) -> ViewDetail:
    """Change a view of one's own.

    Raises Stale (with `current`, the view as it stands) when it was changed since the patch's version, Invalid at
    `name`, Forbidden for somebody else's view, NotFound.
    """
    owner = rules.assert_may_use(actor, page)
    async with unit_of_work() as uow:
        await repository.hold_person(uow.session, owner)
        view = await _lock_own(uow, owner, page, view_id=view_id)
        if view.version != patch.version:
            current = await shown(uow.session, view, owner)
            raise Stale("This view was changed elsewhere since you opened it", current=current.model_dump(mode="json"))
        if patch.name is not None and patch.name != name_of(view):
            await _name(uow, view, patch.name)
        if patch.content is not None:
            write_content(view, patch.content)
        if patch.is_shared is not None:
            view.is_shared = patch.is_shared
        view.version, view.updated_at = view.version + 1, uow.now
        await uow.session.flush()
        return await shown(uow.session, view, owner)


async def delete_view(actor: Actor, page: str, view_id: UUID) -> None:
    """Delete a view of one's own; it can be brought back for an hour. Raises NotFound, Forbidden."""
    owner = rules.assert_may_use(actor, page)
    async with unit_of_work() as uow:
        view = await _lock_own(uow, owner, page, view_id=view_id)
        view.deleted_at = uow.now


async def restore_view(actor: Actor, page: str, view_id: UUID) -> ViewDetail:
    """Bring a deleted view of one's own back. Raises NotFound when it is gone for good, Invalid at `name`."""
    owner = rules.assert_may_use(actor, page)
    async with unit_of_work() as uow:
        await repository.hold_person(uow.session, owner)
        view = await repository.lock(uow.session, owner, page, view_id=view_id)
        if view is None or not actor.owns(view.owner_id):
            raise NotFound
        if view.deleted_at is not None:
            await _name(uow, view, name_of(view))
            view.deleted_at = None
            await uow.session.flush()
        return await shown(uow.session, view, owner)


async def set_default(actor: Actor, page: str, view_id: UUID | None) -> None:
    """Begin on this page with a view that one may see; with None, with the page as it is made. Raises NotFound."""
    person = rules.assert_may_use(actor, page)
    async with unit_of_work() as uow:
        await repository.hold_person(uow.session, person)
        if view_id is not None:
            view = await repository.visible(uow.session, person, page, view_id=view_id)
            if view is None or view.kind is not ViewKind.NAMED:
                raise NotFound
        await repository.put_default(uow.session, person, page, view_id=view_id)


def new_view(uow: UnitOfWork, owner: UUID, page: str, *, kind: ViewKind) -> SavedView:
    """A view of this moment, without content."""
    return SavedView(owner_id=owner, page=page, kind=kind, created_at=uow.now, updated_at=uow.now, used_at=uow.now)


def write_content(view: SavedView, content: ViewContent) -> None:
    """Put what a page holds into its view; what may name a person is sealed."""
    view.definition = content.definition
    view.search = content.search or None  # pyright: ignore[reportAttributeAccessIssue] (sealed as it is assigned)


async def _name(uow: UnitOfWork, view: SavedView, name: str) -> None:
    """Call a view something that no other of its owner's is called. Raises Invalid at `name`."""
    digest = digest_of_name(name)
    other = await repository.same(uow.session, view.owner_id, view.page, kind=ViewKind.NAMED, digest=digest)
    if other is not None and other.id != view.id:
        raise rules.name_taken()
    view.digest = digest
    view.name = name  # pyright: ignore[reportAttributeAccessIssue] (sealed as it is assigned)


async def _lock_own(uow: UnitOfWork, owner: UUID, page: str, *, view_id: UUID) -> SavedView:
    """A view of one's own, locked. Raises NotFound for what one may not see, Forbidden for what others share."""
    view = await repository.lock(uow.session, owner, page, view_id=view_id)
    if view is None or view.deleted_at is not None:
        raise NotFound("This view is not there any more")
    if view.owner_id != owner:
        raise Forbidden("Only the person who saved this view can change it; save a copy of your own instead")
    return view
