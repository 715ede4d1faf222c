"""Our own rules of code hold in every file, and each rule can fail."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.checks import code_rules
from tests.checks.code_rules import RULES, Module, with_states

ROOT = Path(__file__).parents[2]
FOLDERS = ("app", "alembic", "bench", "deploy", "tests")
Rule = Callable[[Module], Iterator[str]]

BAD: tuple[tuple[Rule, str, str], ...] = (
    (code_rules.handlers_are_declared, "app/ui/x/state.py", "class S(rx.State):\n  def load(self): ..."),
    (code_rules.handlers_are_declared, "app/ui/x/state.py", "class S(PageState):\n  async def load(self): ..."),
    (code_rules.only_the_unit_of_work_commits, "app/features/x/service.py", "await uow.session.commit()"),
    (code_rules.sql_stays_in_repositories, "app/features/x/service.py", "from sqlmodel import select"),
    (
        code_rules.sql_stays_in_repositories,
        "app/features/x/service.py",
        "from sqlalchemy.dialects.sqlite import insert",
    ),
    (code_rules.sql_stays_in_repositories, "app/features/x/service.py", "await uow.session.execute(statement)"),
    (code_rules.sql_stays_in_repositories, "app/models/x.py", "from sqlmodel import select"),
    (code_rules.files_are_short, "app/core/x.py", "x = 1\n" * 301),
    (code_rules.functions_are_short, "app/core/x.py", "def f():\n" + "  x = 1\n" * 60),
    (code_rules.nothing_is_left_to_do, "app/core/x.py", "x = 1  # TO" + "DO: later"),
    (code_rules.nothing_is_left_to_do, "app/core/x.py", "def f():\n  raise NotImplementedError"),
    (code_rules.only_the_command_line_prints, "app/core/x.py", "print('here')"),
    (code_rules.many_arguments_are_named, "app/core/x.py", "def f(a, b, c, d): ..."),
)
GOOD: tuple[tuple[Rule, str, str], ...] = (
    (
        code_rules.handlers_are_declared,
        "app/ui/x/state.py",
        "class S(rx.State):\n  @rx.event(background=True)\n  async def a(self): ...",
    ),
    (
        code_rules.handlers_are_declared,
        "app/ui/x/state.py",
        "class S(rx.State):\n  @rx.var\n  def a(self): ...\n  def _b(self): ...",
    ),
    (code_rules.only_the_unit_of_work_commits, "app/core/unit_of_work.py", "await session.commit()"),
    (code_rules.sql_stays_in_repositories, "app/features/x/repository.py", "from sqlmodel import select"),
    (code_rules.sql_stays_in_repositories, "app/models/x.py", "from sqlalchemy import text"),
    (code_rules.functions_are_short, "app/core/x.py", "def f():\n" + "  x = 1\n" * 59),
    (code_rules.many_arguments_are_named, "app/core/x.py", "def f(a, b, *, c, d): ..."),
)


@cache
def all_modules() -> list[Module]:
    """Every Python file of the repository."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return with_states([Module(path=path.relative_to(ROOT).as_posix(), text=path.read_text()) for path in paths])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds_in_every_file(rule: Rule) -> None:
    faults = [f"{module.path}:{fault}" for module in all_modules() for fault in rule(module)]
    assert not faults, f"{rule.__doc__}\n" + "\n".join(faults)


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_the_rule_finds_what_it_forbids(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Module(path=path, text=text)))


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_the_rule_lets_good_code_pass(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(Module(path=path, text=text)))


def test_every_rule_has_a_bad_sample() -> None:
    assert {rule for rule, _, _ in BAD} == set(RULES)


def test_a_state_is_known_through_bases_of_any_name() -> None:
    base = Module(path="app/ui/a.py", text="class Live(rx.State): ...")
    page = Module(path="app/ui/b.py", text="class Page(Live):\n  def load(self): ...")
    faults = [fault for module in with_states([page, base]) for fault in code_rules.handlers_are_declared(module)]
    assert faults == ["2: Page.load is public but has no @rx.event"]
