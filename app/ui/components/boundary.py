"""What a person sees when a page cannot be drawn: words and a way on, never a stack."""

import reflex as rx


class Boundary(rx.Component):
    """The adapter in `assets/components/boundary.jsx`; it stands around every page."""

    library = "$/public/components/boundary.jsx"
    tag = "Boundary"
