"""A list as it stands on the screen, written as a workbook or as text for a spreadsheet. Words in, bytes out.

Nothing in it is ever taken for a formula: neither by Excel nor by a program that opens the text file.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desbumi_app.catalogue.sheets import sheet_words

BOM: Final = "\ufeff"
SEPARATOR: Final = ";"  # what a spreadsheet set to Indonesian expects
_FORMULA: Final = frozenset("=+-@")
_BREAKS: Final = ("\t", "\r", "\n")
_INVISIBLE: Final = frozenset({"Cc", "Cf"})
# Excel's own codes: dates in Indonesian, numbers with a dot between thousands where the computer is Indonesian.
_DAY: Final = "[$-421]d mmm yyyy;@"
_SHEET: Final = "Daftar"
_WIDEST: Final = 48


@dataclass(frozen=True, slots=True)
class Shown:
    """One value: its words, and the day or the number behind them where a workbook can calculate with it."""

    text: str = ""
    raw: date | int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """One column; numbers stand at the right."""

    title: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class ListSheet:
    """What is shown: title, which people in which order, columns and rows."""

    title: str
    about: str
    columns: tuple[Heading, ...]
    rows: Sequence[tuple[Shown, ...]]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a list comes from. `office` in words, `when` as it is read, `dated` ISO text, `reason` as it was typed."""

    office: str
    who: str
    when: str
    dated: str
    reason: str

    def line(self) -> str:
        """The sentence that goes with every copy."""
        text = sheet_words("list").text("exported")
        return text.format(when=self.when, who=self.who, reason=self.reason.rstrip("."))


def harmless(text: str) -> str:
    """The text so that no program takes it for a formula: an apostrophe before a sign that begins one.

    Programs pass over blanks and invisible signs in front of it, and some take its wide forms for the same.
    """
    first = next((sign for sign in text if not _passed_over(sign)), "")
    begins = unicodedata.normalize("NFKC", first)[:1] in _FORMULA or text.startswith(_BREAKS)
    return f"'{text}" if first and begins else text


def _passed_over(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in _INVISIBLE


def as_csv(sheet: ListSheet) -> bytes:
    """UTF-8 with its mark, semicolons, one line a person; the first line names the columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow([harmless(column.title) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([harmless(one.text) for one in row])
    return (BOM + out.getvalue()).encode()


def as_workbook(sheet: ListSheet, origin: Origin) -> bytes:
    """One sheet: title, origin, head and rows; days and numbers are real ones, everything else is text."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": sheet.title, "author": origin.office, "comments": origin.line()})
        page = book.add_worksheet(_SHEET)
        write_table(book, page, sheet, origin)
    return out.getvalue()


def write_tables(sheets: Sequence[ListSheet], origin: Origin, mark: str) -> bytes:
    """Several lists as pages of one workbook, each with the mark across its head and foot."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": origin.office, "author": origin.office, "comments": mark})
        for sheet in sheets:
            page = book.add_worksheet(_tab(sheet.title))
            write_table(book, page, sheet, origin)
            page.set_header(f'&C&"Arial,Bold"&9{_mark(mark)}')
            page.set_footer(f"&L&8{_mark(mark)}&R&8&P / &N")
    return out.getvalue()


def _tab(title: str) -> str:
    """What Excel takes as the name of a page."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31]


def write_table(book: Any, page: Any, sheet: ListSheet, origin: Origin) -> None:
    """A list on one page of a workbook, with its origin on top and on every printed page."""
    bold = book.add_format({"bold": True, "font_size": 13})
    small = book.add_format({"font_size": 9, "font_color": "#55534D"})
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F0EFEA", "text_wrap": True})
    formats = {
        "text": book.add_format({"num_format": "@", "quote_prefix": True}),
        "day": book.add_format({"num_format": _DAY, "align": "left"}),
        "number": book.add_format({"num_format": "#,##0"}),
    }
    page.write_string(0, 0, sheet.title, bold)
    page.write_string(1, 0, sheet.about, small)
    page.write_string(2, 0, origin.line(), small)
    for at, column in enumerate(sheet.columns):
        page.write_string(4, at, column.title, head)
    for down, row in enumerate(sheet.rows, start=5):
        for at, value in enumerate(row):
            _write(page, (down, at), value, formats)
    for at, column in enumerate(sheet.columns):
        longest = max((len(row[at].text) for row in sheet.rows), default=0)
        page.set_column(at, at, min(_WIDEST, max(longest, len(column.title)) + 3))
    page.freeze_panes(5, 1)
    page.autofilter(4, 0, 4 + max(len(sheet.rows), 1), max(len(sheet.columns) - 1, 0))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(4)
    page.set_header("&L&8" + _mark(origin.line()))
    page.set_footer(f"&L&8{_mark(origin.office)}&R&8&P / &N")


def _mark(text: str) -> str:
    """A header's text: an ampersand is doubled, and Excel takes no more than 255 signs."""
    return text.replace("&", "&&")[:200]


def _write(page: Any, place: tuple[int, int], value: Shown, formats: dict[str, Any]) -> None:
    if isinstance(value.raw, date):
        page.write_datetime(*place, value.raw, formats["day"])
    elif isinstance(value.raw, int):
        page.write_number(*place, value.raw, formats["number"])
    elif value.text:
        page.write_string(*place, value.text, formats["text"])
