"""What leaves as a list is what was shown, in its order, with who took it and what for; nothing in it is a formula."""

import csv
import io
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from desbumi_app.documents.listing import BOM, Heading, ListSheet, Shown, harmless
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.export_list import Form, export_list
from tests.desbumi_app.documents.reading import text_of

COLUMNS = (Heading("Nama"), Heading("Umur", right=True), Heading("Berangkat"), Heading("Dusun"))
ROWS = (
    (Shown("Siti Aminah"), Shown("34", 34), Shown("21 Nov 2026", date(2026, 11, 21)), Shown("Montong")),
    (Shown("=cmd|'/c calc'!A1"), Shown(""), Shown("2026"), Shown("+62 812")),
    (Shown("@Ahmad"), Shown("31–32"), Shown(""), Shown("-")),
)
SHEET = ListSheet("Orang: Bekerja", "3 dari 212 orang, menurut nama.", COLUMNS, ROWS)
REASON = "Rapat Dusun & Lapor Diri"


def lines(office):
    return [line for line in office.register.audit_lines() if line.kind in {"export", "print"}]


def test_the_text_file_is_what_was_shown_with_its_mark_and_no_formula(office):
    data = export_list(office, SHEET, (b"\0" * 20,), Form.TEXT, REASON)
    text = data.decode("utf-8")
    assert text.startswith(BOM)
    assert list(csv.reader(io.StringIO(text[1:]), delimiter=";")) == [
        ["Nama", "Umur", "Berangkat", "Dusun"],
        ["Siti Aminah", "34", "21 Nov 2026", "Montong"],
        ["'=cmd|'/c calc'!A1", "", "2026", "'+62 812"],
        ["'@Ahmad", "31–32", "", "'-"],
    ]


@pytest.mark.parametrize("begun", [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "   @SUM(A1)", "\u00a0=1", "\u3000+1", "\u200b=1",
    "\ufeff-1", "\x00=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", " \t\uff1d1", "\ufe661",
])  # fmt: skip
def test_a_cell_that_begins_like_a_formula_is_made_harmless(begun):
    assert harmless(begun) == "'" + begun


@pytest.mark.parametrize("plain", ["1+1=2", "", "  ", " Siti", "Karang-Lor", "O'o", "\u2013"])
def test_any_other_cell_stays_as_it_is(plain):
    assert harmless(plain) == plain


def test_the_workbook_holds_real_days_and_numbers_and_text_that_is_never_a_formula(office):
    data = export_list(office, SHEET, (), Form.WORKBOOK, REASON)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Orang: Bekerja"
    assert rows[1][0] == "3 dari 212 orang, menurut nama."
    assert "Sari Wahyuni" in rows[2][0]
    assert REASON in rows[2][0]
    assert rows[4:] == [
        ["Nama", "Umur", "Berangkat", "Dusun"],
        ["Siti Aminah", 34.0, date(2026, 11, 21), "Montong"],
        ["=cmd|'/c calc'!A1", "", "2026", "+62 812"],
        ["@Ahmad", "31–32", "", "-"],
    ] or isinstance(rows[5][2], datetime)
    assert b"<f>" not in data


def test_the_paper_names_columns_rows_order_reason_and_who_printed(office):
    pdf = export_list(office, SHEET, (), Form.PAPER, REASON)
    text = text_of(pdf)
    for wanted in (
        "Orang: Bekerja",
        "3 dari 212 orang",
        REASON,
        "Sari Wahyuni",
        "Siti Aminah",
        "Halaman 1 dari 1",
    ):
        assert wanted in text, wanted
    assert text.index("Siti Aminah") < text.index("@Ahmad")


def test_every_page_has_its_head_and_a_long_value_is_cut_only_where_it_must_be(office):
    rows = tuple((Shown(f"Orang {n:03} " + "x" * (n % 90)), Shown(), Shown(), Shown("ﷺ")) for n in range(80))
    pdf = export_list(office, ListSheet("Orang", "80 orang", COLUMNS, rows), (), Form.PAPER, REASON)
    text = text_of(pdf)
    assert text.count("Nama") == text.count("Halaman") == 3
    assert all(f"Orang {n:03}" in text for n in range(80))


def test_what_leaves_is_an_audit_line_with_its_reason_first(office):
    people = tuple(bytes([n]) * 20 for n in range(3))
    export_list(office, SHEET, people, Form.WORKBOOK, f"  {REASON} ")
    export_list(office, SHEET, people, Form.PRINT, REASON)
    assert [(one.kind, one.purpose, one.records, f"{one.detail}: {one.reason}") for one in lines(office)] == [
        ("export", "people_list", people, f"xlsx: {REASON}"),
        ("print", "people_list", people, f"print: {REASON}"),
    ]
    assert lines(office)[0].operator == office.operator.id


@pytest.mark.parametrize("reason", ["", "   ", "abc"])
def test_without_a_reason_nothing_leaves(office, reason):
    answer = export_list(office, SHEET, (), Form.TEXT, reason)
    assert isinstance(answer, Refused)
    assert answer.problems[0].field == "reason"
    assert lines(office) == []


def test_nobody_and_a_paper_of_a_whole_district_are_refused(office):
    nobody = ListSheet("Orang", "", COLUMNS, ())
    assert isinstance(export_list(office, nobody, (), Form.TEXT, REASON), Refused)
    many = ListSheet("Orang", "", COLUMNS, ROWS * 1_700)
    assert isinstance(export_list(office, many, (), Form.PAPER, REASON), Refused)
    assert isinstance(export_list(office, many, (), Form.TEXT, REASON), bytes)
    assert len(lines(office)) == 1
