"""What domain.md 5.4 and 5.5 want on a paper stands on the one that is really issued, not only on a specimen."""

from dataclasses import replace

import pytest

from desbumi_app.catalogue.packs import MISSION, PackRow, to_toml
from desbumi_app.packs_in_use import pack_in, use_pack
from desbumi_app.usecases.issue_letter import Consents, issue_letter
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.documents.reading import text_of
from tests.desbumi_app.usecases.letters import HEAD, MOTHER, SECOND, a_candidate, a_permission

JOURNEY = {"p3mi_licence": "000/CONTOH/2026", "siapkerja_id": "CPMI-000123"}
ROUTE = "Melalui P3MI (P to P)"


def the_letter(office, name, one, page=0, **changes):
    request = a_permission(
        one, template=name, givers=(), witnesses=(), addressee=("Kepala Kantor Contoh", "Rekajaya"), **changes
    )
    prepared = prepare_letter(office, request)
    assert (prepared.missing, prepared.problems) == ((), ())
    return text_of(issue_letter(office, prepared, Consents(SECOND, HEAD), cheap=True).paper.pdf, page)


def told_by_a_list(office, key, number):
    lines = pack_in(office, "hotlines")
    row = PackRow(key, number, lines.row(MISSION).label, "Kemlu", "2026-11", "S")
    rows = (*(one for one in lines.rows if one.key != key), row)
    use_pack(office, "hotlines", to_toml(replace(lines, version=lines.version + 1, rows=rows)))


def test_the_back_of_an_issued_letter_of_safe_migration_names_the_mission_of_the_destination(office):
    back = the_letter(office, "safe_migration", a_candidate(office), page=1)

    assert "129 01-2026 Perwakilan RI di Taiwan ........" in back
    assert back.partition("Perwakilan RI di Taiwan")[2].partition("PPIT Desa")[0].endswith("diisi kabupaten ")


@pytest.mark.parametrize(
    ("key", "said"),
    [("mission_tw", True), ("mission", True), ("mission_my", False)],
    ids=["of this country", "of every country", "of another country"],
)
def test_the_missions_number_comes_from_the_districts_list_of_this_country(office, key, said):
    told_by_a_list(office, key, "+886 000 000")
    back = the_letter(office, "safe_migration", a_candidate(office), page=1)

    assert ("Perwakilan RI di Taiwan +886 000 000 11-2026" in back) == said
    assert ("+886" in back) == said


def test_the_familys_card_names_the_mission_once(office):
    card = the_letter(office, "family_card", a_candidate(office))
    assert card.count("Perwakilan RI") == card.count("Perwakilan RI di Taiwan: ....") == 1


def test_scheme_and_agency_stand_together(office):
    one = a_candidate(office, journey=JOURNEY)
    wanted = f"{ROUTE}: PT Contoh Bahtera, SIP3MI Nomor 000/CONTOH/2026"

    assert wanted in the_letter(office, "safe_migration", one)
    permission = prepare_letter(office, a_permission(one, givers=(MOTHER,)))
    assert wanted in text_of(permission.draft)


def test_only_papers_with_a_day_are_said_to_have_been_seen(office):
    said = the_letter(office, "safe_migration", a_candidate(office))
    assert "dokumen yang bertanggal di atas telah dilihat" in said
    assert "BELUM" in said


def test_the_labour_office_reads_scheme_and_candidate_number_where_they_are_known(office):
    known = the_letter(office, "labour_office_introduction", a_candidate(office, journey=JOURNEY))
    assert f"Jalur penempatan : {ROUTE}" in known
    assert "ID SIAPkerja : CPMI-000123" in known
    unknown = a_candidate(office, about={"nik": "9901015406980010"})
    assert "SIAPkerja" not in the_letter(office, "labour_office_introduction", unknown)
