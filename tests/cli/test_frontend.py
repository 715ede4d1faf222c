import json
from pathlib import Path

from app.cli.frontend import settle

COMMITTED = '{"name":"reflex","dependencies":{"react":"^19.3.1","isbot":"^5.2.2"},"overrides":{}}'


def test_a_build_leaves_the_list_of_packages_as_npm_writes_it(tmp_path: Path) -> None:
    """Reflex writes the same with spaces in between."""
    packages = tmp_path / "package.json"
    packages.write_text(json.dumps(json.loads(COMMITTED)))
    settle(packages)
    assert packages.read_text() == COMMITTED


def test_a_list_that_is_so_already_is_not_touched(tmp_path: Path) -> None:
    packages = tmp_path / "package.json"
    packages.write_text(COMMITTED)
    packages.chmod(0o400)
    before = packages.stat().st_mtime_ns
    settle(packages)
    assert packages.stat().st_mtime_ns == before
