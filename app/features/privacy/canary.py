"""The canary: a known word sealed with the data key, so that a start with another installation's keyring is refused."""

import hashlib
import hmac

from app.core.crypto import Place, SealError, seal
from app.core.database import read_session
from app.core.keyring import KeyringError, get_keyring
from app.core.unit_of_work import unit_of_work
from app.features.privacy import repository
from app.models import KeyCanary

# There is one canary: row 1.
PLACE = Place("key_canary", "word", "1")
WRONG = (
    "the keyring does not belong to this database: its key canary does not open. Give DAYBOOK_KEYRING (or "
    "DAYBOOK_KEYRING_JSON) the keyring this database was made with; restore it from your backup if it was replaced"
)


class WrongKeyring(KeyringError):
    """The keyring is another one than the database was made with."""


def word() -> str:
    """What the canary holds: it vouches for the key of the blind indexes too, which seals nothing itself."""
    return hmac.new(get_keyring().index, b"canary", hashlib.sha256).hexdigest()


async def ensure_canary() -> None:
    """Make the canary at the first start; later see that it opens and says its word. Raises WrongKeyring."""
    async with read_session() as session:
        canary = await repository.canary(session)
    if canary is None:
        canary = await _first_canary()
    if not is_ours(canary):
        raise WrongKeyring(WRONG)


def is_ours(canary: KeyCanary) -> bool:
    """Whether this process's keyring is the one the canary was made with."""
    try:
        return hmac.compare_digest(canary.word.reveal() or "", word())
    except SealError:
        return False


async def _first_canary() -> KeyCanary:
    """Put it there, unless another process just did."""
    async with unit_of_work() as uow:
        sealed = seal(word(), PLACE)
        await repository.put_canary(uow.session, sealed)
        return await repository.canary(uow.session) or KeyCanary(word_ct=sealed)
