"""Foreign lists: damaged files give a coded message, damaged numbers are refused, the rest is read."""

import zipfile
from datetime import date

import pytest
import xlsxwriter

from desbumi_app.catalogue import import_rows, workbook
from desbumi_app.catalogue.import_columns import header_row, map_columns
from desbumi_app.catalogue.import_rows import Column, Verdict, read_cell, read_row
from desbumi_app.catalogue.workbook import Cell, WorkbookError, read_workbook
from desbumi_app.domain.problems import Message
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import HEADER, write_opensid_workbook

TODAY = date(2026, 11, 21)
ALIASES = {
    "name": ("nama", "nama lengkap"),
    "nik": ("nik", "no ktp"),
    "kk_number": ("no_kk", "nomor kartu keluarga"),
    "born_on": ("tanggallahir", "tgl lahir", "tanggal lahir"),
    "sex": ("sex", "jenis kelamin"),
    "phone": ("telepon", "hp"),
}
NEVER = ("cacat_id", "hamil", "cara_kb_id")
COLUMNS = {
    "name": Column("text", required=True),
    "nik": Column("nik"),
    "kk_number": Column("kk_number"),
    "born_on": Column("partial_date", {"max": "today"}),
    "sex": Column("choice", values={"male": ("1", "L"), "female": ("2", "P")}),
    "phone": Column("phone"),
}
ORDER = dict(enumerate(COLUMNS))


def book(path, rows):
    with xlsxwriter.Workbook(str(path)) as out:
        sheet = out.add_worksheet("Data")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
    return path


def texts(sheet):
    return [[cell.text for cell in row] for row in sheet.rows]


def code(path):
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path)
    assert caught.value.message.msgid == workbook.MESSAGES[caught.value.code]
    return caught.value.code


