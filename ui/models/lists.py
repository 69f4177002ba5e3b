"""Which checklist is printed at the counter, and for whom: the questions beside it, and what was chosen."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from desbumi_app.catalogue.checklists import Checklist, load_checklists
from desbumi_app.catalogue.tables import Catalogue
from ui.language import WORDS, _
from ui.models.paper_form import Question

LIST: Final = "list"
USUAL: Final = "departure"
_PERSON: Final = "person="
_ORDER: Final = ("candidate", "processing", "ready", "departed", "returned", "deceased")


@cache
def lists() -> tuple[Checklist, ...]:
    """All checklists in the order of a journey."""
    return tuple(sorted(load_checklists().values(), key=lambda one: _ORDER.index(one.phase)))


def list_choices() -> list[tuple[str, str]]:
    """Every list by id, in the window's language."""
    return [(one.id, one.label.of(WORDS.language)) for one in lists()]


def list_questions(catalogue: Catalogue) -> list[Question]:
    """Which list, and what is true of who stands here; nothing of it is stored."""
    persons = catalogue.values("checklist_persons").offered
    boxes = [Question(f"{_PERSON}{one.code}", one.label.of(WORDS.language), "check") for one in persons]
    return [Question(LIST, _("Which list"), LIST), *boxes]


def chosen(typed: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """(id of the list, situations ticked) of what stands in the questions."""
    persons = tuple(
        key.removeprefix(_PERSON) for key, text in typed.items() if key.startswith(_PERSON) and text
    )
    return typed.get(LIST) or USUAL, persons
