"""A person gets everything that is kept of them and nothing of anybody else; a village gets its book, marked."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from db.errors import StoreError
from db.session import wire_id
from desbumi_app.letter_login import Login
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.export_person import OTHERS, PersonForm, export_person
from desbumi_app.usecases.export_village import TABLES, export_village
from desbumi_app.usecases.read_person import OWN_TABLES, read_person
from desbumi_app.usecases.record_departure import record_departure
from tests.desbumi_app.documents.reading import text_of
from tests.desbumi_app.usecases.test_departure import ABOUT, JOURNEY, a_form

SARI = Login("sari", "empat kata acak kami")
REASON = "Diminta Wahyuni sendiri"


@pytest.fixture
def wahyuni(office):
    about = ABOUT | {"mother_name": "Inaq Rahasia", "phone": "0812 5555 0123"}
    done = record_departure(office, a_form(about=about, journey=JOURNEY | {"departed_on": "01-02-2026"}))
    person = done.saved.record
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create(
            "contacts",
            {
                "person_id": wire_id(person),
                "name": "Kakak Rahasia",
                "relation": "sibling",
                "phone": "+6281299990000",
            },
        )
        tx.create(
            "notices",
            {
                "person_id": wire_id(person), "kind": "consent", "purpose": "placement", "given_on": "2026-01-05",
                "answer": "agreed", "witness_name": "Saksi Rahasia",
            },
        )  # fmt: skip
        tx.create("people", {"name": "Tetangga Rahasia", "nik": "9901014406980003"})
    read_person(office, person, "desk")
    return person


def others(text):
    return [word for word in ("Rahasia", "+6281299990000", "81299990000") if word in text]


def test_the_paper_holds_the_person_the_journey_the_consents_and_who_read_it(office, wahyuni):
    text = text_of(export_person(office, wahyuni, PersonForm.PAPER, REASON))
    for wanted in (
        "Data tentang Wahyuni Puspitasari", "990101 540698 0002", "Taiwan", "1 Februari 2026", "5 Januari 2026",
        "Siapa yang membuka berkas ini", "Sari Wahyuni", "di loket", "Hak Anda",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert others(text) == []


def test_the_data_hold_the_same_for_another_program(office, wahyuni):
    body = json.loads(export_person(office, wahyuni, PersonForm.DATA, REASON))
    assert body["format"] == "desbumi/person/1"
    assert body["people"][0]["nik"] == "9901015406980002"
    assert body["journeys"][0]["departed_on"] == "2026-02-01"
    assert body["notices"][0]["answer"] == "agreed"
    assert all("relation" in one for one in body["contacts"])
    assert set(OWN_TABLES) < set(body)
    reads = {one["purpose"]: one["count"] for one in body["reads"]}
    assert reads["desk"] == 1
    assert reads["export"] == 1
    assert body["exported"]["reason"] == REASON
    assert others(json.dumps(body, ensure_ascii=False)) == []


def test_what_is_left_out_is_declared_so_a_renamed_field_cannot_slip_through(office):
    missing = {
        f"{table}.{name}"
        for table, names in OTHERS.items()
        for name in names
        if not office.catalogue.table(table).has(name)
    }
    assert missing == set()


def test_the_reading_and_the_export_are_audit_lines_with_the_reason(office, wahyuni):
    before = max(line.n for line in office.register.audit_lines())
    export_person(office, wahyuni, PersonForm.PRINT, REASON)
    lines = list(office.register.audit_lines(before))
    assert [
        (one.kind, one.purpose, one.records, f"{one.detail}: {one.reason}".rstrip(": ")) for one in lines
    ] == [
        ("read", "export", (wahyuni,), ""),
        ("print", "person_file", (wahyuni,), f"print: {REASON}"),
    ]


def test_without_a_reason_or_a_person_nothing_leaves(office, wahyuni):
    assert isinstance(export_person(office, wahyuni, PersonForm.DATA, " "), Refused)
    with pytest.raises(StoreError, match="no_such_record"):
        export_person(office, b"\0" * 20, PersonForm.DATA, REASON)
    assert [one for one in office.register.audit_lines() if one.kind == "export"] == []


def test_the_villages_book_is_a_workbook_of_all_its_tables_marked_on_every_page(office, wahyuni):
    data = export_village(office, "Serah terima petugas", SARI, cheap=True)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert len(book.sheet_names) == len(TABLES)
    people = book.get_sheet_by_index(0).to_python()
    heads = people[4]
    names = (
        [row[heads.index("Nama lengkap")] for row in people[5:]] if "Nama lengkap" in heads else people[5:]
    )
    assert any("Wahyuni" in str(one) for one in names)
    assert all(
        "Serah terima petugas" in book.get_sheet_by_index(at).to_python()[2][0] for at in range(len(TABLES))
    )
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == len(TABLES)
        assert all(b"SALINAN" in parts.read(name) for name in sheets)
        assert not any(b"<f>" in parts.read(name) for name in sheets)
    assert [
        (one.purpose, f"{one.detail}: {one.reason}")
        for one in office.register.audit_lines()
        if one.kind == "export"
    ] == [("village", "xlsx: Serah terima petugas")]


def test_the_book_leaves_only_by_an_officer_with_a_reason(office, wahyuni):
    desk = replace(office, operator=replace(office.operator, roles=frozenset({"desk"})))
    assert isinstance(export_village(desk, "Serah terima", SARI, cheap=True), Refused)
    assert isinstance(export_village(office, "", SARI, cheap=True), Refused)
    assert isinstance(export_village(office, "Serah terima", cheap=True), Refused)
    assert [one for one in office.register.audit_lines() if one.kind == "export"] == []
