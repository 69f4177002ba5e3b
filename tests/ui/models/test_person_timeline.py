"""Each line of the history says what happened to which record, who, when, old and new; no code stands in it."""

import pytest

from desbumi_app.catalogue.tables import load_catalogue
from tests.ui.models.files import saved
from ui import language
from ui.models.person_timeline import events

CATALOGUE = load_catalogue()
DOMICILE = {"template": "domicile", "number": "474/007/Ds/2026"}
NAMED = "Surat Keterangan Domisili, nomor 474/007/Ds/2026"


@pytest.fixture(autouse=True)
def indonesian():
    language.use("id")


def told(*entries, kind="all"):
    return [
        tuple(filter(None, (one.sentence, one.detail, one.old, one.new)))
        for one in events(CATALOGUE, entries, kind)
    ]


def test_a_letter_is_named_by_kind_and_number_from_its_draft_to_its_copy():
    assert told(
        saved("letters", 1, copies=(1, 2)),
        saved("letters", 1, state=("handed_over", "void"), voided_on="2026-11-21", void_reason="salah nama"),
        saved("letters", 1, state=("final", "handed_over"), handed_on="2026-11-20", handed_to="Inaq"),
        saved("letters", 1, created=True, state="final", issued_on="2026-11-20", template_version="2", copies=0, **DOMICILE),
        saved("letters", 2, state=("draft", "checked")),
        saved("letters", 2, created=True, state="draft", template="safe_migration", filled=b"x"),
    ) == [
        (f"Salinan dicetak: {NAMED}", "Salinan dicetak: 2"),
        (f"Surat dibatalkan: {NAMED}", "Dibatalkan tanggal: 21 Nov 2026 · Alasan pembatalan: salah nama"),
        (f"Surat diserahkan: {NAMED}", "Diserahkan tanggal: 20 Nov 2026 · Diserahkan kepada: Inaq"),
        (f"Surat dibuat: {NAMED}", "Tanggal surat: 20 Nov 2026"),
        ("Draf surat diperiksa: Surat Keterangan Migrasi Aman",),
        ("Draf surat ditulis: Surat Keterangan Migrasi Aman",),
    ]  # fmt: skip


def test_a_changed_field_says_of_which_record_with_old_new_and_why():
    assert told(
        saved("journeys", 1, reason="salah ketik", visa_expires_on=("2027-01-01", "2027-03-01")),
        saved("documents", 2, original_seen=(None, 1)),
        saved("documents", 2, created=True, item="passport", number="B1234567", expires_on="2027-02-04"),
        saved("journeys", 1, created=True, country="MY", departed_on="2025-03-12", job="caregiver"),
        saved("people", 0, phone=("+6281255550100", "+6281255550777")),
    ) == [
        ("Visa berlaku sampai diubah", "perjalanan (Malaysia, 12 Mar 2025) · salah ketik", "1 Jan 2027", "1 Mar 2027"),
        ("Aslinya dilihat diubah", "dokumen (Paspor, 4 Feb 2027)", "–", "Ya"),
        ("Dicatat: dokumen (Paspor, 4 Feb 2027)", "Nomor: B1234567"),
        ("Dicatat: perjalanan (Malaysia, 12 Mar 2025)", "Jabatan: Perawat lansia (caregiver)"),
        ("Nomor HP diubah", "+62•••••••0100", "+62•••••••0777"),
    ]  # fmt: skip


def test_what_is_taken_back_is_named_with_the_reason_and_a_death_is_confirmed():
    assert told(
        saved("returns", 1, archived=(None, 1), reason="orang lain"),
        saved("returns", 1, created=True, kind="contract_ended", arrived_on="2026-11-01"),
        saved("life_events", 2, confirmed_by=b"x" * 16),
        saved("life_events", 2, created=True, kind="died", occurred_on="2026-10"),
    ) == [
        ("Ditarik: kepulangan (Habis kontrak, 1 Nov 2026)", "orang lain"),
        ("Dicatat: kepulangan (Habis kontrak, 1 Nov 2026)",),
        ("Kematian dikonfirmasi",),
        ("Dicatat: peristiwa (Meninggal, Okt 2026)",),
    ]


def test_nothing_that_the_program_keeps_for_itself_is_told():
    (line,) = told(
        saved(
            "notices", 1, created=True, kind="consent", given_on="2026-11-01", text_id="n-1", text_version="3"
        )
    )
    assert line == ("Dicatat: pemberitahuan dan persetujuan data (Persetujuan, 1 Nov 2026)",)


def test_a_village_is_told_by_its_name_and_the_other_laptop_and_who_are_told():
    (one,) = events(
        CATALOGUE,
        [saved("life_events", 1, created=True, kind="moved", moved_to="52.02.05.2009", device="ab12")],
    )
    assert (one.date, one.who[:4], one.who[-11:]) == ("20 Nov 2026", "Sari", "laptop ab12")
    assert one.detail == "Pindah ke desa: Batujai"


def test_the_history_is_narrowed_to_papers():
    entries = (
        saved("people", 0, hamlet=("A", "B")),
        saved("letters", 1, created=True, state="final", **DOMICILE),
    )
    assert told(*entries, kind="papers") == [(f"Surat dibuat: {NAMED}",)]
