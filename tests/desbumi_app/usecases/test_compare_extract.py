"""The difference list says who stands where, asks about likely names, and changes nothing."""

import pytest

from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.usecases.compare_extract import Standing, compare_extract

HEAD = "DATA PENEMPATAN;;;;\nNIK;Nama PMI;Negara Penempatan;No Surat;Tgl Kontrak\n"


@pytest.fixture
def village(office):
    """Four people with a journey, one without; Siti's letter is in force."""
    people = (
        ("Siti Aminah", "9901015406980001", "MY", "2024-03-01"), ("Baiq Rohani", "9901014101900003", "HK", None),
        ("Lalu Dedi", None, "TW", "2023-05-01"), ("Ahmad Yani", "9901011003700001", "SA", None),
    )  # fmt: skip
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for name, nik, country, starts in people:
            one = tx.create("people", {"name": name, "nik": nik})
            tx.create("journeys", {"person_id": one, "country": country, "contract_starts_on": starts})
            if name == "Siti Aminah":
                tx.create("letters", {"person_id": one, "number": "474/1/2024", "template": "x"})
        tx.create("people", {"name": "Inaq Tinggal", "nik": "9901014107600001"})
    return office


def compared(office, tmp_path, rows):
    path = tmp_path / "bp3mi.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return compare_extract(office, path)


def test_everybody_stands_in_exactly_one_place(village, tmp_path):
    before = village.register.state_hash()
    found = compared(
        village, tmp_path,
        "9901015406980001;SITI AMINAH;Malaysia;474/1/2024;01/03/2024\n"
        "9901014101900003;Baiq Rohani;Taiwan;;\n"
        ";Lalu Deddy;Taiwan;;01/05/2023\n"
        "9901012212950009;Made Asing;Hongkong;;\n",
    )  # fmt: skip
    told = {(one.there.name or one.here.name): (one.standing, one.differs) for one in found}
    assert told == {
        "SITI AMINAH": (Standing.SAME, ()),
        "Baiq Rohani": (Standing.DIFFERS, ("country",)),
        "Lalu Deddy": (Standing.PERHAPS, ("name",)),
        "Made Asing": (Standing.ONLY_THERE, ()),
        "Ahmad Yani": (Standing.ONLY_HERE, ()),
    }
    assert found[0].standing is Standing.PERHAPS
    assert village.register.state_hash() == before


def test_letter_and_contract_date_that_differ_are_named(village, tmp_path):
    found = compared(village, tmp_path, "9901015406980001;Siti Aminah;Malaysia;474/9/2024;02/03/2024\n")
    assert next(one.differs for one in found if one.there.name) == ("letter", "contract")


def test_two_numbers_that_differ_are_never_a_likely_pair(village, tmp_path):
    found = compared(village, tmp_path, "9901011003709999;Ahmad Yani;Arab Saudi;;\n")
    assert {one.standing for one in found if "Ahmad" in (one.there.name + one.here.name)} == {
        Standing.ONLY_THERE, Standing.ONLY_HERE,
    }  # fmt: skip


def test_a_number_that_excel_cut_is_compared_by_name(village, tmp_path):
    found = compared(village, tmp_path, "9,90101E+15;Siti Aminah;Malaysia;;\n")
    assert next(one.standing for one in found if one.there.name == "Siti Aminah") is Standing.PERHAPS


def test_a_file_without_names_is_refused(village, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("satu;dua\n1;2\n")
    with pytest.raises(WorkbookError, match="no_header"):
        compare_extract(village, path)
