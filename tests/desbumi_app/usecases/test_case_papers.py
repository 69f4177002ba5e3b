"""Papers about a case or a meeting: no file is read for them, and of a case the register keeps no name and no word."""

import dataclasses

import pytest

from desbumi_app.domain.gate import NOT_PRESENT
from desbumi_app.letter_request import NOT_YET, LetterRequest, Party
from desbumi_app.letter_rules import CASE_USER
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.keep_draft import NEVER_KEPT, keep_draft
from desbumi_app.usecases.list_letters import list_letters
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.documents.reading import text_of
from tests.desbumi_app.usecases.letters import MOTHER, OPEN_TO_ALL, WITNESSES, Candidate, a_candidate

TYPED = {
    "case_code": "KS-7F2M-Q9",
    "called": "W. P.",
    "problem": "Upah 4 bulan belum dibayar",
    "consent_on": "18-11-2026",
    "asks": "mediasi pembayaran upah; bantuan pemulangan",
    "reply_to": "nomor (000) 555-0100",
}


def a_referral(one: Candidate, **changes) -> LetterRequest:
    given = {"template": "labour_referral", "person": one.person, "journey": one.journey, "inputs": TYPED,
             "addressee": ("Kepala Dinas Tenaga Kerja", "Rekajaya")}  # fmt: skip
    return LetterRequest(**(given | changes))


def test_a_referral_prints_what_was_typed_and_nothing_of_the_open_file(office):
    prepared = prepare_letter(office, a_referral(a_candidate(office)))
    issued = issue_letter(office, prepared, cheap=True)

    assert (prepared.missing, prepared.read) == ((), ())
    text = text_of(issued.paper.pdf)
    assert "Rahasia, dibuka oleh penerima sendiri" in text
    assert "W. P." in text
    assert text.count("tidak disertakan") == 8
    assert "Wahyuni" not in text
    assert "9901" not in text
    assert "Tanda terima rujukan Kode kasus KS-7F2M-Q9" in text
    assert "QR" not in text


def test_the_register_keeps_only_that_a_referral_left(office):
    one = a_candidate(office)
    issued = issue_letter(office, prepare_letter(office, a_referral(one)), scanning=OPEN_TO_ALL, cheap=True)

    (row,) = office.register.rows_where("letters")
    assert row["number"] == issued.number
    for empty in ("person_id", "subject_name", "journey_id", "recipient", "purpose", "paper"):
        assert row[empty] is None
    assert bytes(row["filled"]) == b'{"facts":{},"format":1,"token":""}'
    assert not any(word in str(row) for word in TYPED.values())
    assert [line.number for line in list_letters(office)] == [issued.number]
    assert list_letters(office, person=one.person) == ()
    assert all(line.who == "" for line in agenda(office, 2026))


def test_who_cannot_open_the_cases_prints_no_referral(office):
    shut = dataclasses.replace(office, cases=None)
    prepared = prepare_letter(shut, a_referral(a_candidate(office)))
    refused = issue_letter(shut, prepared, cheap=True)

    assert isinstance(refused, Refused)
    assert [one.message.msgid for one in refused.problems] == [CASE_USER]
    assert office.register.rows_where("letters") == []


def test_what_is_typed_about_a_case_is_never_a_draft(office):
    refused = keep_draft(office, a_referral(a_candidate(office)))

    assert [one.message.msgid for one in refused.problems] == [NEVER_KEPT]
    assert office.register.rows_where("letters") == []


def test_an_attendance_list_takes_no_number_and_is_about_nobody(office):
    asked = LetterRequest(
        "outreach_attendance",
        b"",
        inputs={"meeting_on": "28-11-2026", "meeting_at": "balai desa", "topic": "Migrasi aman"},
    )
    first = issue_letter(office, prepare_letter(office, asked), cheap=True)
    second = issue_letter(office, prepare_letter(office, a_referral(a_candidate(office))), cheap=True)

    assert first.number == ""
    assert "/001/" in second.number
    assert "Sabtu, 28 November 2026 Tempat : balai desa" in text_of(first.paper.pdf)


@pytest.mark.parametrize("here", [True, False])
def test_power_is_given_in_person_by_kin_or_a_stranger_with_a_linked_worker(office, here):
    one = a_candidate(office)
    asked = LetterRequest(
        "family_mandate", one.person, one.journey, givers=(MOTHER,), witnesses=WITNESSES, signer_present=here, card_seen=here,
        inputs={"basis": "surat kuasa dari pekerja migran", "agent": "Darmawan Sutisna", "agent_nik": "9901021203800004", "agent_address": "Desa Jauh, Kabupaten Lain",
                "matters": "mengurus klaim asuransi"},
    )  # fmt: skip
    prepared = prepare_letter(office, asked)

    assert prepared.missing == ()
    if here:
        text = text_of(issue_letter(office, prepared, cheap=True).paper.pdf)
        assert "SULASTRI HANDAYANI" in text
        assert "WAHYUNI PUSPITASARI (lahir 14 Juni 1998)" in text
    else:
        assert [found.message.msgid for found in prepared.gate.problems] == [NOT_PRESENT]


def test_a_handover_is_printed_for_somebody_without_an_entry(office):
    asked = LetterRequest(
        "handover_person", b"", subject=Party(typed={"name": "Budi Contoh", "birth_date": "1990"}), givers=(MOTHER,),
        witnesses=WITNESSES, signer_present=True, card_seen=True,
        inputs={"deliverer": "Bagus", "deliverer_office": "Petugas BP3MI", "handed_on": "19-11-2026", "handed_at": "kantor desa",
                "condition": "sehat", "belongings": "1 koper; paspor"},
    )  # fmt: skip
    prepared = prepare_letter(office, asked)

    assert prepared.missing == ()
    text = text_of(issue_letter(office, prepared, cheap=True).paper.pdf)
    assert "BUDI CONTOH" in text
    assert "1. 1 koper 2. paspor 3." in text


@pytest.mark.parametrize(("day", "refused"), [("besok", True), ("hari ini", False), ("01-11-2026", False)])
def test_minutes_of_a_meeting_to_come_are_refused(office, day, refused):
    prepared = prepare_letter(office, LetterRequest("outreach_minutes", b"", inputs={"meeting_on": day}))

    found = [one.field for one in prepared.problems if one.message.msgid == NOT_YET]
    assert found == (["extra.meeting_on"] if refused else [])
