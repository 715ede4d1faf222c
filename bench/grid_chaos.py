"""Real browsers edit the same rows at random while the server is killed three times: is anything lost in silence?

    python bench/grid_chaos.py                          # 10 pages for five minutes
    python bench/grid_chaos.py --pages 2 --minutes 2

Each page also reloads and crashes now and then. In the end: the table equals the log replayed, every acknowledged edit
stands in it exactly once, nobody's text is gone without their having been told or having chosen it, and all pages show
what stands. Exit status 1 where one of these does not hold.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.support.chaos.run import KILLS, ROWS, chaos


def main() -> int:
    """Read the options, run, and print what came of it."""
    options = argparse.ArgumentParser(description="Browsers, random edits and a server that dies")
    options.add_argument("--pages", type=int, default=10)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    print(
        f"{given.pages} pages, {given.minutes:g} minutes, {ROWS} rows, {KILLS} kills; load average {load}", flush=True
    )
    told = asyncio.run(chaos(given.pages, given.minutes, seed=given.seed))
    print(told.account)
    for fault in told.faults:
        print(f"FAULT {fault}")
    print("nothing was lost" if not told.faults else f"{len(told.faults)} faults")
    return 1 if told.faults else 0


if __name__ == "__main__":
    sys.exit(main())
