"""Native forms of the browser's door: they post without JavaScript, and with it keep what was typed when refused."""

from typing import Any

import reflex as rx


class DoorForm(rx.Component):
    """The form of `assets/components/forms.jsx`: a real `<form method="post">` that, once hydrated, posts by fetch."""

    library = "$/public/components/forms.jsx"
    tag = "DoorForm"

    action: rx.Var[str]
    label: rx.Var[str]

    @classmethod
    def create(cls, *children: Any, **props: Any) -> "DoorForm":
        """A form whose children are fields and a submit button; `action` is a path of the door."""
        return super().create(*children, **props)


def door_form(*children: rx.Component, action: str, label: str, submit: str) -> rx.Component:
    """A form that posts to the door at `action`; `label` names it, `submit` says what its button does."""
    button = rx.el.button(submit, type="submit", class_name="button button-primary")
    return DoorForm.create(*children, button, action=action, label=label)


def field(label: str, name: str, *, kind: str = "text", autocomplete: str = "on", **props: Any) -> rx.Component:
    """A labelled input with room for its error. `props` go to the input (required, max_length, …)."""
    input_id = f"field-{name}"
    return rx.el.div(
        rx.el.label(label, html_for=input_id, class_name="field-label"),
        rx.el.input(
            id=input_id,
            name=name,
            type=kind,
            auto_complete=autocomplete,
            class_name="field-input",
            custom_attrs={"aria-describedby": f"{input_id}-error"},
            **props,
        ),
        rx.el.p(id=f"{input_id}-error", class_name="field-error", custom_attrs={"data-error-for": name}),
        class_name="field",
    )