def test_excel_cells_are_texts_and_say_when_they_were_numbers(tmp_path):
    path = book(
        tmp_path / "a.xlsx", [["nama", "nik"], ["Siti", 9901015003950001], ["Ali", "9901011003950001"]]
    )
    sheet = read_workbook(path).sheets[0]
    assert sheet.name == "Data"
    assert [row[1].number for row in sheet.rows] == [False, True, False]
    assert texts(sheet)[2] == ["Ali", "9901011003950001"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_in_the_encodings_and_marks_of_real_programs(tmp_path, encoding, mark):
    path = tmp_path / "a.csv"
    path.write_bytes(f'nama{mark}nik\r\n"Sé;ti, A"{mark}9901015003950001\r\n'.encode(encoding))
    assert texts(read_workbook(path).sheets[0]) == [["nama", "nik"], ["Sé;ti, A", "9901015003950001"]]


def write(path, data):
    path.write_bytes(data)
    return path


def test_each_damaged_file_has_its_own_message(tmp_path, monkeypatch):
    good = book(tmp_path / "good.xlsx", [["nama"], ["Siti"]]).read_bytes()
    assert code(tmp_path / "gone.xlsx") == "not_found"
    assert code(write(tmp_path / "a.pdf", b"%PDF-1.7")) == "wrong_kind"
    assert code(write(tmp_path / "a.xlsx", b"%PDF-1.7")) == "damaged"
    assert code(write(tmp_path / "b.xlsx", good[: len(good) // 2])) == "damaged"
    assert texts(read_workbook(write(tmp_path / "c.csv", good)).sheets[0]) == [["nama"], ["Siti"]]
    assert code(write(tmp_path / "d.csv", b"nama;nik\nSi\0ti;1\n")) == "nul_bytes"
    assert code(write(tmp_path / "e.csv", b"")) == "empty"
    assert code(write(tmp_path / "f.csv", b"\n;;\n \n")) == "empty"
    assert code(book(tmp_path / "g.xlsx", [])) == "empty"
    assert code(write(tmp_path / "h.csv", b"nama\n" + b"x" * 10_000_000)) == "cell_too_large"
    assert code(write(tmp_path / "i.csv", b"nama;nik\n" + b"x" * 10_001 + b";1\n")) == "cell_too_large"
    assert code(write(tmp_path / "j.csv", b";" * 401 + b"\n")) == "too_many_columns"
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
    assert code(write(tmp_path / "k.xlsx", locked)) == "password"
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    assert code(write(tmp_path / "l.csv", b"a;b\n" * 4)) == "too_many_rows"
    assert code(book(tmp_path / "m.xlsx", [["a"]] * 4)) == "too_many_rows"
    monkeypatch.setattr(workbook, "MAX_FILE_BYTES", 100)
    assert code(write(tmp_path / "n.xlsx", good)) == "too_large"


def test_a_small_file_that_unfolds_into_gigabytes_is_refused(tmp_path, monkeypatch):
    path = book(tmp_path / "bomb.xlsx", [["nama"] * 50] * 200)
    monkeypatch.setattr(workbook, "MAX_UNFOLDED", 10_000)
    assert code(path) == "too_large"


def test_a_zip_that_is_no_workbook_is_damaged(tmp_path):
    path = tmp_path / "z.xlsx"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("readme.txt", "x")
    assert code(path) == "damaged"


def test_known_columns_are_taken_similar_ones_taken_or_asked_and_special_ones_never():
    found = map_columns(
        ["NAMA", "No. KK", "N I K", "tanggal lahr", "kelamin", "hamil", "warna", ""], ALIASES, never=NEVER
    )
    assert found.exact == {0: "name", 1: "kk_number", 2: "nik"}
    assert found.similar == {3: "born_on"}
    assert found.ask == {4: "sex"}
    assert (found.unknown, found.refused) == ((6,), (5,))
    assert found.fields == {0: "name", 1: "kk_number", 2: "nik", 3: "born_on"}


def test_one_field_is_never_taken_from_two_columns():
    found = map_columns(["nama", "nama lengkap"], ALIASES)
    assert found.exact == {0: "name"}
    assert "name" not in {**found.similar, **found.ask}.values()


def test_the_header_is_found_below_a_title_and_missed_when_there_is_none():
    rows = [["DAFTAR PENDUDUK", ""], ["", ""], ["Nama", "NIK"], ["Siti", "9901015003950001"]]
    assert header_row(rows, ALIASES) == 2
    assert header_row(rows[3:], ALIASES) is None
    assert header_row([], ALIASES) is None


@pytest.mark.parametrize(
    ("cell", "kind", "value", "messages"),
    [
        (Cell("9901015003950000", number=True), "nik", None, [import_rows.NUMERIC_CELL]),
        (Cell("9901015003950001", number=True), "nik", None, [import_rows.NUMERIC_CELL]),
        (Cell("9.90101500395e+15"), "nik", None, None),
        (Cell("990101500395000"), "nik", None, None),
        (Cell("9901015003950001"), "nik", "9901015003950001", []),
        (Cell("-"), "nik", None, []),
        (Cell("0000-00-00"), "date", None, [import_rows.ZERO_DATE]),
        (Cell("1996-03-10"), "date", "1996-03-10", []),
        (Cell("35134", number=True), "date", "1996-03-10", [import_rows.SERIAL_DATE]),
        (Cell("35134"), "date", "1996-03-10", [import_rows.SERIAL_DATE]),
        (Cell("1996", number=True), "partial_date", "1996", []),
        (Cell("61", number=True), "date", "1900-03-01", [import_rows.SERIAL_DATE]),
        (Cell("81234567890", number=True), "phone", "+6281234567890", []),
    ],
)
def test_what_a_spreadsheet_does_to_numbers_and_dates(cell, kind, value, messages):
    parsed = read_cell(cell, Column(kind), TODAY)
    assert parsed.value == value
    if messages is None:
        assert [p.level for p in parsed.problems] == ["stop"]
    else:
        assert [p.message.msgid for p in parsed.problems] == messages


def row(*cells):
    return read_row(7, [c if isinstance(c, Cell) else Cell(c) for c in cells], ORDER, COLUMNS, TODAY)


@pytest.mark.parametrize(
    ("cells", "verdict", "fields"),
    [
        (("Siti", "9901015003950001", "9901010101100002", "1995-03-10", "2", ""), "good", []),
        (("Siti", "", "", "", "", ""), "good", []),
        (("-", "9901015003950001", "", "", "", ""), "rejected", ["name"]),
        (("Siti", "990101500395000", "", "", "", ""), "rejected", ["nik"]),
        (("Siti", Cell("9901015003950001", number=True), "", "", "", ""), "rejected", ["nik"]),
        (("Siti", "9901015003950001", "", "1995-04-10", "2", ""), "look", ["nik"]),
        (("Siti", "9901015003950001", "", "1995-03-10", "1", ""), "look", ["nik"]),
        (("Siti", "", "", "1995-02-30", "", ""), "look", ["born_on"]),
        (("Siti", "", "", "2027-01-01", "", ""), "look", ["born_on"]),
        (("Siti", "", "", "", "99", ""), "look", ["sex"]),
        (("Siti",), "good", []),
    ],
)
def test_each_row_gets_a_verdict_with_its_reasons(cells, verdict, fields):
    read = row(*cells)
    assert (read.verdict.value, [p.field for p in read.problems]) == (verdict, fields)
    assert read.number == 7


def test_a_field_that_could_not_be_read_is_left_out_of_the_row():
    assert row("Siti", "", "", "1995-02-30", "2", "").values["born_on"] is None
    assert row("Siti", "", "", "1995-02-30", "2", "").values["sex"] == "female"


def test_an_invented_village_comes_through_whole_and_only_its_planted_faults_are_found(tmp_path):
    residents = generate(5, 400, SUKACONTOH)
    write_opensid_workbook(tmp_path / "desa.xlsx", residents)
    sheet = read_workbook(tmp_path / "desa.xlsx").sheets[0]
    assert header_row(texts(sheet), ALIASES) == 0
    found = map_columns(HEADER, ALIASES, never=NEVER)
    assert [HEADER[i] for i in found.refused] == ["cacat_id", "cara_kb_id", "hamil"]
    rows = [
        read_row(number, cells, found.exact, COLUMNS, TODAY)
        for number, cells in enumerate(sheet.rows[1:], start=2)
    ]
    assert len(rows) == 400
    for resident, read in zip(residents, rows, strict=True):
        if not resident.fault:
            assert (read.verdict, read.values["nik"]) == (Verdict.GOOD, resident.nik)
            assert read.values["born_on"] == resident.born
        if resident.fault == "nik_fifteen":
            assert read.verdict == Verdict.REJECTED
        if resident.fault in ("nik_other_birth", "no_birth"):
            assert read.verdict == Verdict.LOOK


def test_messages_carry_their_numbers():
    assert WorkbookError("too_large", limit="60").message == Message(
        workbook.MESSAGES["too_large"], {"limit": "60"}
    )
