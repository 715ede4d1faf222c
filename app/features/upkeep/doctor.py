"""What is wrong with an installation, and what to do about each fault."""

import asyncio
import shutil
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from app.core.bus import get_bus
from app.core.config import Settings, get_settings
from app.core.database import read_session
from app.core.keyring import get_keyring
from app.core.migrations import schema_state
from app.features.privacy.canary import ensure_canary
from app.features.upkeep import recounting, repository
from app.features.upkeep.sentences import sentence_of

MIN_FREE = 512 * 2**20
MAIL_SECONDS = 5.0
OWNER_ONLY = 0o077


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, what was found, and what to do where it is not."""

    name: str
    is_well: bool
    said: str
    remedy: str = ""


class _Sick(Exception):
    """Something is wrong: what, and what to do."""

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(said)
        self.said = said
        self.remedy = remedy


async def examine(*, repair: bool = False) -> list[Finding]:
    """Look at everything; with `repair` count wrong rollups anew, while the shop runs."""
    looks: tuple[tuple[str, Callable[[], Awaitable[str]]], ...] = (
        ("database", _database),
        ("migrations", _migrations),
        ("keyring", _keyring),
        ("redis", _redis),
        ("mail", _mail),
        ("disk", _disk),
        ("rollups", lambda: _rollups(repair=repair)),
    )
    return [await _look(name, look) for name, look in looks]


async def _look(name: str, look: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(name, is_well=True, said=await look())
    except _Sick as sick:
        return Finding(name, is_well=False, said=sick.said, remedy=sick.remedy)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        said = sentence_of(error) or f"{type(error).__name__}: it cannot be looked at"
        return Finding(name, is_well=False, said=said, remedy="mend what is said above first, then look again")


async def _database() -> str:
    url = make_url(get_settings().database_url)
    async with read_session() as session:
        await repository.ping(session)
    return f"answers ({url.get_backend_name()})"


async def _migrations() -> str:
    state = await schema_state()
    if not state.is_current:
        raise _Sick(f"at {state.current or 'nothing'}, the code needs {state.head}", "run: python -m app migrate")
    return f"at {state.current}, the newest"


async def _keyring() -> str:
    settings = get_settings()
    keyring = get_keyring()
    await ensure_canary()
    path = settings.keyring_path
    if not settings.keyring_json and path.stat().st_mode & OWNER_ONLY:
        raise _Sick(f"{path} can be read by others", f"run: chmod 600 {path}")
    if len(keyring.data.keys) > 1:
        raise _Sick("a rotation of keys was begun and not ended", "run: python -m app rotate-keys")
    return f"opens this database (active key {keyring.data.active})"


async def _redis() -> str:
    if get_settings().redis_url is None:
        return "not used"
    if not await get_bus().is_up():
        raise _Sick("does not answer", "see that it runs and that DAYBOOK_REDIS_URL is right; until then pages poll")
    return "answers"


async def _mail() -> str:
    url = get_settings().smtp_url
    if url is None:
        return "not used: mails stay in the outbox"
    try:
        async with asyncio.timeout(MAIL_SECONDS):
            greeting = await _greeting(url)
    except (OSError, TimeoutError, ValueError):
        greeting = ""
    if not greeting.startswith("220"):
        raise _Sick("the mail server does not answer", "see that it runs and that DAYBOOK_SMTP_URL is right")
    return "the mail server answers"


async def _greeting(url: str) -> str:
    parts = urlsplit(url)
    is_tls = parts.scheme == "smtps"
    secure = ssl.create_default_context() if is_tls else None
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or (465 if is_tls else 25), ssl=secure)
    try:
        return (await reader.readline()).decode(errors="replace")
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _disk() -> str:
    folder = _data_folder(get_settings())
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE:
        raise _Sick(f"{free // 2**20:,} MiB free in {folder}", "make room, or move the data to a larger disk")
    return f"{free // 2**20:,} MiB free in {folder}"


def _data_folder(settings: Settings) -> Path:
    name = make_url(settings.database_url).database
    return Path(name).resolve().parent if settings.is_sqlite and name else Path.cwd()


async def _rollups(*, repair: bool) -> str:
    wrong = await (recounting.repair() if repair else recounting.find_wrong())
    if not wrong:
        return "equal the sum of the orders"
    told = ", ".join(f"{count:,} in {table}" for table, count in sorted(wrong.items()))
    if repair and not await recounting.find_wrong():
        return f"differed from the orders ({told}), and were counted anew"
    remedy = "run: python -m app doctor --repair"
    raise _Sick(f"differ from the sum of the orders: {told}", remedy)
