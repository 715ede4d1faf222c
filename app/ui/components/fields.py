"""Fields of forms inside a page: a visible label, the control, and room for its error, which is announced."""

from typing import Any

import reflex as rx


def text_field(label: str, name: str, *, error: rx.Var[str] | str = "", hint: str = "", **props: Any) -> rx.Component:
    """A line of text. `props` go to the input (type, default_value, auto_complete, required …)."""
    return _field(label, name, control=rx.el.input, error=error, hint=hint, props=props)


def text_area(label: str, name: str, *, error: rx.Var[str] | str = "", hint: str = "", **props: Any) -> rx.Component:
    """Several lines of text."""
    return _field(label, name, control=rx.el.textarea, error=error, hint=hint, props={"rows": "3", **props})


def select_field(
    label: str, name: str, *options: rx.Component, error: rx.Var[str] | str = "", hint: str = "", **props: Any
) -> rx.Component:
    """One of `options`, which are `rx.el.option`s."""

    def control(**given: Any) -> rx.Component:
        return rx.el.select(*options, **given)

    return _field(label, name, control=control, error=error, hint=hint, props=props)


def _field(
    label: str, name: str, *, control: Any, error: rx.Var[str] | str, hint: str, props: dict[str, Any]
) -> rx.Component:
    field_id = props.pop("id", f"field-{name}")
    wrong = error != ""
    return rx.el.div(
        rx.el.label(label, html_for=field_id, class_name="field-label"),
        rx.el.p(hint, id=f"{field_id}-hint", class_name="field-hint") if hint else rx.fragment(),
        control(
            id=field_id,
            name=name,
            class_name="field-input",
            aria_describedby=f"{field_id}-hint {field_id}-error" if hint else f"{field_id}-error",
            aria_invalid=rx.cond(wrong, "true", "false") if isinstance(error, rx.Var) else "false",
            **props,
        ),
        rx.el.p(error, id=f"{field_id}-error", class_name="field-error", role="alert"),
        class_name="field",
    )


def form_note(text: rx.Var[str]) -> rx.Component:
    """What is wrong with a form as a whole."""
    return rx.cond(text != "", rx.el.p(text, class_name="form-error", role="alert"))
