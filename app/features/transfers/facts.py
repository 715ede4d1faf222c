"""What is known about an upload: JSON, sealed, since samples of the file stand in it."""

import json

from app.features.transfers.schemas import Facts
from app.models import Upload


def read_facts(upload: Upload) -> Facts:
    """The facts, opened."""
    facts: Facts = json.loads(upload.facts.reveal() or "{}")
    return facts


def write_facts(upload: Upload, facts: Facts) -> None:
    """Keep the facts."""
    upload.facts = json.dumps(facts)
