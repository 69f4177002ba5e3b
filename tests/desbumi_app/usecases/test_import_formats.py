"""The three lists that a village has, in every kind of file that it may lie in: the same people come of each."""

import pytest
import xlsxwriter

from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import HEADER, cells
from desbumi_app.usecases.compare_extract import compare_extract
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_read import propose, read_list
from tests.desbumi_app.catalogue.foreign_files import ods, xls

OPENSID = [list(HEADER), *(list(cells(one).values()) for one in generate(5, 12, SUKACONTOH) if not one.fault)]
VILLAGE = [
    ["DAFTAR WARGA DI LUAR NEGERI", "", "", "", ""],
    ["Nama", "Alamat", "Negara tujuan", "Tgl berangkat", "HP keluarga"],
    ["SITI AMINAH", "Jalan Bunga 1", "Malaysia", "12/03/2024", "081255550101"],
    ["BAIQ RENÉ", "Jalan Bunga 2", "Hongkong", "2023", ""],
]
EXTRACT = [
    ["NIK", "Nama PMI", "Negara", "No Surat", "Tgl kontrak"],
    ["9901015406980001", "SITI AMINAH", "Malaysia", "474/1", "2024-01-03"],
    ["9901012212950009", "MADE ASING", "Hongkong", "12/B", "2025-02-01"],
]


def xlsx(path, rows):
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Lembar Satu")
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
    return path


def csv(mark, encoding):
    def write(path, rows):
        lines = (mark.join(f'"{one}"' if mark in one else one for one in row) for row in rows)
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
        return path

    return write


FILES = {
    "xlsx": ("a.xlsx", xlsx),
    "xls": ("a.xls", xls),
    "ods": ("a.ods", ods),
    "csv utf-8": ("a.csv", csv(",", "utf-8")),
    "csv cp1252 ;": ("a.csv", csv(";", "cp1252")),
}


def bring(office, path):
    return apply_list(office, read_list(office, path, propose(office, path)))


@pytest.mark.parametrize("kind", FILES)
def test_a_population_workbook_of_opensid_comes_in_from_every_kind_of_file(office, tmp_path, kind):
    name, write = FILES[kind]
    done = bring(office, write(tmp_path / name, OPENSID))
    assert done.new == done.rows == len(OPENSID) - 1
    people = {one["nik"]: one for one in office.register.rows_where("people")}
    assert set(people) == {row[HEADER.index("nik")] for row in OPENSID[1:]}
    assert done.not_taken == ("cacat_id", "cara_kb_id", "hamil", "lat", "lng")


@pytest.mark.parametrize("kind", FILES)
def test_a_plain_village_list_comes_in_and_is_compared_with_an_extract_in_every_kind_of_file(
    office, tmp_path, kind
):
    name, write = FILES[kind]
    done = bring(office, write(tmp_path / name, VILLAGE))
    assert (done.rows, done.new) == (2, 2)
    assert {one["name"] for one in office.register.rows_where("people")} == {"Siti Aminah", "Baiq René"}
    assert {one["country"] for one in office.register.rows_where("journeys")} == {"MY", "HK"}
    before = office.register.state_hash()
    compared = compare_extract(office, write(tmp_path / name, EXTRACT))
    counted = sorted(one.standing.value for one in compared)
    assert len(counted) == 3
    assert office.register.state_hash() == before
    again = bring(office, write(tmp_path / name, VILLAGE))
    assert (again.skipped, office.register.state_hash()) == (2, before)
