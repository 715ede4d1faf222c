"""The lock files are in step with what was asked for, and name no machine."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NAMES = ("requirements", "requirements-dev", "requirements-bench")


def wanted(name: str) -> list[tuple[Requirement, str]]:
    """What an .in file asks for, each with its reason."""
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    asked = [line for line in lines if line and not line.startswith(("#", "-"))]
    return [(Requirement(line.partition(" #")[0]), line.partition(" #")[2].strip()) for line in asked]


def pinned(name: str) -> dict[str, set[str]]:
    """The versions a lock file holds, by name."""
    pins: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", lock(name), re.MULTILINE):
        pins.setdefault(canonicalize_name(package), set()).add(version)
    return pins


def lock(name: str) -> str:
    """The text of a lock file."""
    return (ROOT / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_everything_asked_for_is_pinned(name: str) -> None:
    pins = pinned(name)
    for requirement, _ in wanted(name):
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert any(requirement.specifier.contains(version) for version in versions), f"{requirement}: make lock"


@pytest.mark.parametrize("name", NAMES)
def test_everything_asked_for_says_why(name: str) -> None:
    assert [requirement.name for requirement, why in wanted(name) if not why] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    text = lock(name)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links|file:|^-f", text, re.MULTILINE)


def test_the_larger_sets_hold_the_smaller() -> None:
    for small, large in pairwise(NAMES):
        assert pinned(small).items() <= pinned(large).items()
