"""What we rely on inside Reflex 0.10.1. When one of these fails after an upgrade, read app/ui/socket.py anew."""

import inspect

import pytest
from reflex.app import EventNamespace
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import State
from reflex_base import constants
from reflex_base.plugins import Plugin

from app.ui.components.effects import EffectsState
from app.ui.frontend import STATE_JS, FrontendChanged, use_own_origin
from app.ui.socket import SECRET_HEADERS, SessionNamespace, tree_key


def template(name: str) -> str:
    path = inspect.getfile(constants).partition("constants")[0] + f".templates/web/{name}"
    with open(path) as file:  # noqa: PTH123 (a path of the installed package)
        return file.read()


def test_the_version_is_the_one_we_read() -> None:
    assert constants.Reflex.VERSION == "0.10.1"


@pytest.mark.parametrize(
    "name", ["on_connect", "on_event", "on_disconnect", "link_token_to_sid", "_build_static_router_data"]
)
def test_the_namespace_has_the_methods_that_we_replace(name: str) -> None:
    theirs, ours = getattr(EventNamespace, name), getattr(SessionNamespace, name)
    assert list(inspect.signature(theirs).parameters) == list(inspect.signature(ours).parameters)


def test_the_memory_manager_can_drop_a_tree() -> None:
    assert callable(StateManagerMemory._purge_token)
    assert "states" in StateManagerMemory.__dataclass_fields__


def test_the_front_end_still_has_the_lines_that_we_change() -> None:
    changed = use_own_origin(template(STATE_JS))
    assert "window.location.origin" in changed
    assert use_own_origin(changed) == changed


def test_a_front_end_without_them_stops_the_build() -> None:
    with pytest.raises(FrontendChanged):
        use_own_origin("const EVENTURL = somewhere.else;")


def test_plugins_are_still_asked() -> None:
    assert callable(Plugin.pre_compile)
    assert callable(Plugin.post_build)


def test_a_var_travels_under_the_name_that_we_send_it_by() -> None:
    assert "effects_rx_state_" in State(_reflex_internal_init=True).dict()[EffectsState.get_full_name()]  # pyright: ignore[reportCallIssue]


def test_the_cookie_is_among_the_headers_that_are_kept_back() -> None:
    assert "cookie" in SECRET_HEADERS


def test_a_tree_is_named_by_session_and_tab_together() -> None:
    from uuid import uuid4

    one, two = uuid4(), uuid4()
    assert tree_key(one, "tab") == tree_key(one, "tab")
    assert len({tree_key(one, "tab"), tree_key(two, "tab"), tree_key(one, "other"), tree_key(None, "tab")}) == 4
    assert tree_key(None, "tab") != tree_key(None, "tab")
