"""How often Python looks for objects that only hold each other (https://docs.python.org/3.11/library/gc.html)."""

import gc

# A thousand open pages are ten million objects, and to look through all of them takes a second in which nobody is
# answered. Objects that live for the length of a request are not to be counted among those that last.
THRESHOLDS = 10_000, 10, 50


def collect_rarely() -> None:
    """What is there when the server starts lasts and is not looked at again; of what comes, look at much at a time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
