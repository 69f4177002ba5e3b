"""A copy that travels by phone shows no card number, says whom it is for, and is no second letter."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desbumi_app.documents.facts import Address, LetterFacts, PartyFacts, Signatory, VillageFacts
from desbumi_app.letter_snapshot import SnapshotError, facts_of, masked_facts
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.copy_for_phone import FOR_WHOM, NO_COPY, NOT_KEPT, OTHER_WORDING, copy_for_phone
from desbumi_app.usecases.issue_letter import Consents, issue_letter, snapshot
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.void_letter import void_letter
from tests.desbumi_app.documents.reading import qr_of, text_of
from tests.desbumi_app.usecases.letters import OPEN_TO_ALL, SECOND, a_candidate, a_permission
from tests.desbumi_app.usecases.test_letter_life import walk_in


@pytest.fixture
def letter(office):
    request = a_permission(a_candidate(office))
    return issue_letter(
        office, prepare_letter(office, request), Consents(second=SECOND), OPEN_TO_ALL, cheap=True
    )


def sentence(refused):
    assert isinstance(refused, Refused), refused
    return refused.problems[0].message.msgid


def test_the_copy_has_number_and_names_but_no_card_number_and_no_qr(office, letter, tmp_path):
    before = max(line.n for line in office.register.audit_lines())
    copy = copy_for_phone(office, letter.saved.record, "  Sulastri   (ibu) ")
    text = text_of(copy.pdf)
    assert "SALINAN untuk Sulastri (ibu), 21-11-2026" in text
    assert letter.number in text
    assert "WAHYUNI PUSPITASARI" in text
    assert ("9901015406980002" in text, "9901015102720003" in text) == (False, False)
    assert ("9901••••••••0002" in text, "9901••••••••0003" in text) == (True, True)
    assert b"9901015406980002" not in copy.pdf
    assert qr_of(copy.pdf, tmp_path) == []
    assert len(qr_of(letter.paper.pdf, tmp_path)) == 1
    [line] = office.register.audit_lines(before)
    assert (line.kind, line.purpose, line.detail) == ("print", "copy_for_phone", "")


def test_it_is_no_second_letter_and_what_changed_since_is_not_in_it(office, letter):
    one = office.register.get("letters", letter.saved.record)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change(
            "people", office.register.resolve(letter.saved.record, one["person_id"]), {"name": "Nama Baru"}
        )
    text = text_of(copy_for_phone(office, letter.saved.record, "ibu").pdf)
    assert "NAMA BARU" not in text
    assert office.register.get("letters", letter.saved.record) == one
    assert office.register.count("letters") == 1
    assert office.register.next_number("surat/2026", 0) == 2


def test_who_it_is_for_is_asked_and_a_long_name_fits_or_is_refused(office, letter):
    assert sentence(copy_for_phone(office, letter.saved.record, "  ")) == FOR_WHOM
    long = "Hj. Siti Nurhalimah Abdurrachman binti K.H. Achmad Syamsuddin"
    assert long[:40].strip() in text_of(copy_for_phone(office, letter.saved.record, long).pdf)
    assert isinstance(copy_for_phone(office, letter.saved.record, "W" * 300), Refused)


def test_a_cancelled_letter_an_unreadable_one_and_another_wording_are_not_sent(office, letter):
    record = letter.saved.record
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        other = tx.create("letters", {"template": "domicile", "state": "final", "number": "9", "filled": b"{}",
                                      "template_hash": office.register.get("letters", record)["template_hash"]})  # fmt: skip
        lost = tx.create("letters", {"template": "domicile", "state": "final", "number": "8"})
    assert sentence(copy_for_phone(office, other, "ibu")) == OTHER_WORDING
    assert sentence(copy_for_phone(office, lost, "ibu")) == NOT_KEPT
    void_letter(office, record, "salah tulis")
    assert sentence(copy_for_phone(office, record, "ibu")) == NO_COPY


def test_a_walk_ins_letter_can_be_sent_too(office):
    done = issue_letter(office, prepare_letter(office, walk_in()), cheap=True)
    text = text_of(copy_for_phone(office, done.saved.record, "Markus").pdf)
    assert ("5310••••••••0001" in text, "5310011203880001" in text) == (True, False)


FACTS = LetterFacts(
    VillageFacts("Sukacontoh", "Misalan", "Rekajaya", "99.01.01.2001"), Signatory("x", "y"), "Sukacontoh", "2026-11-21",
    "2027-05-21", PartyFacts("Wahyuni"),
)  # fmt: skip
TEXTS = st.text(max_size=30)
PARTIES = st.builds(
    PartyFacts, TEXTS, nik=TEXTS, address=st.builds(Address, TEXTS, same_as_giver=st.booleans())
)


@settings(max_examples=60, deadline=None)
@given(PARTIES, st.lists(PARTIES, max_size=3), st.none() | PARTIES, st.dictionaries(TEXTS, TEXTS, max_size=3))
def test_what_was_printed_is_read_back_as_it_was(subject, givers, caregiver, extra):
    facts = replace(FACTS, subject=subject, givers=tuple(givers), caregiver=caregiver, extra=extra)
    assert facts_of(snapshot(facts, b"")) == facts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9901015406980002", "9901••••••••0002"),
        ("NIK 9901 0154 0698 0002.", "NIK 9901••••••••0002."),
        ("99.01.01.5406.980002", "9901••••••••0002"),
        ("5203-0112-3456-7890", "5203••••••••7890"),
        ("5203\u00a00112\u00a03456\u00a07890", "5203••••••••7890"),
        ("5203/0112/3456/7890", "5203••••••••7890"),
        ("5203  0112 - 3456\u20137890", "5203••••••••7890"),
        ("52 - 03.\u202f011234567890", "5203••••••••7890"),
        ("NIK5203011234567890x", "NIK5203••••••••7890x"),
        ("01/01/2026 - 31/12/2026", "01/01/2026 - 31/12/2026"),
        ("2026-01-01/2026-12-31", "2026-01-01/2026-12-31"),
        ("52-03-0112 34-56-7890", "5203••••••••7890"),
        ("6281234567890 / 081234567", "6281234567890 / 081234567"),
        ("1234567890123456789", "1234567890123456789"),
        ("081234567890", "081234567890"),
        ("474/012/SKC/XI/2026", "474/012/SKC/XI/2026"),
    ],
)
def test_a_card_number_is_masked_wherever_it_stands(text, shown):
    facts = masked_facts(
        replace(FACTS, purpose=text, givers=(PartyFacts("x", relation_proof=text),), extra={"a": text})
    )
    assert (facts.purpose, facts.givers[0].relation_proof, facts.extra["a"]) == (shown, shown, shown)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", json.dumps({"format": 2, "facts": {}}).encode(),
                                  json.dumps({"format": 1, "facts": {"place": 3}}).encode()])  # fmt: skip
def test_bytes_that_are_no_values_of_a_letter_are_refused(data):
    with pytest.raises(SnapshotError):
        facts_of(data)
