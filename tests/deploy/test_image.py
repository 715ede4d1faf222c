"""What the image and the compose file promise, read from the files themselves."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.core.keyring import from_json
from deploy.dockerfile import is_ignored, read_ignored, read_stages

ROOT = Path(__file__).parents[2]
STAGES = read_stages((ROOT / "Dockerfile").read_text())
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def words(stage: int) -> dict[str, str]:
    """The last text of each word of a stage."""
    return {instruction.word: instruction.text for instruction in STAGES[stage].instructions}


def test_every_stage_stands_on_one_exact_base() -> None:
    assert len({stage.base for stage in STAGES}) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+", STAGES[0].base)


def test_the_image_runs_as_nobody_special_and_says_how_it_is() -> None:
    last = words(-1)
    assert last["USER"] == "10001:10001"
    assert "/healthz" in last["HEALTHCHECK"]
    assert last["VOLUME"] == '["/data", "/keys"]'


@pytest.mark.parametrize(
    "path",
    [".git", ".venv", "data/daybook.db", "secrets/keyring.json", "tests/conftest.py", "app/core/__pycache__", ".env"],
)
def test_nothing_of_this_machine_goes_into_the_image(path: str) -> None:
    assert is_ignored(path, read_ignored(ROOT))


@pytest.mark.parametrize(
    "path", ["app/app.py", "assets/css/base.css", "alembic/env.py", "rxconfig.py", "requirements.txt"]
)
def test_what_the_image_needs_goes_into_it(path: str) -> None:
    assert not is_ignored(path, read_ignored(ROOT))


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert name == "app" or "healthcheck" in service


def test_only_the_proxy_is_reached_from_outside_and_the_data_has_no_way_out() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inner"]["internal"] is True
    assert {name for name, service in SERVICES.items() if service["networks"] == ["inner"]} == {"postgres", "valkey"}


def test_the_secrets_are_files_and_open_what_they_are_for(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    script = tmp_path / "deploy/make-secrets.sh"
    script.write_bytes((ROOT / "deploy/make-secrets.sh").read_bytes())
    subprocess.run(("sh", script), check=True, capture_output=True)
    made = tmp_path / "secrets"
    assert {f"./secrets/{path.name}" for path in made.iterdir()} == {s["file"] for s in COMPOSE["secrets"].values()}
    assert from_json((made / "keyring.json").read_text()).data.active == "d1"
    assert (made / "postgres_password").read_text() in (made / "database_url").read_text()
    assert subprocess.run(("sh", script), check=False, capture_output=True).returncode == 1
