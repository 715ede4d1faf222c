"""Reads a Dockerfile: stages of instructions, as far as ours uses them."""

import json
import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its word and the rest, joined over continued lines."""

    word: str
    text: str

    @property
    def parts(self) -> list[str]:
        """The words of the JSON form, or of the plain one."""
        if self.text.startswith("["):
            parts: list[str] = json.loads(self.text)
            return parts
        return self.text.split()


@dataclass(slots=True)
class Stage:
    """FROM one line to the next."""

    name: str
    base: str
    instructions: list[Instruction] = field(default_factory=list[Instruction])


def read_stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile, in order; a stage without a name is called by its number."""
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n", " ", plain)
    stages: list[Stage] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(name=name or str(len(stages)), base=base))
        else:
            stages[-1].instructions.append(Instruction(word, " ".join(rest.split()) if word != "RUN" else rest.strip()))
    return stages


def is_ignored(path: str, patterns: list[str]) -> bool:
    """Whether .dockerignore keeps a path (below the context, with forward slashes) out of the build."""
    for pattern in patterns:
        anywhere = pattern.removeprefix("**/")
        if anywhere != pattern and any(fnmatch(part, anywhere) for part in path.split("/")):
            return True
        if fnmatch(path, pattern) or path.startswith(f"{pattern}/"):
            return True
    return False


def read_ignored(context: Path) -> list[str]:
    """The patterns of .dockerignore."""
    lines = (context / ".dockerignore").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
