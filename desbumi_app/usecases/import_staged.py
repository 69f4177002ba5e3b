"""What a staged list is to the application: its settings, its rows, and how both are packed into the encrypted table.

No row is judged and nothing is written to the register here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from db.staging import Job, Staged
from desbumi_app.catalogue.import_rows import ImportRow, Verdict
from desbumi_app.catalogue.workbook import BLANK, Cell
from desbumi_app.domain.problems import Level, Message, Problem

READING: Final = "reading"
READY: Final = "ready"
APPLIED: Final = "applied"
TAKEN_BACK: Final = "taken_back"

_ENCODED: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
VERDICTS: Final = (Verdict.GOOD, Verdict.LOOK, Verdict.REJECTED, Verdict.LOOK)
# As the staging table counts them; LEFT is a row that nobody decided about before the list was stored.
GOOD, LOOK, REJECTED, LEFT = range(4)
NOBODY, LIKELY, SURE = range(3)


class Same(StrEnum):
    """What becomes of a row whose person is already there: left out, blanks filled, or a new person all the same."""

    SKIP = "skip"
    FILL = "fill"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Settings:
    """One list: where it came from, what its columns became, what to do with known people, and how it ended."""

    file: str
    sheet: str
    head: tuple[str, ...]
    columns: Mapping[int, str]
    not_taken: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    respell: bool = True
    same: Same = Same.FILL
    merged: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    applied_at: str = ""
    taken_back_at: str = ""

    def packed(self) -> str:
        """As kept in the staging table."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def of(job: Job) -> "Settings":
        """The settings of a job."""
        given: dict[str, Any] = json.loads(job.body)
        return Settings(**{
            **given,
            "columns": {int(at): name for at, name in given["columns"].items()},
            "same": Same(given["same"]),
            **{name: tuple(given[name]) for name in ("head", "not_taken", "unread")},
        })  # fmt: skip

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are taken, in the order of the columns; a row's cells stand in this order."""
        return tuple(self.columns[at] for at in sorted(self.columns))


@dataclass(frozen=True, slots=True)
class Line:
    """One row: cells in the order of `Settings.fields`, what they mean, and who the person may be.

    `twin` is the stored id of a known person, `earlier` the number of an earlier row; `decided` what an officer chose.
    `said` is the name as the file has it, when it is proposed otherwise.
    """

    row: ImportRow
    cells: tuple[Cell, ...]
    found: int = NOBODY
    twin: bytes | None = None
    earlier: int | None = None
    decided: str = ""
    said: str = ""

    @property
    def undecided(self) -> bool:
        """Whether a person must say who this is before anything is stored."""
        return self.found == LIKELY and not self.decided and self.row.verdict is not Verdict.REJECTED

    def deciding(self, decided: str) -> "Line":
        """The same row with what the officer chose."""
        return replace(self, decided=decided)


def pack(line: Line) -> Staged:
    """A row for the staging table."""
    row = line.row
    body: dict[str, Any] = {"v": {name: value for name, value in row.values.items() if value is not None}}
    if row.problems:
        body["p"] = [
            [one.level.value, one.field, one.message.msgid, dict(one.message.params), one.suggestion]
            for one in row.problems
        ]
    if line.twin is not None:
        body["t"] = line.twin.hex()
    more = (("e", line.earlier), ("d", line.decided), ("s", line.said))
    body |= {key: value for key, value in more if value}
    cells = _ENCODED([[text] if number else text for text, number in line.cells])
    return Staged(row.number, VERDICTS.index(row.verdict), line.found, cells, _ENCODED(body))


def unpack(staged: Staged) -> Line:
    """A row as it was packed."""
    said: Sequence[Any] = json.loads(staged.cells)
    cells = tuple(Cell(one[0], number=True) if isinstance(one, list) else Cell(one) for one in said)
    return _line(staged, json.loads(staged.body), cells)


def unpack_many(staged: Sequence[Staged]) -> list[Line]:
    """Rows as they were packed, without their cells: only their meaning. Read in one go, their field names are one."""
    bodies: list[dict[str, Any]] = json.loads(f"[{','.join([one.body for one in staged])}]")
    return [_line(one, body, ()) for one, body in zip(staged, bodies, strict=True)]


def _line(staged: Staged, body: Mapping[str, Any], cells: tuple[Cell, ...]) -> Line:
    problems = tuple(
        [
            Problem(Level(level), name, Message(msgid, params), suggestion)
            for level, name, msgid, params, suggestion in body.get("p", ())
        ]
    )
    twin = body.get("t")
    return Line(
        ImportRow(staged.n, body["v"], VERDICTS[staged.verdict], problems), cells,
        staged.found, bytes.fromhex(twin) if twin else None, body.get("e"), body.get("d", ""), body.get("s", ""),
    )  # fmt: skip


def cells_of(
    values: Sequence[Any], columns: Sequence[int], number: int, cell: Callable[[Any, int], Cell]
) -> tuple[Cell, ...]:
    """The taken cells of a row as the file holds them; `cell` turns a value of the file into one."""
    width = len(values)
    return tuple(cell(values[at], number) if at < width and values[at] != "" else BLANK for at in columns)
