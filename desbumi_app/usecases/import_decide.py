"""What an officer does with a staged list before it is stored: look at rows, correct a cell, say who somebody is, give up.

Only the staging table is written.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from db.staging import Staging
from desbumi_app.catalogue.import_rows import Verdict
from desbumi_app.catalogue.workbook import Cell
from desbumi_app.domain.problems import warn
from desbumi_app.office import Office
from desbumi_app.usecases.check_hamlet import OwnSpellings
from desbumi_app.usecases.import_known import Known, Somebody
from desbumi_app.usecases.import_read import LIKELY_TWIN, TWIN_NIK, housed, looked_at, reader_of, spelled
from desbumi_app.usecases.import_staged import (
    GOOD,
    LIKELY,
    LOOK,
    REJECTED,
    SURE,
    Line,
    Settings,
    pack,
    unpack,
)

# What the page can be narrowed to.
VIEWS: Final[Mapping[str, tuple[tuple[int, ...] | None, int | None]]] = {
    "all": (None, None),
    "good": ((GOOD,), None),
    "look": ((LOOK,), None),
    "rejected": ((REJECTED,), None),
    "there": ((GOOD, LOOK), SURE),
    "twins": ((LOOK,), LIKELY),
}


@dataclass(frozen=True, slots=True)
class Overview:
    """A staged list: its settings, how many rows each view has, and how many wait for a decision."""

    job: int
    settings: Settings
    counts: Mapping[str, int]


def overview(office: Office, job: int) -> Overview:
    """StoreError no_such_record when it was given up."""
    staging = Staging(office.register)
    counts = staging.counts(job)
    of = {
        view: sum(
            count
            for (verdict, found), count in counts.items()
            if (verdicts is None or verdict in verdicts) and (wanted is None or found == wanted)
        )
        for view, (verdicts, wanted) in VIEWS.items()
    }
    return Overview(job, Settings.of(staging.job(job)), of)


def numbers(office: Office, job: int, view: str) -> "array[int]":
    """The rows of a view, by their number in the file."""
    verdicts, found = VIEWS[view]
    return Staging(office.register).numbers(job, verdicts, found)


def lines(office: Office, job: int, wanted: Sequence[int]) -> list[Line]:
    """Up to some hundred rows."""
    return [unpack(one) for one in Staging(office.register).rows(job, wanted)]


def correct(office: Office, job: int, number: int, field: str, text: str) -> Line:
    """Another text in one cell of a row; the row is judged again. KeyError for a field that is not taken."""
    staging = Staging(office.register)
    settings = Settings.of(staging.job(job))
    line = unpack(staging.rows(job, [number])[0])
    cells = list(line.cells)
    cells[settings.fields.index(field)] = Cell(text.strip())
    read = housed(reader_of(office, settings).read(number, cells), OwnSpellings(office))
    row, said = spelled(read, respell=settings.respell)
    judged = _judged(office, Line(row, tuple(cells), said=said, decided=line.decided))
    staging.put(job, [pack(judged)])
    return judged


def _judged(office: Office, line: Line) -> Line:
    """Against the register alone: earlier rows are looked at again when the list is stored."""
    if line.row.verdict is Verdict.REJECTED:
        return replace(line, decided="")
    known, one = Known(office.register), Somebody(line.row.values, row=line.row.number)
    row = looked_at(line.row, warn(TWIN_NIK, about="nik")) if known.nik_of_another(one) else line.row
    found, other = known.find(one)
    if found == LIKELY:
        row = looked_at(row, warn(LIKELY_TWIN, about="name"))
    return replace(line, row=row, found=found, twin=other.record if other is not None else None)


def decide(office: Office, job: int, wanted: Sequence[int], decided: str) -> None:
    """Say of these rows: "same" (the person who is there), "new", "skip", or "" (not decided)."""
    staging = Staging(office.register)
    for start in range(0, len(wanted), 500):
        part = staging.rows(job, wanted[start : start + 500])
        staging.put(job, [pack(unpack(one).deciding(decided)) for one in part if one.verdict != REJECTED])


def give_up(office: Office, job: int) -> None:
    """Leave nothing of a list that was not stored."""
    Staging(office.register).drop(job)


def twin_of(office: Office, line: Line) -> Mapping[str, object] | None:
    """The person who is there already, or None."""
    return None if line.twin is None else office.register.get("people", line.twin)
