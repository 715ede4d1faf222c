"""How a command runs: its settings checked, its database ready, and its errors said in one sentence."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

OK, NONE, USAGE, SOME = 0, 1, 2, 3


def run(work: Callable[[], Awaitable[int]], *, needs_database: bool = True) -> int:
    """Run a command to its exit status. What a person can mend is one sentence on stderr and status 2."""
    from app.features.upkeep.sentences import sentence_of  # noqa: PLC0415 - so that --help is quick

    try:
        return asyncio.run(_closing(work, needs_database=needs_database))
    except KeyboardInterrupt:
        return complain("stopped")
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        return complain(sentence)


def complain(sentence: str) -> int:
    """Say what is wrong on stderr; returns the exit status for it."""
    print(f"daybook: {sentence}", file=sys.stderr)
    return USAGE


async def _closing(work: Callable[[], Awaitable[int]], *, needs_database: bool) -> int:
    from app.core.database import get_database  # noqa: PLC0415 - so that --help is quick

    try:
        if needs_database:
            await make_ready()
        return await work()
    finally:
        await get_database().dispose()


async def make_ready() -> None:
    """Migrate an empty database, refuse one of another revision, and see that the keyring is the right one."""
    from app.core.errors import Conflict  # noqa: PLC0415 - so that --help is quick
    from app.core.migrations import schema_state, upgrade  # noqa: PLC0415
    from app.features.privacy.canary import ensure_canary  # noqa: PLC0415

    state = await schema_state()
    if state.current is None:
        await upgrade()
    elif not state.is_current:
        message = f"the database is at revision {state.current}, this Daybook needs {state.head}: run `migrate` first"
        raise Conflict(message)
    await ensure_canary()
