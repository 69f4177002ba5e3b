"""Every file an office may be handed is read or refused with its own words, and never with all of the memory."""

import subprocess
import sys
import time
import zipfile

import pytest
import xlsxwriter

from desbumi_app.catalogue import import_guard, workbook
from desbumi_app.catalogue.import_book import open_book
from desbumi_app.catalogue.workbook import WorkbookError, read_workbook
from tests.desbumi_app.catalogue.foreign_files import ods, sheet_xml, xls

ROWS = [["Nama", "NIK"], ["Siti Aminah", "9901015406980001"], ["Baiq Nur'aini", "9901014101900003"]]
MEMORY_MB = 700


def texts(path):
    return [[cell.text for cell in row] for row in read_workbook(path).sheets[0].rows]


def code(path):
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path)
    return caught.value.code


def test_opendocument_and_old_excel_are_read(tmp_path):
    assert texts(ods(tmp_path / "a.ods", ROWS)) == ROWS
    assert texts(xls(tmp_path / "a.xls", ROWS)) == ROWS


def test_a_workbook_under_a_wrong_name_is_read_for_what_it_is(tmp_path):
    assert texts(xls(tmp_path / "a.xlsx", ROWS)) == ROWS
    assert texts(ods(tmp_path / "b.csv", ROWS)) == ROWS
    (tmp_path / "c.xls").write_text("Nama\tNIK\nSiti Aminah\t9901015406980001\n")
    assert texts(tmp_path / "c.xls") == ROWS[:2]


def test_a_web_page_that_calls_itself_excel_says_what_to_do(tmp_path):
    page = tmp_path / "a.xls"
    page.write_text("<html><table><tr><td>Nama</td></tr></table></html>")
    assert code(page) == "web_page"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_as_excel_and_others_write_it(tmp_path, encoding, mark):
    path = tmp_path / "a.csv"
    path.write_bytes(f"Nama{mark}Alamat\r\nJosé{mark}Jalan A\r\n".encode(encoding))
    assert texts(path) == [["Nama", "Alamat"], ["José", "Jalan A"]]


def test_the_separator_is_the_list_s_and_not_that_of_a_title(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("DAFTAR PMI, DESA SUKACONTOH, TAHUN 2026\nNama;Alamat\nSiti;Jalan A, Nomor 1\nBaiq;B\n")
    assert texts(path)[1:] == [["Nama", "Alamat"], ["Siti", "Jalan A, Nomor 1"], ["Baiq", "B"]]
    path.write_text("sep=,\nNama,Alamat\nSiti,Jalan A\n")
    assert texts(path) == [["Nama", "Alamat"], ["Siti", "Jalan A"]]


def test_merged_cells_count_for_every_row_they_cover(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 1, 1, 1, "No KK")
        sheet.merge_range(0, 2, 0, 3, "Alamat")
        for column, text in enumerate(("Dusun", "RT"), start=2):
            sheet.write(1, column, text)
        sheet.merge_range(2, 1, 4, 1, "9901010101100002")
        for at in (2, 3, 4):
            sheet.write(at, 2, f"Dusun {at}")
    assert open_book(path).merged(0)
    assert texts(path)[1] == ["No KK", "Dusun", "RT"]
    assert [row[0] for row in texts(path)[2:]] == ["9901010101100002"] * 3


def test_a_formula_is_what_it_last_gave_and_dates_are_days(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, '="Si"&"ti"', None, "Siti")
        sheet.write_number(0, 1, 35134, book.add_format({"num_format": "dd/mm/yyyy"}))
    assert texts(path) == [["Siti", "1996-03-10"]]


def cell(place, text="x"):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_one_cell_at_the_far_end_of_a_sheet_does_not_fill_the_memory(tmp_path):
    far = f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'
    assert code(sheet_xml(tmp_path / "a.xlsx", far)) == "too_many_rows"
    wide = f'<row r="1">{cell("A1")}{cell("XFD1")}</row>'
    assert code(sheet_xml(tmp_path / "b.xlsx", wide)) == "too_many_columns"
    many = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    assert code(ods(tmp_path / "c.ods", ROWS, raw=many)) in {"too_many_rows", "too_many_columns"}


def elsewhere(path, to, change=(b"", b"")):
    """The same workbook with its sheet at another place, to which its relationships point, and changed."""
    moved = path.with_name("moved.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            name = f"xl/{to}" if part.filename.startswith("xl/worksheets/") else part.filename
            data = old.read(part).replace(b"worksheets/sheet1.xml", to.encode())
            new.writestr(name, data.replace(*change) if change[0] else data)
    return moved


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"', "'"), ("<c ", "<c\n"), ("<c ", "<c" + " " * 300), (' r="XFD1048576"', ' s="0" r = "XFD1048576"'),
        ("XFD1048576", "xfd1048576"), (' r="XFD1048576"', ""), ("<c ", "<x:c xmlns:x='urn:x' "),
    ],
)  # fmt: skip
def test_a_far_cell_is_found_however_it_is_written(tmp_path, old, new):
    far = f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'.replace(old, new)
    far = far.replace("</c>", "</x:c>") if "<x:c" in far else far
    assert refused_within_memory(sheet_xml(tmp_path / "a.xlsx", far)) == "too_many_rows"


