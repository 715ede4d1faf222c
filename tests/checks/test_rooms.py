"""Each import contract of pyproject.toml fails when a room is entered by the wrong door."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
# A small house of the same shape, in which everything is right.
HOUSE = {
    "__init__.py": "",
    "__main__.py": "import app.cli",
    "app.py": "import app.api, app.ui",
    "api/__init__.py": "import app.features.orders.service",
    "ui/__init__.py": "import app.features.orders.service\nimport reflex",
    "cli/__init__.py": "import app.features.orders.service",
    "features/__init__.py": "",
    "features/orders/__init__.py": "",
    "features/orders/rules.py": "",
    "features/orders/repository.py": "import app.models\nimport sqlmodel",
    "features/orders/service.py": "import app.features.orders.repository, app.features.orders.rules",
    "features/changes/__init__.py": "",
    "models/__init__.py": "import app.core",
    "core/__init__.py": "",
    "core/database.py": "import sqlalchemy",
    "core/unit_of_work.py": "import app.core.database",
}
BROKEN = (
    ("layers", "core/__init__.py", "import app.models"),
    ("layers", "models/__init__.py", "import app.features.orders"),
    ("layers", "features/orders/service.py", "import app.api"),
    ("layers", "api/__init__.py", "import app.ui"),
    ("layers", "ui/__init__.py", "import app.api"),
    ("layers", "cli/__init__.py", "import app.ui"),
    ("layers", "attic/__init__.py", ""),
    ("no-framework-inside", "core/__init__.py", "import reflex"),
    ("no-framework-inside", "features/orders/service.py", "from fastapi import HTTPException"),
    ("no-tables-at-the-doors", "api/__init__.py", "import app.models"),
    ("no-tables-at-the-doors", "ui/__init__.py", "from sqlmodel import select"),
    ("no-tables-at-the-doors", "cli/__init__.py", "import sqlalchemy"),
    ("no-tables-at-the-doors", "api/__init__.py", "import app.core.unit_of_work"),
    ("no-repositories-at-the-doors", "ui/__init__.py", "import app.features.orders.repository"),
    ("pure-rules", "features/orders/rules.py", "import sqlalchemy"),
)
CIRCLE = {
    "features/orders/__init__.py": "import app.features.changes",
    "features/changes/__init__.py": "import app.features.orders",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with the repository's contracts and the small house."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, text in HOUSE.items():
        write(tmp_path, name, text)
    return tmp_path


def write(house: Path, name: str, text: str) -> None:
    """Put a module into the house."""
    path = house / "app" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def verdict(house: Path, contract: str) -> str:
    """What lint-imports says of one contract: its last line, "Contracts: <kept> kept, <broken> broken."."""
    command = (LINT_IMPORTS, "--no-cache", "--contract", contract)
    said = subprocess.run(command, cwd=house, capture_output=True, check=False, text=True).stdout
    return next((line for line in said.splitlines() if line.startswith("Contracts:")), said)


KEPT = "Contracts: 1 kept, 0 broken."
FAILED = "Contracts: 0 kept, 1 broken."


@pytest.mark.parametrize(
    "contract",
    [
        "layers",
        "no-framework-inside",
        "no-tables-at-the-doors",
        "no-repositories-at-the-doors",
        "no-circles",
        "pure-rules",
    ],
)
def test_the_contract_holds_where_all_is_right(house: Path, contract: str) -> None:
    assert verdict(house, contract) == KEPT


@pytest.mark.parametrize(("contract", "module", "text"), BROKEN)
def test_the_contract_fails_when_it_is_broken(house: Path, contract: str, module: str, text: str) -> None:
    write(house, module, text)
    assert verdict(house, contract) == FAILED


def test_a_circle_of_features_is_found(house: Path) -> None:
    for name, text in CIRCLE.items():
        write(house, name, text)
    assert verdict(house, "no-circles") == FAILED
