"""`rotate-keys`."""

from app.cli.progress import showing_progress
from app.cli.run import run
from app.features.privacy.rotation import rotate_keys


def rotate() -> int:
    """Change the data key."""

    async def work() -> int:
        with showing_progress() as progress:
            rotated = await rotate_keys(progress=progress)
        print(f"{rotated.values:,} values are sealed with the new key {rotated.key_id}; the old key is gone.")
        print("Back the keyring up anew. Backups of the database from before still need the old keyring.")
        return 0

    return run(work)
