"""Prints the agenda book and the expedition book of letters from the stored letters, for a year or some days of it.

Cancelled letters stay, struck; a number that no letter has stands with its reason. Every print is an audit line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.book import Book, Column, Line, Signature, render_book
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.render import Rendered
from desbumi_app.documents.wording import long_date
from desbumi_app.domain.letter_life import LetterState
from desbumi_app.letter_facts import paper_of, settings_of, signatory, usual_signer, village_facts
from desbumi_app.office import Office
from desbumi_app.usecases.agenda_book import GAP, Agenda, agenda, name_on
from desbumi_app.usecases.number_letters import GENERAL
from desbumi_app.usecases.prepare_letter import templates

Row = Mapping[str, Any]

_AGENDA: Final = (5, 21, 11, 26, 17, 17, 22)
_EXPEDITION: Final = (4, 10, 19, 24, 18, 10, 17, 13)
_MIDDLE: Final = frozenset({"No. urut", "No.", "Tanggal surat", "Tanggal diserahkan"})
_SIGN_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included, ISO. ValueError when they are none or stand the wrong way round."""

    first: str
    last: str

    def __post_init__(self) -> None:
        if date.fromisoformat(self.first) > date.fromisoformat(self.last):
            raise ValueError("a period ends after it begins")

    @staticmethod
    def year(number: int) -> "Period":
        """A whole calendar year."""
        return Period(f"{number:04}-01-01", f"{number:04}-12-31")

    def holds(self, day: str) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def print_agenda_book(office: Office, period: Period, *, paper: str = "") -> Rendered:
    """Every number given in the period, by series, as PDF across the village's paper (`paper`: f4 or a4 for once)."""
    lines = [line for year in _years(period) for line in _agenda_lines(office, year, period)]
    return _print(office, period, ("agenda", _AGENDA), lines, paper)


def print_expedition_book(
    office: Office, period: Period, *, waiting: bool = False, paper: str = ""
) -> Rendered:
    """Every letter handed over in the period; `waiting` adds signed ones that nobody took yet, to be signed for."""
    states = {LetterState.HANDED_OVER.value, LetterState.VOID.value}
    rows = [
        row
        for row in office.register.rows_where("letters")
        if row["number"] and row["handed_on"] and row["state"] in states and period.holds(row["handed_on"])
    ]
    if waiting:
        rows += [
            row
            for row in office.register.rows_where("letters", state=LetterState.SIGNED.value)
            if row["number"] and period.holds(row["issued_on"])
        ]
    rows.sort(key=lambda row: (row["handed_on"] or "9999", row["issued_on"] or "", row["sequence"] or 0))
    lines = [_handed(office, at + 1, row) for at, row in enumerate(rows)]
    return _print(office, period, ("expedition", _EXPEDITION), lines, paper)


def _print(
    office: Office, period: Period, kind: tuple[str, Sequence[float]], lines: Sequence[Line], paper: str
) -> Rendered:
    name, shares = kind
    words, settings = sheet_words("book"), settings_of(office)
    village = village_facts(office, settings)
    titles = words.many(f"{name}_columns")
    columns = tuple(
        Column(title, share, middle=title in _MIDDLE) for title, share in zip(titles, shares, strict=True)
    )
    head = signatory(usual_signer(office))
    book = Book(
        words.text(f"{name}_title"), _office_line(village), _period_line(period), office.today().isoformat(),
        village.name, columns, tuple(lines),
        (
            Signature(words.text("head_function").format(head=head.function or village.head_title), head.name),
            Signature(words.text("keeper_function"), office.operator.name),
        ),
    )  # fmt: skip
    made = render_book(book, paper=paper_of(settings, paper))
    office.register.note(
        "print", operator=office.operator.id, purpose=f"{name}_book", detail=f"{period.first}/{period.last}"
    )
    return made


def _years(period: Period) -> range:
    return range(int(period.first[:4]), int(period.last[:4]) + 1)


def _agenda_lines(office: Office, year: int, period: Period) -> Iterator[Line]:
    """The series of a year one after the other, each under its heading where there are several."""
    words = sheet_words("book")
    names = sorted(
        {row["name"] for row in office.register.rows_where("number_series", year=year)}, key=_general_first
    )
    books = [(name, mark, list(some)) for name in names
             for mark, some in groupby(agenda(office, year, name), key=lambda line: line.mark)]  # fmt: skip
    for name, mark, some in books:
        chosen = _in_period(some, period)
        if not chosen:
            continue
        if len(books) > 1:
            series = (
                words.text("series_general")
                if name == GENERAL
                else words.text("series_named").format(name=name)
            )
            yield Line(
                note=words.text("series_mark").format(series=series, mark=mark) if mark else series, head=True
            )
        yield from _numbers(office, chosen)


