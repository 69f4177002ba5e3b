"""Checklist, recovery sheet and invitation as the desk prints them: what is on them, what is kept of it."""

import pytest

from db import recovery
from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.documents.errors import PaperError
from desbumi_app.usecases.print_checklist import WalkIn, print_checklist
from desbumi_app.usecases.print_invitation import InvitationPaper, print_invitation
from desbumi_app.usecases.print_recovery_sheet import print_recovery_sheet, sheet_fingerprint
from tests.desbumi_app.documents.reading import qr_of, text_of
from tests.desbumi_app.offices import RecordedClock
from tests.desbumi_app.usecases.abroad import put
from tests.desbumi_app.usecases.letters import a_candidate

CODE = "5MDQ-S42T-7SQMH-MNHR-1VYK-9AC9V"


def last_line(office):
    return list(office.register.audit_lines())[-1]


def test_a_checklist_says_what_was_seen_and_whose_it_is_without_a_number(office):
    one = a_candidate(office, clear=False, counselled=False)
    text = text_of(print_checklist(office, one.person, one.journey).pdf)
    assert "Taiwan" in text
    assert "Wahyuni P." in text
    assert "asli 21-11" in text
    assert "9901015406980002" not in text
    assert "Puspitasari" not in text
    line = last_line(office)
    assert (line.kind, line.purpose, line.records) == ("print", "print_checklist", (one.person,))


def test_who_only_asks_gets_a_list_and_leaves_no_trace_of_himself(office):
    text = text_of(print_checklist(office, WalkIn("p_to_p", "HK", "married")).pdf)
    assert "Hong Kong" in text
    assert "asli 21-11" not in text
    assert last_line(office).records == ()
    assert office.register.count("people") == 0


def test_english_stands_below_on_demand(office):
    plain, both = (text_of(print_checklist(office, WalkIn(), bilingual=one).pdf) for one in (False, True))
    assert "Family card" not in plain
    assert "Family card" in both


def test_a_paper_of_another_journey_is_not_ticked(office):
    one = a_candidate(office)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        second = tx.create("journeys", {"person_id": one.person, "country": "TW", "route": "p_to_p"})
    assert "asli 21-11" not in text_of(print_checklist(office, one.person, second).pdf)


def test_a_checklist_of_a_stranger_or_with_a_strangers_journey_is_refused(office):
    one = a_candidate(office)
    other = a_candidate(office, about={"nik": "9901015406980004"})
    for person, journey in ((b"\0" * 20, None), (one.person, other.journey)):
        with pytest.raises(StoreError, match="no_such_record"):
            print_checklist(office, person, journey)


def test_a_recovery_sheet_shows_its_rows_and_keeps_none_of_them(office):
    rows = recovery.rows_of(bytes(range(32)))
    pdf = print_recovery_sheet(office, rows).pdf
    text = text_of(pdf).replace(" ", "")
    assert all(row[:4] in text for row in rows)
    assert sheet_fingerprint(rows).replace(" ", "") in text
    assert "SariWahyuni" in text
    line = last_line(office)
    assert (line.kind, line.purpose, line.detail) == ("print", "print_recovery_sheet", "")
    assert sheet_fingerprint(rows) != sheet_fingerprint(recovery.rows_of(bytes(32)))


def test_a_row_copied_wrong_prints_no_sheet(office):
    rows = list(recovery.rows_of(bytes(range(32))))
    before = last_line(office)
    with pytest.raises(StoreError, match="recovery_row: 2"):
        print_recovery_sheet(office, [rows[0], rows[1], rows[3], rows[2]])
    with pytest.raises(StoreError, match="recovery_row"):
        print_recovery_sheet(office, rows[:3])
    assert last_line(office) == before


@pytest.fixture
def district(tmp_path):
    admin = NewUser("admin", "Admin Rekajaya", "Admin", frozenset({"district_admin"}), "empat kata kabupaten")
    new = NewOffice("district", "rekajaya", "Kabupaten Rekajaya", "Provinsi Contoh", (admin,))
    founded = bootstrap.set_up(tmp_path, new, RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield founded.office
    bootstrap.lock(founded.office)


ADDRESS = "https://desbumi.rekajaya.contoh"


def test_an_invitation_is_printed_by_the_district_and_its_code_is_not_kept(district, tmp_path):
    paper = InvitationPaper(
        f"{CODE[:13]} {CODE[13:]}", "12/2026", "Sari Wahyuni", "Desa Sukacontoh", "2026-12-05", ADDRESS
    )
    pdf = print_invitation(district, paper).pdf
    assert any(CODE in text for text in qr_of(pdf, tmp_path))
    text = text_of(pdf)
    assert "Kabupaten Rekajaya" in text
    assert "Desa Sukacontoh" in text
    assert ADDRESS in text.replace("\n", "")
    line = last_line(district)
    assert (line.kind, line.purpose, line.detail) == ("print", "print_invitation", "12/2026")
    with pytest.raises(PaperError, match="wrong_value"):
        print_invitation(district, InvitationPaper("KODE", "12/2026", "Sari", "Desa", "2026-12-05", ADDRESS))


def test_a_list_has_the_rows_of_the_persons_age_and_work_without_being_asked(office):
    person = put(office, "people", name="Siti", born_on="2007-05-01")
    about = {"person_id": person[-16:], "country": "SG", "route": "p_to_p"}
    home = put(office, "journeys", job="domestic_worker", **about)
    factory = put(office, "journeys", job="factory_worker", **about)
    said = "18 s.d. 20, rumah tangga"
    assert said in " ".join(text_of(print_checklist(office, person, home).pdf).split())
    assert said not in " ".join(text_of(print_checklist(office, person, factory).pdf).split())
