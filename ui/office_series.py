"""The number series as the settings show them: whose each is, where it stands, what is missing. Desk worker only."""

from dataclasses import dataclass

from desbumi_app.office import Office
from desbumi_app.usecases.list_series import Laptop, list_series, village_laptops
from desbumi_app.usecases.number_letters import NumberError, lease_block
from ui.office_papers import scanning_here


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


def lease(office: Office, laptop: Laptop, name: str) -> str:
    """Twenty numbers of a series for another laptop: which, or "" when this laptop does not give them."""
    try:
        block = lease_block(office, laptop.device, name, scanning_here(office))
    except NumberError:
        return ""
    return f"{block.first}–{block.last}"
