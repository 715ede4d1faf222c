"""The rules of docs/STYLE that no tool knows, each a function from a module's source to its faults."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 60
SQL_BUILDERS = frozenset({"select", "insert", "update", "delete", "text", "union", "union_all", "exists"})
SQL_PACKAGES = frozenset({"sqlalchemy", "sqlmodel"})
# Where SQL may stand: repositories, the tail of the change log, and what looks after the database itself.
SQL_HOMES = ("repository.py", "repository/*.py", "repository_*.py", "*_repository.py", "feed.py")
SQL_CORE = ("app/core/database.py", "app/core/migrations.py", "app/core/unit_of_work.py")
COMMIT_HOME = "app/core/unit_of_work.py"
STATE_BASES = ("State", "ComponentState")
HOOKS = frozenset({"get_component", "get_delta", "dict"})

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


@dataclass(frozen=True, slots=True)
class Module:
    """One file: its path below the root, with forward slashes, its text, and the states that all files declare."""

    path: str
    text: str
    states: frozenset[str] = frozenset()

    @property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return _parsed(self.text)

    def is_in(self, *patterns: str) -> bool:
        """Whether the end of the path matches one of the patterns."""
        return any(Path(self.path).match(pattern) for pattern in patterns)


def _name(node: ast.AST) -> str:
    """The last part of a dotted name, seen through calls and subscripts: `rx.event(background=True)` is `event`."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _is_state(node: ast.ClassDef, states: frozenset[str]) -> bool:
    names = [_name(base) for base in node.bases]
    return any(name.endswith(STATE_BASES) or name in states for name in names)


def with_states(modules: list[Module]) -> list[Module]:
    """The modules, each knowing every class that is a State, through bases of any name in any file."""
    classes = [node for module in modules for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    states: frozenset[str] = frozenset()
    while (found := frozenset(node.name for node in classes if _is_state(node, states))) != states:
        states = found
    return [replace(module, states=states) for module in modules]


def handlers_are_declared(module: Module) -> Iterator[str]:
    """Every public method of a State can be called from the browser: it says so with @rx.event, or starts with `_`."""
    declared = {"event", "var", "staticmethod", "classmethod", "property"}
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.ClassDef) and _is_state(node, module.states)):
            continue
        for method in node.body:
            if not isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) or method.name.startswith("_"):
                continue
            if not declared & {_name(decorator) for decorator in method.decorator_list} and method.name not in HOOKS:
                yield f"{method.lineno}: {node.name}.{method.name} is public but has no @rx.event"


def only_the_unit_of_work_commits(module: Module) -> Iterator[str]:
    """No `.commit()` outside the unit of work, so that a use case is one transaction."""
    if module.path == COMMIT_HOME or not module.path.startswith("app/"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield f"{node.lineno}: commits outside the unit of work"


def sql_stays_in_repositories(module: Module) -> Iterator[str]:
    """Nobody builds SQL outside a repository: not by a function of SQLAlchemy or SQLModel, not by text."""
    if module.is_in(*SQL_HOMES) or module.path in SQL_CORE or not module.path.startswith("app/"):
        return
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom) or (node.module or "").partition(".")[0] not in SQL_PACKAGES:
            continue
        for alias in node.names:
            if alias.name in SQL_BUILDERS:
                # A check or a default of a table is written as text; tables ask no questions.
                if module.path.startswith("app/models/") and alias.name == "text":
                    continue
                yield f"{node.lineno}: imports {alias.name} of {node.module} outside a repository"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _name(node.func) in {"exec_driver_sql", "execute", "scalars", "scalar"}:
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            if owner is not None and _name(owner) in {"session", "connection"}:
                yield f"{node.lineno}: runs a statement outside a repository"


def files_are_short(module: Module) -> Iterator[str]:
    """No file over MAX_FILE_LINES."""
    lines = module.text.count("\n")
    if lines > MAX_FILE_LINES and not module.path.startswith("alembic/versions/"):
        yield f"{lines}: the file has {lines} lines, more than {MAX_FILE_LINES}: split it"


def functions_are_short(module: Module) -> Iterator[str]:
    """No function over MAX_FUNCTION_LINES, its docstring included."""
    if module.path.startswith("alembic/versions/"):
        return
    for function in _functions(module.tree):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > MAX_FUNCTION_LINES:
            yield f"{function.lineno}: {function.name} has {length} lines, more than {MAX_FUNCTION_LINES}"


def nothing_is_left_to_do(module: Module) -> Iterator[str]:
    """No notes to self and no bodies to be written: an issue is the place for work to come."""
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
    for number, line in enumerate(module.text.splitlines(), 1):
        _, hash_sign, comment = line.partition("#")
        if hash_sign and any(mark in comment.split() or f"{mark}:" in comment for mark in marks):
            yield f"{number}: a note to self: {comment.strip()}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Raise) and node.exc is not None and _name(node.exc) == "NotImplementedError":
            yield f"{node.lineno}: raises NotImplementedError"


def only_the_command_line_prints(module: Module) -> Iterator[str]:
    """The product logs; print is for app/cli, app/__main__, bench and programs under deploy and tests/support."""
    homes = ("app/cli/", "app/__main__.py", "bench/", "deploy/", "tests/")
    if module.path.startswith(homes):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield f"{node.lineno}: prints; log it instead"


def many_arguments_are_named(module: Module) -> Iterator[str]:
    """A public function's arguments after the subject and two more are keyword-only, so that a call can be read."""
    if not module.path.startswith("app/"):
        return
    for function in _functions(module.tree):
        positional = [argument.arg for argument in function.args.posonlyargs + function.args.args]
        own = [name for name in positional if name not in {"self", "cls", "mcs"}]
        is_its_own_business = bool(function.decorator_list) or function.name.startswith("_")
        is_handler = module.path.startswith(("app/api/", "app/ui/"))
        if len(own) > 3 and not is_its_own_business and not is_handler:
            yield f"{function.lineno}: {function.name} takes {len(own)} positional arguments: name them after two"


RULES: tuple[Callable[[Module], Iterator[str]], ...] = (
    handlers_are_declared,
    only_the_unit_of_work_commits,
    sql_stays_in_repositories,
    files_are_short,
    functions_are_short,
    nothing_is_left_to_do,
    only_the_command_line_prints,
    many_arguments_are_named,
)
