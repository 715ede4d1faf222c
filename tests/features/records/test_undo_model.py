"""Whatever two people edit, undo and redo, the cells are as a simple model says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.core.actor import Role
from app.core.config import get_settings
from app.core.database import Database, get_database
from app.core.errors import Conflict
from app.core.ids import new_id
from app.features.catalog import service as catalog
from app.features.records import undoing
from app.features.records.schemas import Act, CellEdit
from app.features.records.service import edit_cells
from app.models import Entity
from tests.features.orders.shop import product
from tests.support.cast import Person, join
from tests.support.databases import empty
from tests.support.process import forget_process, run_apart

FIELDS = ("name", "category")
CELLS = [(row, name) for row in (0, 1) for name in FIELDS]


@dataclass(frozen=True, slots=True)
class Happening:
    """Somebody edits some cells, or undoes or redoes the act at a place of their own list."""

    who: int
    what: Literal["edit", "undo", "redo"]
    cells: frozenset[int]
    place: int
    partial: bool


happenings = st.lists(
    st.builds(
        Happening,
        who=st.integers(0, 1),
        what=st.sampled_from(["edit", "edit", "undo", "redo"]),
        cells=st.frozensets(st.integers(0, len(CELLS) - 1), min_size=1),
        place=st.integers(0, 2),
        partial=st.booleans(),
    ),
    min_size=2,
    max_size=14,
)


@dataclass(slots=True)
class Deed:
    """An act in the model: the cells that stand for it, and those that its undo took back."""

    id: UUID
    who: int
    cells: list[int]
    undone: list[int] | None = None
    undone_after: int = -1


@dataclass(slots=True)
class Model:
    """Each cell is a pile of (act, value); an undo takes its act off the top of each of its cells."""

    piles: list[list[tuple[UUID | None, str]]] = field(default_factory=lambda: [[(None, "")] for _ in CELLS])
    under: dict[tuple[UUID, int], list[UUID | None]] = field(default_factory=dict[tuple[UUID, int], list[UUID | None]])
    deeds: list[Deed] = field(default_factory=list[Deed])
    acts_of: dict[int, int] = field(default_factory=lambda: {0: 0, 1: 0})

    def shown(self) -> list[str]:
        return [pile[-1][1] for pile in self.piles]

    def edit(self, deed: Deed, value: str) -> None:
        for cell in deed.cells:
            self.piles[cell].append((deed.id, value))
        self.deeds.append(deed)
        self.acts_of[deed.who] += 1

    def undo(self, deed: Deed, *, partial: bool) -> bool:
        free = [cell for cell in deed.cells if self.piles[cell][-1][0] == deed.id]
        if deed.undone is not None or not free or (len(free) < len(deed.cells) and not partial):
            return False
        for cell in free:
            self.piles[cell].pop()
            self.under[deed.id, cell] = [act for act, _ in self.piles[cell]]
        deed.undone, deed.undone_after = free, self.acts_of[deed.who]
        return True

    def redo(self, deed: Deed, value: str, *, partial: bool) -> bool:
        if deed.undone is None or deed.undone_after != self.acts_of[deed.who]:
            return False
        free = [c for c in deed.undone if [act for act, _ in self.piles[c]] == self.under[deed.id, c]]
        if not free or (len(free) < len(deed.undone) and not partial):
            return False
        for cell in free:
            self.piles[cell].append((deed.id, value))
        deed.cells, deed.undone = free, None
        return True


class Play:
    """The happenings, told to the product and to the model."""

    def __init__(self, people: list[Person], rows: list[UUID]) -> None:
        self.people, self.rows, self.model = people, rows, Model()
        self.values: dict[UUID, str] = {}

    async def happen(self, one: Happening) -> None:
        actor = self.people[one.who].actor()
        mine = [deed for deed in self.model.deeds if deed.who == one.who][::-1]
        if one.what == "edit":
            deed, shown = Deed(new_id(), one.who, sorted(one.cells)), self.model.shown()
            value = self.values[deed.id] = f"Value {len(self.values)}"
            cells = [CellEdit(self.rows[CELLS[c][0]], CELLS[c][1], shown[c], value) for c in deed.cells]
            await edit_cells(actor, cells, Act(deed.id), entity=Entity.PRODUCT)
            self.model.edit(deed, value)
        elif one.place < len(mine):
            deed = mine[one.place]
            move = undoing.undo if one.what == "undo" else undoing.redo
            try:
                await move(actor, Entity.PRODUCT, deed.id, act_id=new_id(), partial=one.partial)
                did = True
            except Conflict:
                did = False
            expected = (
                self.model.undo(deed, partial=one.partial)
                if one.what == "undo"
                else self.model.redo(deed, self.values[deed.id], partial=one.partial)
            )
            assert did is expected, (one, deed)

    async def shown(self) -> list[str]:
        found = {row.id: row for row in await catalog.rows(self.people[0].actor(), self.rows)}
        return [getattr(found[self.rows[row]], name) for row, name in CELLS]


async def play(story: list[Happening]) -> None:
    """One story in an empty shop. Raises AssertionError where product and model part."""
    database = Database(get_settings().database_url)
    await empty(database)
    await database.dispose()
    people = [await join("Ada Archer", Role.ADMIN), await join("Eve Early", Role.ADMIN)]
    a_play = Play(people, [await product(people[0], f"SKU-{number}") for number in (0, 1)])
    a_play.model.piles = [[(None, text)] for text in await a_play.shown()]
    for one in story:
        await a_play.happen(one)
        assert await a_play.shown() == a_play.model.shown(), one
    await get_database().dispose()


@pytest.fixture
def one_database(sqlite_address: str) -> Iterator[None]:
    """A migrated database in which each story begins anew."""
    del sqlite_address
    yield
    forget_process()


def test_two_people_who_undo_and_redo_are_as_the_model_says(one_database: None) -> None:
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    @given(happenings)
    def holds(story: list[Happening]) -> None:
        forget_process()
        run_apart(lambda: play(story))

    holds()
