"""`migrate`, `backup`, `restore` and `doctor`."""

from pathlib import Path

from app.cli.progress import showing_progress
from app.cli.run import run
from app.core.migrations import upgrade
from app.features.upkeep import backup, doctor


def migrate_database() -> int:
    """Bring the database to the newest revision."""

    async def work() -> int:
        state = await upgrade()
        known = f"from {state.current} to {state.head}" if state.current else f"to {state.head}"
        print(f"The database is at {state.head} already." if state.is_current else f"The database went {known}.")
        return 0

    return run(work, needs_database=False)


def back_up(path: Path) -> int:
    """Write a backup."""

    async def work() -> int:
        with showing_progress() as progress:
            rows = await backup.back_up(path, progress=progress)
        print(f"{rows:,} rows are in {path}. Personal data in it is sealed: without the keyring nobody can read it,")
        print("you neither. Back up the keyring too, and keep it apart from this file.")
        return 0

    return run(work)


def bring_back(path: Path) -> int:
    """Restore a backup."""

    async def work() -> int:
        with showing_progress() as progress:
            rows = await backup.restore(path, progress=progress)
        print(f"{rows:,} rows are back.")
        return 0

    return run(work)


def examine(*, repair: bool) -> int:
    """Look at everything; 0 when all is well, else 1."""

    async def work() -> int:
        findings = await doctor.examine(repair=repair)
        for finding in findings:
            print(f"{'ok   ' if finding.is_well else 'FAULT'}  {finding.name:<10}  {finding.said}")
            if finding.remedy:
                print(f"{'':<7}{'':<12}{finding.remedy}")
        return 0 if all(finding.is_well for finding in findings) else 1

    return run(work, needs_database=False)
