"""What is recorded of a person stands under headings of its own kind, never under those of another."""

from datetime import date

import pytest

from desbumi_app.catalogue.tables import load_catalogue
from tests.ui.models.files import a_file, row
from ui import language
from ui.models.person_file import documents_columns, documents_rows
from ui.models.person_kinds import KINDS, WIDTHS, kind_columns, kind_rows
from ui.models.person_records import kinds_of
from ui.theme.theme import Theme, apply

CATALOGUE = load_catalogue()


@pytest.fixture(autouse=True)
def indonesian(qapp):
    language.use("id")
    apply(qapp, Theme())


def shown(part, file, **more):
    return [
        (one.heading, tuple(cell.text for cell in one.cells))
        for one in kind_rows(CATALOGUE, file, part, **more)
    ]


def test_each_kind_has_its_own_heading_and_columns_and_the_newest_first():
    file = a_file(
        journeys=[
            row("journeys", 1, country="MY", departed_on="2025-03-12", route="p_to_p", p3mi_name="PT Contoh"),
            row("journeys", 2, country="HK", planned_departure_on="2027-01"),
        ],
        returns=[row("returns", 3, kind="contract_ended", arrived_on="2026-11-01")],
        check_ins=[
            row(
                "check_ins", 4, answer="well", contacted_on="2026-05-11", channel="telephone", source="family"
            ),
            row("check_ins", 5, answer="not_reached", contacted_on="2026-08-02"),
        ],
    )
    assert shown("journeys", file) == [
        (True, ("Perjalanan (2)", "Berangkat", "Jalur", "P3MI atau pemberi kerja", "Kontrak sampai")),
        (False, ("Hong Kong", "rencana Jan 2027", "", "", "")),
        (False, ("Malaysia", "12 Mar 2025", "Melalui P3MI (P to P)", "PT Contoh", "")),
        (True, ("Kepulangan (1)", "Tiba di desa", "Diantar oleh", "Rencana", "Serah terima")),
        (False, ("Habis kontrak", "1 Nov 2026", "", "", "")),
        (True, ("Lapor diri (2)", "Tanggal kabar", "Cara", "Kabar dari", "Hubungi lagi")),
        (False, ("Tidak terjangkau", "2 Agu 2026", "", "", "")),
        (False, ("Baik", "11 Mei 2026", "Telepon", "Keluarga", "")),
    ]


def test_of_the_contacts_the_main_one_stands_first_and_one_no_longer_used_last():
    file = a_file(
        contacts=[
            row("contacts", 1, name="Lama", relation="father", ended_on="2026-01-01", is_main=1),
            row("contacts", 2, name="Inaq", relation="mother", phone="+6281255550200", is_main=1),
            row("contacts", 3, name="Paman"),
        ],
        visits=[row("visits", 4, met="Inaq", visited_on="2026-11-01", next_visit_on="2026-12-01")],
        family=[row("household_members", 5, name="Lalu Kecil", relation="child")],
        household=row("households", 6, head_name="Amaq Rohani", kk_number="5202040101200001", minors_left=2),
    )
    assert shown("family", file) == [
        (True, ("Kontak keluarga (3)", "Hubungan", "Telepon", "Boleh diberi kabar")),
        (False, ("Inaq", "Ibu, hubungi dulu", "+62•••••••0200", "")),
        (False, ("Paman", "", "", "")),
        (False, ("Lama", "Ayah, tidak dipakai lagi", "", "")),
        (True, ("Keluarga (1)", "Nomor KK", "Anak yang ditinggal", "Kunjungan berikutnya")),
        (False, ("Amaq Rohani", "5202••••••••0001", "2", "")),
        (True, ("Anggota keluarga (1)", "Dalam KK", "Telepon", "Bagi PMI")),
        (False, ("Lalu Kecil", "Anak", "", "")),
        (True, ("Kunjungan keluarga (1)", "Tanggal kunjungan", "Kunjungan berikutnya", "Catatan")),
        (False, ("Inaq", "1 Nov 2026", "1 Des 2026", "")),
    ]
    whole = [cells for heading, cells in shown("family", file, whole=True) if not heading]
    assert (whole[0][2], whole[3][1]) == ("+62 812-5555-0200", "520204 010120 0001")
    assert kinds_of(file)[file.household["id"]] == "household"


@pytest.mark.parametrize("part", KINDS)
def test_every_column_of_every_kind_names_fields_that_exist_and_has_a_title(part):
    for kind in KINDS[part]:
        table = CATALOGUE.table(kind.table)
        assert all(table.has(name) for names in kind.shown for name in names.split("|")), kind.table
        assert len(kind.titles) + 1 == len(kind.shown) == len(WIDTHS[part][0]) + 1, kind.table


@pytest.mark.parametrize(("scale", "columns"), [(1.0, 5), (1.25, 4), (1.5, 4)])
def test_headings_and_rows_are_as_wide_as_the_columns_at_every_text_size(qapp, scale, columns):
    apply(qapp, Theme(scale=scale))
    file = a_file(counselling=[row("counselling", 1, held_on="2026-01-02", topics=("money",), with_family=1)])
    assert {len(one.cells) for one in kind_rows(CATALOGUE, file, "journeys")} == {columns}
    assert len(kind_columns("journeys")) == columns


@pytest.mark.parametrize(("scale", "shown"), [(1.0, True), (1.5, False)])
def test_a_paper_shows_number_issuer_validity_and_state(qapp, scale, shown):
    apply(qapp, Theme(scale=scale))
    paper = {"item": "passport", "number": "B1234567", "issuer": "Kanim Mataram", "expires_on": "2027-02-04"}
    file = a_file(documents=[row("documents", 1, status="original_seen", **paper)])
    cells = [one.text for one in documents_rows(CATALOGUE, file, date(2026, 11, 21))[0].cells]
    said = ["Paspor", "B1234567", *(["Kanim Mataram"] if shown else []), "4 Feb 2027", "Ada, asli dilihat"]
    assert (cells, len(documents_columns())) == (said, len(said))
