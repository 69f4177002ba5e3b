"""A letter from its draft to the person who took it: each step stored with its audit line, each wrong one refused."""

import pytest

from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.documents.token import plain_text
from desbumi_app.letter_draft import DraftError, read, written
from desbumi_app.letter_login import NO_REASON
from desbumi_app.letter_request import Absent, LetterRequest, Party
from desbumi_app.letter_rules import NEEDS_ENTRY
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.hand_over_letter import BEFORE_LETTER, NOT_NOW, NOT_YET, TO_WHOM, hand_over_letter
from desbumi_app.usecases.issue_letter import CHANGED, STILL_MISSING, Consents, issue_letter
from desbumi_app.usecases.keep_draft import (
    NO_NAME,
    OWN_DRAFT,
    TOO_LONG,
    check_draft,
    discard_draft,
    keep_draft,
    list_drafts,
    open_draft,
)
from desbumi_app.usecases.list_letters import list_letters, withdrawn_letters
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.reprint_letter import reprint_letter
from desbumi_app.usecases.void_letter import void_letter
from tests.desbumi_app.documents.reading import qr_of, text_of
from tests.desbumi_app.usecases.letters import (
    MOTHER,
    OPEN_TO_ALL,
    SECOND,
    a_candidate,
    a_domicile,
    a_permission,
    elsewhere,
)

STRANGER = {
    "name": "Markus Ndoen", "nik": "5310011203880001", "birth_place": "Rote", "birth_date": "12-03-1988",
    "sex": "Laki-laki", "occupation": "Nelayan", "street": "Jalan Dermaga 4", "village": "Desa Sukacontoh",
    "district": "Kecamatan Misalan", "regency": "Kabupaten Rekajaya",
}  # fmt: skip


@pytest.fixture
def one(office):
    return a_candidate(office)


def issued(office, one, **more):
    prepared = prepare_letter(office, a_domicile(one))
    return issue_letter(office, prepared, scanning=OPEN_TO_ALL, cheap=True, **more)


def audited(office, after):
    return [(line.kind, line.purpose) for line in office.register.audit_lines(after)]


def last_line(office):
    return max(line.n for line in office.register.audit_lines())


def sentence(refused):
    assert isinstance(refused, Refused), refused
    return refused.problems[0].message.msgid


def test_every_step_of_a_life_is_stored_by_whom_and_when_and_is_an_audit_line(office, one):
    before = last_line(office)
    draft = keep_draft(office, a_domicile(one)).record
    assert [warning.message.msgid for warning in check_draft(office, draft).warnings] == [OWN_DRAFT]
    done = issued(office, one, draft=draft)
    office.clock.forward(3 * 86_400)
    hand_over_letter(office, done.saved.record, " Wahyuni  Puspitasari ", "22-11-2026")
    row = office.register.get("letters", done.saved.record)
    me = office.operator.id
    assert (row["drafted_by"], row["checked_by"], row["checked_on"]) == (me, me, "2026-11-21")
    assert (row["state"], row["handed_on"], row["handed_to"], row["handed_by"]) == (
        "handed_over", "2026-11-22", "Wahyuni Puspitasari", me,
    )  # fmt: skip
    void_letter(office, done.saved.record, "salah alamat")
    assert audited(office, before) == [
        ("save", "letter_draft"), ("save", "letter_check"), ("read", "prepare_letter"), ("save", "issue_letter"),
        ("print", "issue_letter"), ("save", "letter_hand_over"), ("save", "void_letter"), ("print", "void_letter"),
    ]  # fmt: skip
    office.register.verify_audit()


