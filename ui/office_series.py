"""The number series as the settings show them: whose each is, where it stands, what is missing. Desk worker only."""

from dataclasses import dataclass
from typing import Final

from desbumi_app.domain.problems import Problem, stop
from desbumi_app.letter_day import DOUBTFUL
from desbumi_app.letter_day import FIELD as DAY_RIGHT
from desbumi_app.office import Office
from desbumi_app.usecases.list_series import Laptop, list_series, village_laptops
from desbumi_app.usecases.number_letters import (
    NOT_OURS,
    NumberError,
    found_series,
    lease_block,
    take_over_series,
)
from ui.language import N_
from ui.office_papers import scanning_here

LEND_NOT: Final = N_("This laptop does not give the numbers of this series.")


@dataclass(frozen=True, slots=True)
class Series:
    """One number series: `mine` when this laptop gives its numbers, else `laptop` is the letter of the one that does.

    `lease`: the block or the mark of a laptop; `gaps` without letter and reason; `twice` on two letters.
    """

    id: bytes
    name: str
    year: int
    last: int
    mine: bool
    lease: str
    laptop: str = ""
    gaps: tuple[int, ...] = ()
    twice: tuple[int, ...] = ()


def series_of(office: Office) -> tuple[Series, ...]:
    """Every open series, the newest year first."""
    scanning, letters = scanning_here(office), {one.device: one.letter for one in village_laptops(office)}
    years = {int(row["year"] or 0) for row in office.register.rows_where("number_series")}
    found = [
        Series(
            id=line.id,
            name=line.name,
            year=line.year,
            last=line.last or (0 if line.block else line.first - 1),
            mine=line.mine,
            lease=f"{line.block.first}–{line.block.last}" if line.block else line.mark,
            laptop=letters.get(line.device, ""),
            gaps=line.gaps,
            twice=line.twice,
        )
        for year in years
        for line in list_series(office, year, scanning)
        if not line.closed
    ]
    return tuple(sorted(found, key=lambda one: (-one.year, one.name, one.lease)))


def lease(office: Office, laptop: Laptop, name: str, *, day_right: bool = False) -> Problem | None:
    """Lends twenty numbers of a series to another laptop, or says why this one does not."""
    try:
        lease_block(office, laptop.device, name, scanning_here(office), day_right=day_right)
    except NumberError as refused:
        return stop(LEND_NOT) if refused.msgid == NOT_OURS else _why(refused)
    return None


def begin_series(office: Office, name: str, number: int, *, day_right: bool = False) -> Problem | None:
    """Begins a series at the agenda book's next number, or says why not."""
    try:
        found_series(office, name, number, day_right=day_right)
    except NumberError as refused:
        return _why(refused)
    return None


def take_over(office: Office, series: bytes, number: int, *, day_right: bool = False) -> Problem | None:
    """Makes this laptop the owner of a series, or says why not."""
    try:
        take_over_series(office, series, number, day_right=day_right)
    except NumberError as refused:
        return _why(refused)
    return None


def _why(refused: NumberError) -> Problem:
    about = DAY_RIGHT if refused.msgid == DOUBTFUL else "number"
    return stop(refused.msgid, about=about, **refused.params)
