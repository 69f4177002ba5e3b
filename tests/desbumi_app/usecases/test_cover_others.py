"""What officers wrote about one person goes to that person without the names and numbers of others."""

import json

import pytest

from db.session import wire_id
from desbumi_app.catalogue.fields import Kind
from desbumi_app.usecases.cover_others import MAIL, NAME, NUMBER, WRITTEN, Others, written
from desbumi_app.usecases.export_person import PersonForm, export_person, notes_of
from desbumi_app.usecases.read_person import OWN_TABLES, read_person
from tests.desbumi_app.documents.reading import text_of

REASON = "Diminta Wahyuni sendiri"


@pytest.fixture
def person(office):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        made = tx.create("people", {
            "name": "Wahyuni Puspitasari", "nik": "9901015406980002", "mother_name": "Inaq Rahasia", "phone": "+6281255550123", "email": "wahyuni@contoh.id",
            "directions": "Dekat rumah Lalu Tetangga Jauh, tanya Wahyuni.",
        })  # fmt: skip
        tx.create("people", {"name": "Lalu Tetangga Jauh", "nik": "9901014406980003"})
        tx.create("people", {"name": "Bunga"})
        tx.create("people", {"name": "Sri Wahyuni Puspitasari"})
        own = {"person_id": wire_id(made)}
        tx.create(
            "contacts", own | {"name": "Kakak Misterius", "relation": "sibling", "phone": "+6281299990000"}
        )
        tx.create("contacts", own | {"name": "Sumarni", "relation": "friend"})
        tx.create("letters", own | {"subject_name": "Baiq Orang Lain Sekali", "template": "domicile"})
        tx.create("plans", own | {"note": "Pinjaman untuk bunga di pekarangan.", "what": "kiosk"})
    return made


@pytest.fixture
def others(office, person):
    return Others(office, read_person(office, person, "desk"))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Kakaknya Misterius menelepon.", f"Kakaknya {NAME} menelepon."),
        ("Ditemui LALU TETANGGA JAUH di rumah.", f"Ditemui {NAME} di rumah."),
        ("Ll. Tetangga Jauh, Kakak Misterius", f"{NAME}, {NAME}"),
        ("Tetangga dari jauh datang.", "Tetangga dari jauh datang."),
        ("Wahyuni Puspitasari dan Inaq Rahasia", f"Wahyuni Puspitasari dan {NAME}"),
        ("Nomornya 0812 9999 0000, dulu 0812-5555-0123.", f"Nomornya {NUMBER}, dulu 0812-5555-0123."),
        ("NIK 9901014406980003, bukan 9901015406980002", f"NIK {NUMBER}, bukan 9901015406980002"),
        ("majikan +60 12-345 6789", f"majikan {NUMBER}"),
        ("Paspor C7654321 milik kakak", f"Paspor {NUMBER} milik kakak"),
        (
            "Pada 01-02-2026 10.30 membayar Rp 1.500.000.000",
            "Pada 01-02-2026 10.30 membayar Rp 1.500.000.000",
        ),
        ("Bunga pinjaman 2 %", "Bunga pinjaman 2 %"),
        ("Kirim ke bunga.indah@contoh.id atau WAHYUNI@contoh.id", f"Kirim ke {MAIL} atau WAHYUNI@contoh.id"),
        ("Kantornya (0370) 123456.", f"Kantornya {NUMBER}."),
        ("NIK 990101-440698-0003 dan 990101-540698-0002", f"NIK {NUMBER} dan 990101-540698-0002"),
        ("paspor c7654321, biaya rp1500000", f"paspor {NUMBER}, biaya rp1500000"),
        (
            "Dari 01-02-2026 02-03-2026 atau 2026-02-01 2026-03-01",
            "Dari 01-02-2026 02-03-2026 atau 2026-02-01 2026-03-01",
        ),
        ("Tanya Tetangga Jauh di pasar.", f"Tanya {NAME} di pasar."),
        ("Sri Wahyuni Puspitasari, Wahyuni Puspitasari", f"{NAME}, Wahyuni Puspitasari"),
        ("Sumarni menjaga anaknya.", f"{NAME} menjaga anaknya."),
        ("", ""),
    ],
)
def test_names_and_numbers_of_others_are_covered_and_nothing_else(others, said, shown):
    assert others.covered(said) == shown


def test_a_word_that_is_all_of_somebodys_name_is_marked_for_who_reads_first_and_goes_out_plain(others):
    assert others.marked("Uang dari Bunga, bunga 2 %. Wahyuni dan Sumarni.") == (
        f"Uang dari «Bunga», bunga 2 %. Wahyuni dan {NAME}."
    )
    assert others.covered("Uang dari Bunga.") == "Uang dari Bunga."


def test_every_field_in_which_sentences_are_written_is_one_of_them(office):
    tables = {name: office.catalogue.table(name) for name in ("people", *OWN_TABLES)}
    for name, table in tables.items():
        assert all(written(name, one) for one in table.fields if one.kind is Kind.NOTE)
    assert {
        f"{name}.{one}" for name, found in WRITTEN.items() for one in found if not tables[name].has(one)
    } == set()


def test_what_goes_out_is_covered_on_paper_and_as_data_and_read_first(office, person):
    file = read_person(office, person, "desk")
    assert ("Petunjuk menuju rumah", f"Dekat rumah {NAME}, tanya Wahyuni.") in notes_of(office, file)
    paper = text_of(export_person(office, person, PersonForm.PAPER, REASON))
    data = export_person(office, person, PersonForm.DATA, REASON).decode()
    for text in (paper, data):
        assert NAME in text
        assert "Tetangga Jauh" not in text
        assert "Baiq Orang Lain" not in text
        assert "bunga di pekarangan" in text
    assert "ditutup" in paper


def test_notes_may_stay_here(office, person):
    body = json.loads(export_person(office, person, PersonForm.DATA, REASON, notes=False))
    assert "directions" not in body["people"][0]
    assert "note" not in body["plans"][0]
    assert body["people"][0]["nik"] == "9901015406980002"
    assert body["notes"] == "left out"
    assert "Tidak ikut dalam salinan ini" in text_of(
        export_person(office, person, PersonForm.PAPER, REASON, notes=False)
    )
