"""Content that belongs to one path: hidden in the moment in which the browser is at another one already."""

import reflex as rx


class Here(rx.Component):
    """The adapter in `assets/components/here.jsx`."""

    library = "$/public/components/here.jsx"
    tag = "Here"

    path: rx.Var[str]
    otherwise: rx.Var[rx.Component]


def only_at(path: rx.Var[str], content: rx.Component, *, otherwise: rx.Component) -> rx.Component:
    """`content` while the browser is at `path`, else `otherwise`: the record of another address never flashes."""
    return Here.create(content, path=path, otherwise=otherwise)
