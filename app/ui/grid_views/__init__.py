"""Views of record grids: what a page may show, what of it stands in the address, and how an address is opened.

A page's state takes the mixin and opens the address when it loads:

    class AdminOrdersState(GridViewState, rx.State):
        @rx.event
        async def load(self):
            actor = await require(self, Role.STAFF)
            await self._open_view(actor, page_of(ORDERS))
"""
