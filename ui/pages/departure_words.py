"""Words of the departure form: which list is asked, what was entered so far, the quiet facts at the left."""

from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.masks import mask_nik
from ui.dates import partial_date
from ui.forms.from_catalogue import declared, said_value
from ui.language import WORDS, _, n_
from ui.models.papers import departure_list
from ui.pages.departure_check import Line
from ui.widgets.labels import IconLabel
from ui.widgets.layout import holder, row

LINES: Final = 11
HIDDEN: Final = frozenset({"people.nik", "people.kk_number"})


def about_list(route: str) -> str:
    """Which checklist is asked, and of which day it is."""
    known = departure_list()
    day = partial_date(known.as_of)
    if not route:
        return _("Papers are asked by route, as of {day}", day=day)
    return _(
        "Papers for a journey {route}, as of {day}",
        route=known.route(route).label.of(WORDS.language),
        day=day,
    )


def summary_lines(catalogue: Catalogue, answers: Iterable[tuple[str, Any, int]]) -> list[Line]:
    """What was entered, by (table.field, value, step); numbers of cards in part, the name is said elsewhere."""
    lines: list[Line] = []
    for name, value, step in answers:
        said = said_value(catalogue, name, value)
        if said and name != "people.name":
            title = declared(catalogue, name).label.of(WORDS.language)
            lines.append((title, mask_nik(said) if name in HIDDEN else said, step))
    return lines[:LINES]


def found_words(stops: int, warns: int) -> str:
    """How much is wrong, and how much to be checked."""
    parts = [n_("{n} entry is wrong", "{n} entries are wrong", stops)] if stops else []
    parts += [n_("{n} to be checked", "{n} to be checked", warns)] if warns else []
    return ", ".join(parts)


def fact(icon: str, words: QWidget) -> QWidget:
    """A quiet line under the steps."""
    line = row(IconLabel(icon, 18, "muted"), words, margins=(12, 0, 0, 0))
    line.setStretch(1, 1)
    return holder(line)
