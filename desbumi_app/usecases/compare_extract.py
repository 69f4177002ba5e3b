"""Compares the register with an official placement extract: who stands in both, only here, only there, and where they differ.

Nothing is stored and nothing is merged: a likely name is shown as a question, and a person decides elsewhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from desbumi_app.catalogue.import_book import open_book
from desbumi_app.catalogue.import_columns import header_row, map_columns
from desbumi_app.catalogue.import_rows import Column, ImportRow, Reader
from desbumi_app.catalogue.workbook import WorkbookError, cell_of
from desbumi_app.matching.names import fold
from desbumi_app.office import Office
from desbumi_app.usecases.import_look import SHOWN, targets_of

MOST: Final = 50_000
# From this likeness on two names are shown as perhaps one person.
ALIKE: Final = 86
NIK, NAME, COUNTRY, LETTER, CONTRACT = (
    "nik",
    "name",
    "journeys.country",
    "letter",
    "journeys.contract_starts_on",
)
_MORE: Final = {
    NAME: ("nama pmi", "nama cpmi", "nama tki", "nama pekerja"),
    LETTER: (
        "no surat",
        "nomor surat",
        "surat",
        "no rekomendasi",
        "nomor rekomendasi",
        "surat desa",
        "no surat izin",
    ),
    CONTRACT: (
        "tanggal kontrak",
        "tgl kontrak",
        "tanggal perjanjian",
        "tgl perjanjian kerja",
        "tanggal penempatan",
    ),
    COUNTRY: ("negara penempatan", "tujuan"),
}


class Standing(StrEnum):
    """Where somebody stands. `perhaps` is a likely name without a common number: a question, never a finding."""

    SAME = "same"
    DIFFERS = "differs"
    PERHAPS = "perhaps"
    ONLY_THERE = "only_there"
    ONLY_HERE = "only_here"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as one side has it: codes and ISO dates, empty where it says nothing."""

    name: str = ""
    nik: str = ""
    country: str = ""
    letter: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the difference list: `row` in the file, `person` in the register, `differs` names what is not equal."""

    standing: Standing
    there: Entry
    here: Entry
    row: int | None = None
    person: bytes | None = None
    differs: tuple[str, ...] = ()


def compare_extract(
    office: Office, path: Path, told: Callable[[int, int], object] = lambda *_: None
) -> tuple[Compared, ...]:
    """The difference list, questions first. WorkbookError for a file that is no list or has neither NIK nor name."""
    rows = list(_rows(office, path, told))
    people = list(_people(office))
    by_nik = {one.nik: (person, one) for person, one in people if one.nik}
    left = dict(people)
    found: list[Compared] = []
    open_rows: list[tuple[int, Entry]] = []
    for number, there in rows:
        person, here = by_nik.get(there.nik, (None, None)) if there.nik else (None, None)
        if person is None or here is None:
            open_rows.append((number, there))
        else:
            left.pop(person, None)
            found.append(_both(number, there, person, here))
    found += _by_name(open_rows, left)
    found += [Compared(Standing.ONLY_HERE, Entry(), one, person=person) for person, one in left.items()]
    return tuple(sorted(found, key=lambda one: (_ORDER[one.standing], fold(one.there.name or one.here.name))))


_ORDER: Final = {
    one: at
    for at, one in enumerate((
        Standing.PERHAPS, Standing.DIFFERS, Standing.ONLY_THERE, Standing.ONLY_HERE, Standing.SAME,
    ))
}  # fmt: skip


def _both(number: int, there: Entry, person: bytes, here: Entry) -> Compared:
    differs = [
        name
        for name in ("country", "letter", "contract")
        if (one := getattr(there, name)) and one != getattr(here, name)
    ]
    if there.name and fold(there.name) != fold(here.name):
        differs.insert(0, "name")
    standing = Standing.DIFFERS if differs else Standing.SAME
    return Compared(standing, there, here, number, person, tuple(differs))


def _by_name(rows: list[tuple[int, Entry]], left: dict[bytes, Entry]) -> Iterator[Compared]:
    """Rows without a number that is known here: the most similar name that no number contradicts is a question."""
    from rapidfuzz import fuzz, process

    for number, there in rows:
        among = {person: fold(one.name) for person, one in left.items() if not (there.nik and one.nik)}
        best = process.extractOne(fold(there.name), among, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if best is None:
            yield Compared(Standing.ONLY_THERE, there, Entry(), number)
        else:
            person = best[2]
            here = left.pop(person)
            yield Compared(
                Standing.PERHAPS, there, here, number, person, _both(number, there, person, here).differs
            )


def _people(office: Office) -> Iterator[tuple[bytes, Entry]]:
    """Everybody here with a journey: the newest one, and the numbers of the letters that are in force."""
    journeys: dict[bytes, Mapping[str, Any]] = {}
    for one in office.register.rows_where("journeys"):
        before = journeys.get(one["person_id"])
        if before is None or str(one["departed_on"] or "9") >= str(before["departed_on"] or "9"):
            journeys[one["person_id"]] = one
    letters: defaultdict[bytes, list[str]] = defaultdict(list)
    for one in office.register.rows_where("letters"):
        if one["number"] and not one["voided_on"] and one["person_id"]:
            letters[one["person_id"]].append(str(one["number"]))
    for person in office.register.rows_where("people"):
        journey = journeys.get(person["id"][-16:])
        if journey is not None:
            own = letters[person["id"][-16:]]
            number = own[-1] if own else str(journey["placement_agreement_number"] or "")
            yield bytes(person["id"]), Entry(
                str(person["name"] or ""), str(person["nik"] or ""), str(journey["country"] or ""), number,
                str(journey["contract_starts_on"] or ""),
            )  # fmt: skip


def _rows(office: Office, path: Path, told: Callable[[int, int], object]) -> Iterator[tuple[int, Entry]]:
    book = open_book(path)
    aliases = _aliases(office)
    for at in range(len(book.names)):
        first = [[cell.text for cell in row] for row, _n in zip(book.rows(at), range(SHOWN), strict=False)]
        head = header_row(first, aliases)
        if head is not None:
            break
    else:
        raise WorkbookError("no_header")
    columns = map_columns(first[head], aliases).fields
    if not {NIK, NAME} & set(columns.values()):
        raise WorkbookError("no_header")
    reader = Reader(columns, {name: _column(office, name) for name in columns.values()}, office.today())
    total = book.height(at)
    for number, values in enumerate(book.values(at), start=1):
        if number > MOST:
            raise WorkbookError("too_many_rows", limit=str(MOST))
        if number % 500 == 0:
            told(number, total)
        cells = [cell_of(value, number) for value in values]
        if number > head + 1 and any(cell.text for cell in cells):
            yield number, _entry(reader.read(number, cells))


def _aliases(office: Office) -> dict[str, tuple[str, ...]]:
    known = targets_of(office.catalogue).aliases
    return {
        name: (*known.get(name, ()), *_MORE.get(name, ())) for name in (NIK, NAME, COUNTRY, LETTER, CONTRACT)
    }


def _column(office: Office, name: str) -> Column:
    """A row without a name or with a cut NIK is still compared by what it has."""
    return Column("text") if name == LETTER else targets_of(office.catalogue).column(name)


def _entry(row: ImportRow) -> Entry:
    values = {name: str(value or "") for name, value in row.values.items()}
    return Entry(*(values.get(name, "") for name in (NAME, NIK, COUNTRY, LETTER, CONTRACT)))


def is_day(text: str) -> date | None:
    """A whole day, for workbooks that calculate with it."""
    return date.fromisoformat(text) if len(text) == 10 else None
