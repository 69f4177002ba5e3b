"""Reads a list into the encrypted staging table and judges every row; the register itself is not touched.

Rows pass one at a time, so memory does not grow with the list. Whatever stops the reading, nothing stays behind.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from db.clock import instant
from db.errors import StoreError
from db.staging import Staged, Staging
from desbumi_app import collector
from desbumi_app.catalogue.import_book import Book, open_book
from desbumi_app.catalogue.import_names import respelled
from desbumi_app.catalogue.import_rows import ImportRow, Reader, Verdict
from desbumi_app.catalogue.workbook import Cell, WorkbookError, cell_of
from desbumi_app.domain.problems import warn
from desbumi_app.office import Office
from desbumi_app.usecases.check_hamlet import OwnSpellings
from desbumi_app.usecases.import_known import Known, Somebody
from desbumi_app.usecases.import_look import Layout, guess, look, targets_of
from desbumi_app.usecases.import_staged import (
    LIKELY,
    READING,
    READY,
    Line,
    Settings,
    cells_of,
    pack,
)

Told = Callable[[int, int], object]
TWIN_NIK: Final = "This NIK already belongs to a person of another name."
LIKELY_TWIN: Final = "A person of this name is already there. Say whether it is the same person."
LIKELY_EARLIER: Final = "The same name stands in row {row}. Say whether it is the same person."
EVERY: Final = 500
# What a row takes while it is staged and stored, log included, and what must be left over, in bytes.
ROOM_OF_ROW: Final = 12_000
ROOM: Final = 2_000_000


def propose(office: Office, path: Path) -> Layout:
    """The layout that the file itself suggests. WorkbookError, no_header among them."""
    sheets = look(office, path)
    sheet = next((one for one in sheets if one.header is not None), None)
    if sheet is None or sheet.header is None:
        raise WorkbookError("no_header")
    return guess(office, sheet, sheet.header)[1]


def read_list(office: Office, path: Path, layout: Layout, told: Told = lambda *_: None) -> int:
    """Stage a file under a layout; returns its job. `told(done, total)` may raise to stop; nothing then stays.

    StoreError not_a_village, disk_full.
    """
    office.only_village()
    book, staging = open_book(path), Staging(office.register)
    settings = _settings(office, path, book, layout)
    total = max(1, book.height(layout.sheet) - layout.header - 1)
    _refuse_small_disk(office, total)
    job = staging.begin(READING, instant(office.clock.now()), office.operator.id, settings.packed())
    try:
        with collector.at_rest():
            rows = _judged(office, book, layout, settings, lambda done: told(min(done, total), total))
            staging.put(job, rows)
        filled = bool(staging.counts(job))
        staging.change(job, READY, settings.packed())
    except BaseException:
        _drop(staging, job)
        raise
    if not filled:
        _drop(staging, job)
        raise WorkbookError("empty")
    return job


def _refuse_small_disk(office: Office, rows: int) -> None:
    """A disk that fills up half-way could not even be cleaned again: StoreError disk_full before anything is written."""
    if shutil.disk_usage(office.files.folder).free < ROOM + rows * ROOM_OF_ROW:
        raise StoreError("disk_full")


def _drop(staging: Staging, job: int) -> None:
    """A book that was locked meanwhile cannot be cleaned now; the next look at imports sweeps it."""
    try:
        staging.drop(job)
    except StoreError:
        return


def _settings(office: Office, path: Path, book: Book, layout: Layout) -> Settings:
    head: tuple[str, ...] = ()
    for number, row in enumerate(book.rows(layout.sheet)):
        if number == layout.header:
            head = tuple(cell.text for cell in row)
            break
    words = targets_of(office.catalogue).headers
    never = {at for at, title in enumerate(head) if words.not_taken(title)}
    columns = {at: name for at, name in layout.columns.items() if at < len(head) and at not in never}
    if "name" not in columns.values():
        raise WorkbookError("no_header")
    return Settings(
        path.name, book.names[layout.sheet], head, columns,
        not_taken=tuple(head[at] for at in sorted(never)),
        unread=tuple(title for at, title in enumerate(head) if title and at not in columns and at not in never),
        respell=layout.respell, same=layout.same, merged=book.merged(layout.sheet),
    )  # fmt: skip


def reader_of(office: Office, settings: Settings) -> Reader:
    """Reads cells in the order of the settings' fields."""
    names = settings.fields
    all_targets = targets_of(office.catalogue)
    return Reader(dict(enumerate(names)), {name: all_targets.column(name) for name in names}, office.today())


def _judged(
    office: Office, book: Book, layout: Layout, settings: Settings, told: Callable[[int], object]
) -> Iterator[Staged]:
    places, reader, judge = sorted(settings.columns), reader_of(office, settings), Judge(office, settings)
    for number, values in enumerate(book.values(layout.sheet)):
        if number <= layout.header:
            continue
        if number % EVERY == 0:
            told(number - layout.header)
        cells = cells_of(values, places, number + 1, cell_of)
        if any(cell.text for cell in cells):
            yield pack(judge.line(reader.read(number + 1, cells), cells))


class Judge:
    """Says of each row, in the order of the file, who the person may be, and how the name is spelled."""

    def __init__(self, office: Office, settings: Settings) -> None:
        self._known = Known(office.register)
        self._hamlets = OwnSpellings(office)
        self._respell = settings.respell

    def line(self, row: ImportRow, cells: tuple[Cell, ...]) -> Line:
        """The row with its finding; from now on its person is known."""
        row, said = spelled(housed(row, self._hamlets), respell=self._respell)
        if row.verdict is Verdict.REJECTED:
            return Line(row, cells, said=said)
        one = Somebody(row.values, row=row.number)
        twin_nik = self._known.nik_of_another(one)
        found, other = self._known.find(one)
        self._known.add(one)
        if twin_nik:
            row = looked_at(row, warn(TWIN_NIK, about="nik"))
        if found == LIKELY and other is not None:
            said_of = (
                warn(LIKELY_TWIN, about="name")
                if other.row is None
                else warn(LIKELY_EARLIER, about="name", row=str(other.row))
            )
            row = looked_at(row, said_of)
        record = other.record if other is not None else None
        return Line(row, cells, found, record, other.row if other is not None else None, said=said)


def spelled(row: ImportRow, *, respell: bool) -> tuple[ImportRow, str]:
    """The row with its names as proposed, and the person's name as the file has it when that differs."""
    if not respell:
        return row, ""
    given = str(row.values.get("name") or "")
    values: dict[str, Any] = dict(row.values)
    for name in _NAMES & values.keys():
        if isinstance(values[name], str):
            values[name] = respelled(values[name])
    return replace(row, values=values), given if given != values.get("name") and given else ""


def housed(row: ImportRow, hamlets: OwnSpellings) -> ImportRow:
    """The row with its hamlet as the village writes it: two spellings would be two hamlets in every list."""
    given = row.values.get("hamlet")
    if not isinstance(given, str) or (own := hamlets.of(given)) == given:
        return row
    return replace(row, values={**row.values, "hamlet": own})


_NAMES: Final = frozenset({"name", "mother_name", "father_name", "households.head_name", "contacts.name"})


def looked_at(row: ImportRow, problem: Any) -> ImportRow:
    """The row with one more thing to look at."""
    return replace(row, verdict=Verdict.LOOK, problems=(*row.problems, problem))