def test_a_draft_is_found_by_another_who_reads_checks_and_finishes_it(office, one):
    request = a_permission(one)
    draft = keep_draft(office, request).record
    bootstrap.lock(office)
    lalu = bootstrap.unlock(office.files, "lalu", "empat kata acak desa", office.clock, cheap=True)
    [line] = list_drafts(lalu)
    assert (line.template, line.who, line.state, line.drafted_by, line.checked_by) == (
        "parent_permission", "Wahyuni P.", "draft", "Sari Wahyuni", "",
    )  # fmt: skip
    assert open_draft(lalu, draft) == request
    assert check_draft(lalu, draft).warnings == ()
    assert [(one.state, one.checked_by) for one in list_drafts(lalu)] == [("checked", "Lalu Satria Wiguna")]
    changed = a_permission(one, purpose="paspor")
    keep_draft(lalu, changed, draft)
    assert [(one.state, one.checked_by) for one in list_drafts(lalu)] == [("draft", "")]
    assert open_draft(lalu, draft).purpose == "paspor"
    assert list_letters(lalu) == ()
    assert agenda(lalu, 2026) == ()
    bootstrap.lock(lalu)


def test_a_draft_has_neither_number_nor_qr(office, one, tmp_path):
    prepared = prepare_letter(office, a_permission(one))
    assert "DRAF" in text_of(prepared.draft)
    assert qr_of(prepared.draft, tmp_path) == []
    assert "/XI/2026" not in text_of(prepared.draft)


def test_a_draft_ends_with_its_letter_and_makes_no_second_one(office, one):
    draft = keep_draft(office, a_domicile(one)).record
    issued(office, one, draft=draft)
    assert list_drafts(office) == ()
    assert sentence(issued(office, one, draft=draft)) == CHANGED
    assert [line.number for line in list_letters(office)] == ["400.12.2.1/001/SKC/XI/2026"]
    assert sentence(check_draft(office, draft)) == NOT_NOW


def test_a_draft_that_is_put_aside_has_a_reason_and_is_withdrawn_from_nobody(office, one):
    draft = keep_draft(office, a_domicile(one)).record
    assert sentence(discard_draft(office, draft, " ")) == NO_REASON
    discard_draft(office, draft, "orangnya pulang dulu")
    assert list_drafts(office) == ()
    assert office.register.get("letters", draft)["void_reason"] == "orangnya pulang dulu"
    assert withdrawn_letters(office) == ()
    assert sentence(keep_draft(office, a_domicile(one), draft)) == NOT_NOW


@pytest.mark.parametrize(
    ("to", "on", "expected"),
    [
        ("", "", TO_WHOM),
        ("Wahyuni", "20-11-2026", BEFORE_LETTER),
        ("Wahyuni", "22-11-2026", NOT_YET),
        ("Wahyuni", "kemarin dulu", None),
    ],
)
def test_a_handing_over_without_name_or_with_a_day_that_cannot_be_changes_nothing(
    office, one, to, on, expected
):
    done = issued(office, one)
    refused = hand_over_letter(office, done.saved.record, to, on)
    assert isinstance(refused, Refused)
    assert expected in (None, sentence(refused))
    assert office.register.get("letters", done.saved.record)["state"] == "final"


def test_a_cancelled_letter_is_handed_to_nobody(office, one):
    done = issued(office, one)
    void_letter(office, done.saved.record, "salah tulis")
    refused = hand_over_letter(office, done.saved.record, "Wahyuni")
    assert (sentence(refused), refused.problems[0].message.params) == (NOT_NOW, {"state": "Dibatalkan"})


def test_a_state_in_dispute_is_settled_before_the_next_step(office, one):
    done = issued(office, one)
    elsewhere(office, "letters", done.saved.record, state="void")
    assert isinstance(hand_over_letter(office, done.saved.record, "Wahyuni"), Refused)


def test_an_expired_letter_is_shown_so_and_stored_as_it_was(office, one):
    done = issued(office, one)
    until = office.register.get("letters", done.saved.record)["valid_until"]
    office.clock.forward(400 * 86_400)
    [line] = list_letters(office)
    assert (line.shown, line.state, line.expired, line.valid_until) == ("expired", "final", True, until)


def test_an_unknown_draft_or_letter_is_refused(office):
    for call in (
        lambda: check_draft(office, b"\0" * 20),
        lambda: discard_draft(office, b"\0" * 20, "x"),
        lambda: open_draft(office, b"\0" * 20),
        lambda: hand_over_letter(office, b"\0" * 20, "x"),
    ):
        with pytest.raises(StoreError, match="no_such_record"):
            call()