def _general_first(name: str) -> tuple[bool, str]:
    return (name != GENERAL, name)


def _in_period(lines: Sequence[Agenda], period: Period) -> list[Agenda]:
    """A gap belongs to the day of the next letter of its series."""
    found, day = [], "9999"
    for line in reversed(lines):
        day = line.issued_on if line.letter is not None and line.issued_on else day
        if period.holds(day):
            found.append(line)
    return found[::-1]


def _numbers(office: Office, lines: Iterable[Agenda]) -> Iterator[Line]:
    """Letters one by one; neighbouring gaps of one reason in one row."""
    words = sheet_words("book")
    for (missing, reason), some in groupby(lines, key=lambda line: (line.letter is None, _why(line))):
        if not missing:
            yield from (_letter(office, line) for line in some)
            continue
        for run in _runs([line.serial for line in some]):
            numbers = f"{run[0]:03}" if run[0] == run[-1] else f"{run[0]:03}–{run[-1]:03}"
            yield Line(note=words.text("gap").format(numbers=numbers, reason=reason))


def _why(line: Agenda) -> str:
    if line.letter is not None:
        return ""
    return line.reason if line.state != GAP else sheet_words("book").text("gap_reason")


def _runs(serials: Sequence[int]) -> list[list[int]]:
    """Neighbouring numbers together."""
    found: list[list[int]] = []
    for serial in serials:
        if found and serial == found[-1][-1] + 1:
            found[-1].append(serial)
        else:
            found.append([serial])
    return found


def _letter(office: Office, line: Agenda) -> Line:
    row = office.register.get("letters", line.letter or b"") or {}
    remarks = ", ".join(_remarks(row, twice=line.twice))
    cells = (
        f"{line.serial:03}", line.number, _day(row, "issued_on"), _subject(office, row), name_on(office, row),
        str(row.get("recipient") or ""), remarks,
    )  # fmt: skip
    if row.get("state") != LetterState.VOID:
        return Line(cells)
    return Line(cells, struck=True, remark=_cancelled(row, remarks))


def _cancelled(row: Row, remarks: str) -> str:
    words = sheet_words("book")
    said = words.text("cancelled").format(
        date=_day(row, "voided_on"), reason=str(row.get("void_reason") or "")
    )
    return f"{said}; {remarks}" if remarks else said


def _remarks(row: Row, *, twice: bool) -> Iterator[str]:
    words = sheet_words("book")
    if twice:
        yield words.text("twice")
    if row.get("by_hand"):
        yield words.text("by_hand")
    if row.get("copies"):
        yield words.text("copies").format(n=row["copies"])
    if row.get("certified"):
        yield words.text("certified")


def _handed(office: Office, at: int, row: Row) -> Line:
    where = " / ".join(filter(None, (name_on(office, row), str(row["recipient"] or ""))))
    cells = (
        str(at), _day(row, "issued_on"), str(row["number"]), _subject(office, row), where, _day(row, "handed_on"),
        str(row["handed_to"] or ""), "",
    )  # fmt: skip
    void = row["state"] == LetterState.VOID
    return Line(cells, struck=void, tall=_SIGN_LINES, remark=_cancelled(row, "") if void else "")


def _subject(office: Office, row: Row) -> str:
    known = templates(office.catalogue).get(str(row.get("template")))
    if known is not None and known.confidential:  # an open book tells nobody which kind of case there was
        return sheet_words("book").text("confidential")
    title = known.title.id if known else str(row.get("template") or "")
    purpose = str(row.get("purpose") or "")
    return sheet_words("book").text("purpose").format(title=title, purpose=purpose) if purpose else title


def _day(row: Row, name: str) -> str:
    day = str(row.get(name) or "")
    return f"{day[8:10]}-{day[5:7]}-{day[:4]}" if len(day) == 10 else day


def _office_line(village: VillageFacts) -> str:
    return sheet_words("book").text("office").format(
        title=village.title, name=village.name, district_title=village.district_title, district=village.district,
        regency_title=village.regency_title, regency=village.regency,
    )  # fmt: skip


def _period_line(period: Period) -> str:
    words, year = sheet_words("book"), period.first[:4]
    if period == Period.year(int(year)):
        return words.text("period_year").format(year=year)
    days = {"first": long_date(period.first), "last": long_date(period.last)}
    return words.text("period_days").format(**days).replace("\u00a0", " ")
