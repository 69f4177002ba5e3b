"""A first look at a foreign file: its sheets, the row with the column names, which column is which field.

Nothing is stored. A layout that was used before, with the same header, is proposed again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from db.staging import Staging
from desbumi_app.catalogue.import_book import open_book
from desbumi_app.catalogue.import_columns import HEADER_ROWS, folded, header_row
from desbumi_app.catalogue.import_fields import Targets
from desbumi_app.catalogue.tables import Catalogue, load_catalogue
from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.office import Office
from desbumi_app.usecases.import_staged import Same

SHOWN: Final = HEADER_ROWS + 10
SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet: its first rows as texts, and the row of the column names (0 is the first row), if one was found."""

    at: int
    name: str
    rows: tuple[tuple[str, ...], ...]
    header: int | None
    merged: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """One column: its name in the file, samples, the field it seems to be, and whether a person must say so.

    `refused` columns hold special data and are never read; `field` is empty for what is not taken.
    """

    at: int
    title: str
    samples: tuple[str, ...]
    field: str = ""
    ask: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What an officer agreed to: the sheet, its header row, column to field, spelling, and known people."""

    sheet: int
    header: int
    columns: Mapping[int, str]
    respell: bool = True
    same: Same = Same.FILL


@lru_cache(maxsize=4)
def targets_of(catalogue: Catalogue) -> Targets:
    """The fields that lists may fill, worked out once."""
    return Targets(catalogue)


def targets() -> Targets:
    """Those of the bundled declarations."""
    return targets_of(load_catalogue())


def look(office: Office, path: Path) -> tuple[SheetLook, ...]:
    """The sheets of a file that hold anything. WorkbookError when it is no list."""
    book, found = open_book(path), []
    for at, name in enumerate(book.names):
        rows = []
        for row in book.rows(at):
            rows.append(tuple(cell.text for cell in row))
            if len(rows) == SHOWN:
                break
        if any(any(row) for row in rows):
            head = header_row(rows, targets_of(office.catalogue).aliases)
            found.append(SheetLook(at, name, tuple(rows), head, book.merged(at)))
    if not found:
        raise WorkbookError("empty")
    return tuple(found)


def best(sheets: Sequence[SheetLook]) -> SheetLook:
    """The sheet that looks most like a list: the first with column names, else the first."""
    return next((one for one in sheets if one.header is not None), sheets[0])


def guess(office: Office, sheet: SheetLook, header: int) -> tuple[tuple[Guess, ...], Layout]:
    """The columns of a sheet, and the layout to propose: the remembered one, else what the names say."""
    titles = sheet.rows[header] if header < len(sheet.rows) else ()
    under = sheet.rows[header + 1 :]
    all_targets = targets_of(office.catalogue)
    found = all_targets.guess(titles)
    fields, ask = dict(found.fields), dict(found.ask)
    by_content = _by_content(
        titles, under, {*fields.values(), *ask.values()}, {*fields, *ask, *found.refused}
    )
    kept = remembered(office, titles)
    if kept is not None:
        fields = {
            at: name for at, name in kept.columns.items() if all_targets.known(name) and at < len(titles)
        }
        ask, by_content = {}, {}
    guesses = tuple(
        Guess(
            at, title, _samples(under, at),
            fields.get(at) or ask.get(at) or by_content.get(at, ""),
            ask=at in ask or at in by_content, refused=at in found.refused,
        )
        for at, title in enumerate(titles)
    )  # fmt: skip
    respell, same = (kept.respell, kept.same) if kept is not None else (True, Same.FILL)
    return guesses, Layout(sheet.at, header, fields, respell, same)


def fingerprint(titles: Sequence[str]) -> bytes:
    """The same for every list with these column names in this order."""
    return hashlib.sha256("\x1f".join(folded(one) for one in titles).encode()).digest()


def remembered(office: Office, titles: Sequence[str]) -> Layout | None:
    """The layout that was used for this header, or None."""
    body = Staging(office.register).layout(fingerprint(titles))
    if body is None:
        return None
    given = json.loads(body)
    columns = {int(at): name for at, name in given["columns"].items()}
    return Layout(0, 0, columns, given["respell"], Same(given["same"]))


def _samples(rows: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    filled = (row[at] for row in rows if at < len(row) and row[at])
    return tuple(dict.fromkeys(filled))[:SAMPLES]


def _by_content(
    titles: Sequence[str], rows: Sequence[Sequence[str]], taken: set[str], known: set[int]
) -> dict[int, str]:
    """Columns whose name says nothing but whose sixteen digits do; always asked."""
    found: dict[int, str] = {}
    for at in range(len(titles)):
        samples = _samples(rows, at)
        if at in known or not samples or any(len(one) != 16 or not one.isdigit() for one in samples):
            continue
        name = next((one for one in ("nik", "kk_number") if one not in taken | set(found.values())), None)
        if name is not None:
            found[at] = name
    return found
