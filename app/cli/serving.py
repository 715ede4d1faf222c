"""`serve` and `build`, with their errors said in one sentence."""

from app.cli.frontend import BuildFailed, build_if_stale
from app.cli.run import complain
from app.cli.serve import serve
from app.features.upkeep.sentences import sentence_of


def serve_shop() -> int:
    """Serve until stopped; returns the exit status."""
    try:
        return serve()
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        return complain(sentence)


def build_front_end() -> int:
    """Build the front end where it is stale."""
    try:
        print("The front end was built." if build_if_stale() else "The front end is up to date.")
    except BuildFailed as error:
        print(f"The front end could not be built:\n{error}")
        return 1
    return 0