@pytest.mark.parametrize("place", ["other/sheet1.xml", "worksheets", "media/gambar.png"])
def test_a_far_cell_is_found_wherever_its_sheet_lies(tmp_path, place):
    far = f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'
    assert refused_within_memory(elsewhere(sheet_xml(tmp_path / "a.xlsx", far), place)) == "too_many_rows"
    near = elsewhere(sheet_xml(tmp_path / "b.xlsx", f'<row r="1">{cell("A1", "Nama")}</row>'), place)
    assert texts(near) == [["Nama"]]


def test_a_place_that_is_none_and_a_sheet_that_is_no_xml_are_damaged(tmp_path):
    for rows in (
        cell("1"),
        cell("AAAA1"),
        cell("A99999999"),
        "<row r='-1'/>",
        "</x>",
        "<c r='A1' r='XFD1'/>",
    ):
        assert refused_within_memory(sheet_xml(tmp_path / "a.xlsx", rows)) == "damaged"


def test_a_binary_workbook_under_the_name_of_another_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("xl/workbook.bin", b"\x80" * 100)
    assert code(path) == "wrong_kind"


def test_a_size_that_a_sheet_only_claims_keeps_nobody_from_reading_it(tmp_path):
    claimed = b'<dimension ref="A1:XFD1048576"/><sheetData>'
    path = sheet_xml(tmp_path / "a.xlsx", f'<row r="1">{cell("A1", "Nama")}</row>')
    assert texts(elsewhere(path, "sheet.xml", (b"<sheetData>", claimed))) == [["Nama"]]


def test_merges_over_merges_are_read_without_delay(tmp_path):
    rows = "".join(f'<row r="{n}">{cell(f"A{n}") if n == 1 else cell(f"B{n}")}</row>' for n in range(1, 5001))
    merges = "".join(
        f'<mergeCell ref="A1:A{5000 - n % 2}"/><mergeCell ref="A{n}:A5000"/>' for n in range(1, 5000)
    )
    path = sheet_xml(tmp_path / "a.xlsx", f"{rows}</sheetData><mergeCells>{merges}</mergeCells><sheetData>")
    begun = time.process_time()
    read = list(open_book(path).values(0))
    assert time.process_time() - begun < 5
    assert [row[0] for row in read] == ["x"] * 5000


def test_more_merges_than_a_list_can_have_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(import_guard, "MAX_MERGED", 3)
    merges = "</sheetData><mergeCells>" + '<mergeCell ref="A1:A2"/>' * 4 + "</mergeCells><sheetData>"
    assert code(sheet_xml(tmp_path / "a.xlsx", f'<row r="1">{cell("A1")}</row>{merges}')) == "damaged"


def test_the_empty_rest_of_an_opendocument_sheet_is_no_list_of_a_million_rows(tmp_path):
    rest = (
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert texts(ods(tmp_path / "a.ods", ROWS, raw=rest)) == ROWS


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path):
    path = sheet_xml(tmp_path / "a.xlsx", f'<row r="1">{cell("A1", "x" * 50_000)}</row>')
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as pack:
        size = pack.getinfo("xl/worksheets/sheet1.xml").file_size
    place = data.rindex(size.to_bytes(4, "little"))
    data[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    assert code(path) == "damaged"


def test_an_empty_sheet_beside_a_full_one_is_passed_over(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Kosong")
        book.add_worksheet("Data").write(0, 0, "Nama")
    assert [one.name for one in read_workbook(path).sheets] == ["Data"]


def test_every_refusal_is_known_in_both_languages():
    from desbumi_app.words import Words

    same = [
        one
        for one in workbook.MESSAGES.values()
        if Words("id").text(one, limit=1, row=1) == Words("en").text(one, limit=1, row=1)
    ]
    assert same == []


MEASURED = """
import resource, sys
from pathlib import Path
from desbumi_app.catalogue.workbook import WorkbookError, read_workbook
resource.setrlimit(resource.RLIMIT_AS, ({limit} << 20,) * 2)
try:
    read_workbook(Path(sys.argv[1]))
except WorkbookError as error:
    print(error.code)
"""


def refused_within_memory(path):
    code = MEASURED.format(limit=MEMORY_MB)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_million_rows_are_refused_without_a_million_rows_of_memory(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    assert refused_within_memory(sheet_xml(tmp_path / "juta.xlsx", rows)) == "too_many_rows"


def test_a_bomb_of_gigabytes_is_refused_without_unfolding_it(tmp_path):
    path = tmp_path / "bom.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
        out.open("xl/sharedStrings.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(900):
            part.write(b"x" * (1 << 20))
    assert path.stat().st_size < 5_000_000
    assert refused_within_memory(path) == "too_large"


def test_a_cell_of_ten_megabytes_is_refused(tmp_path):
    path = sheet_xml(tmp_path / "sel.xlsx", f'<row r="1">{cell("A1", "x" * 10_000_000)}</row>')
    assert refused_within_memory(path) == "cell_too_large"
    (tmp_path / "sel.csv").write_text("nama;nik\n" + "x" * 10_000_000 + ";1\n")
    assert refused_within_memory(tmp_path / "sel.csv") == "cell_too_large"