def test_whatever_was_typed_comes_back_from_a_draft():
    request = LetterRequest(
        "guardian_permission", b"p" * 20, b"j" * 20, givers=(MOTHER, Party("contacts", b"c" * 20, thumb_print=True)),
        absent=(Absent("father", "Slamet {{ x }}", "meninggal", "akta"),), caregiver=Party(typed={"name": "<b>Nenek</b>"}),
        witnesses=(("Darmawan", "Ketua RT"),), inputs={"since": "2015"}, marital={"spouse": "x"},
        document_births=("1998", "1999-01-02"), purpose="\u202eparis \U0001f600", addressee=("Kepala", "Rekajaya"),
        signatory=b"s" * 16, signer_present=True, subject=Party(typed=STRANGER),
    )  # fmt: skip
    assert read(written(request)) == request


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"format":2,"request":{}}', b'{"format":1}', b'{"format":1,"request":{"x":1}}']
)
def test_bytes_that_are_no_draft_are_refused(data):
    with pytest.raises(DraftError):
        read(data)


# -- somebody without a register entry ---------------------------------------------------------------------------------


def walk_in(**changes):
    given = {
        "template": "domicile", "person": b"", "subject": Party(typed=STRANGER), "purpose": "membuka rekening",
        "residence_reason": "Menumpang di rumah kakaknya sejak Mei.",
        "inputs": {"since": "2026", "known_from": "Ketua RT 003"},
    } | changes  # fmt: skip
    return LetterRequest(**given)


def test_a_walk_in_gets_a_letter_that_stands_in_the_book_and_can_be_checked(office, tmp_path):
    done = issue_letter(office, prepare_letter(office, walk_in()), scanning=OPEN_TO_ALL, cheap=True)
    text = text_of(done.paper.pdf)
    assert "MARKUS NDOEN" in text
    assert "5310011203880001" in text
    assert len(qr_of(done.paper.pdf, tmp_path)) == 1
    row = office.register.get("letters", done.saved.record)
    assert (row["person_id"], row["subject_name"], row["sequence"]) == (None, "Markus Ndoen", 1)
    [line] = list_letters(office)
    assert (line.who, line.person, plain_text(line.number)) == ("Markus N.", b"", plain_text(done.number))
    assert [(one.serial, one.who) for one in agenda(office, 2026)] == [(1, "Markus N.")]
    assert office.register.count("people") == 0
    assert "SALINAN KE-1" in text_of(reprint_letter(office, done.saved.record, "hilang").pdf)
    assert isinstance(hand_over_letter(office, done.saved.record, "Markus"), Saved)
    assert "DIBATALKAN" in text_of(void_letter(office, done.saved.record, "salah").paper.pdf)


def test_a_walk_in_without_name_or_reason_is_told_what_is_missing(office):
    refused = issue_letter(office, prepare_letter(office, walk_in(subject=Party(typed={}))), cheap=True)
    assert (sentence(refused), refused.problems[0].field) == (STILL_MISSING, "subject.name")
    assert sentence(keep_draft(office, walk_in(subject=Party(typed={})))) == NO_NAME
    closed = prepare_letter(office, walk_in(residence_reason=""))
    assert closed.gate.answer.value == "checklist_only"
    with pytest.raises(StoreError, match="no_such_record"):
        prepare_letter(office, walk_in(subject=None))


def test_a_departure_letter_is_not_written_for_somebody_who_is_not_recorded(office):
    request = walk_in(
        template="parent_permission", inputs={}, givers=(MOTHER,), signer_present=True, card_seen=True
    )
    prepared = prepare_letter(office, request)
    assert prepared.gate.problems[0].message.msgid == NEEDS_ENTRY
    assert isinstance(issue_letter(office, prepared, Consents(second=SECOND), cheap=True), Refused)
    assert office.register.count("letters") == 0


def test_a_draft_of_a_walk_in_is_found_by_name_and_has_a_size(office):
    keep_draft(office, walk_in())
    assert [line.who for line in list_drafts(office)] == ["Markus N."]
    assert sentence(keep_draft(office, walk_in(purpose="x" * 17_000))) == TOO_LONG
