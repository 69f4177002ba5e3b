"""The empty list that the page hands out comes back without a question."""

import io

import pytest
from python_calamine import CalamineWorkbook

from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_look import look, targets_of
from desbumi_app.usecases.import_read import propose, read_list
from desbumi_app.usecases.import_template import COLUMNS, import_template


@pytest.fixture
def template(office, tmp_path):
    path = tmp_path / "daftar-kosong.xlsx"
    path.write_bytes(import_template(office))
    return path


def test_every_column_is_known_for_certain_and_says_what_to_write(office, template):
    found = targets_of(office.catalogue).guess(tuple(COLUMNS))
    assert list(found.exact.values()) == list(COLUMNS.values())
    page, explained = (
        one.to_python() for one in map(CalamineWorkbook.from_path(str(template)).get_sheet_by_index, (0, 1))
    )
    assert tuple(page[0]) == tuple(COLUMNS)
    told = {row[0]: row[1] for row in explained}
    assert {name: told[name] for name in COLUMNS if not told[name]} == {}


def test_empty_it_is_no_list_and_filled_in_it_comes_in_whole(office, template, tmp_path):
    with pytest.raises(WorkbookError, match="empty"):
        read_list(office, template, propose(office, template))
    import xlsxwriter

    filled = tmp_path / "terisi.xlsx"
    row = (
        "Siti Aminah", "9901015003950001", "9901010101100002", "Perempuan", "10 Mar 1995", "Montong", "004", "Jalan Bunga 1",
        "0812 5555 0101", "Malaysia", "Pekerja pabrik", "Agu 2023", "", "Inaq Rohani", "0812 5555 0102",
    )  # fmt: skip
    with xlsxwriter.Workbook(str(filled), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Warga")
        sheet.write_row(0, 0, tuple(COLUMNS))
        sheet.write_row(1, 0, row)
    assert len(look(office, filled)) == 1
    done = apply_list(office, read_list(office, filled, propose(office, filled)))
    assert (done.rows, done.new, done.rejected) == (1, 1, 0)
    assert io.BytesIO(template.read_bytes()).read(2) == b"PK"
    (person,) = office.register.rows_where("people")
    (journey,) = office.register.rows_where("journeys")
    (contact,) = office.register.rows_where("contacts")
    assert (person["nik"], person["sex"], person["born_on"]) == ("9901015003950001", "female", "1995-03-10")
    assert (journey["country"], journey["departed_on"], contact["name"]) == ("MY", "2023-08", "Inaq Rohani")
