"""A person in the words of the desk: age, second line, masked numbers, result of a search. No widget, no store."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desbumi_app.domain.calendar import known_ages
from desbumi_app.domain.masks import mask_nik
from desbumi_app.usecases.find_people import PersonLine
from ui.dates import partial_date
from ui.language import _
from ui.widgets.search_box import Found
from ui.widgets.stages import stage_chip


def age_words(ages: tuple[int, int] | None) -> str:
    """Whole years: 32 th, or 31–32 th where the birth date leaves it open; empty when it is not known."""
    if ages is None:
        return ""
    youngest, oldest = ages
    return _("{age} y", age=youngest if youngest == oldest else f"{youngest}–{oldest}")


def ages_of(born_on: str | None, today: date) -> tuple[int, int] | None:
    """Youngest and oldest age on a day."""
    return known_ages(born_on, today)


def second_line(line: PersonLine) -> str:
    """Age and hamlet."""
    return " · ".join(part for part in (age_words(line.ages), line.hamlet) if part)


def found(line: PersonLine) -> Found:
    """A line of the list as a search result."""
    born = _("born {day}", day=partial_date(line.born_on)) if line.born_on else age_words(line.ages)
    second = " · ".join(part for part in (born, line.hamlet) if part)
    return Found(line.id, line.name, second, stage_chip(line.stage) if line.stage else None)


def masked_nik(person: Mapping[str, Any]) -> str:
    """The NIK as screens show it; "" for none."""
    return mask_nik(str(person["nik"])) if person.get("nik") else ""
