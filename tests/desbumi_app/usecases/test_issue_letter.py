"""A letter is issued whole or not at all: number, archive, values, signatures; and what was printed can be checked."""

import hashlib
import json
import threading
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from db import audit
from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewUser
from desbumi_app.documents import token
from desbumi_app.domain.departure import UNDER_AGE_LETTER
from desbumi_app.letter_keys import NOT_JOINED, Scanning
from desbumi_app.letter_login import (
    DOES_NOT_SIGN,
    NO_LONGER,
    NO_REASON,
    NOT_PROVED,
    NOT_THE_HEAD,
    SAME_PERSON,
    Login,
    key_id_of,
)
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.give_number import BAD_PATTERN
from desbumi_app.usecases.issue_letter import (
    CHANGED,
    NEEDS_HEAD,
    NEEDS_SECOND,
    STILL_MISSING,
    Consents,
    issue_letter,
)
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.documents.reading import qr_of, text_of
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.letters import (
    HEAD,
    MOTHER,
    OPEN_TO_ALL,
    SECOND,
    a_candidate,
    a_domicile,
    a_permission,
)

NUMBER = "400.12.2.1/001/SKC/XI/2026"
BOTH = Consents(second=SECOND)


def issue(office, request, consents=BOTH, scanning=OPEN_TO_ALL, **more):
    return issue_letter(office, prepare_letter(office, request), consents, scanning, cheap=True, **more)


def msgids(refused):
    assert isinstance(refused, Refused), refused
    return [one.message.msgid for one in refused.problems if one.level == "stop"]


def nothing_stored(office):
    blobs = office.register.session.one("SELECT count(*) FROM blob")[0]
    counts = (office.register.count("letters"), office.register.count("number_series"), blobs)
    return counts == (0, 0, 0) and office.register.next_number("surat/2026", 0) == 1


def public_key(scalar):
    return ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1()).public_key()


def keys_of(office):
    """The published keys as a phone has them, by the eight bytes in a token."""
    found = {}
    for login, words in (
        ("sari", "empat kata acak kami"),
        ("lalu", SECOND.passphrase),
        ("kades", HEAD.passphrase),
    ):
        user, scalar = bootstrap.letter_key_of(office, login, words, cheap=True)
        found[key_id_of(office, user)[:8]] = token.PublishedKey(public_key(scalar))
    return found


def test_a_letter_is_stored_with_its_number_its_bytes_and_its_values(office):
    one = a_candidate(office)
    done = issue(office, a_permission(one))
    row = office.register.get("letters", done.saved.record)
    assert (row["number"], row["sequence"], row["state"], row["copies"]) == (NUMBER, 1, "final", 0)
    assert (row["template"], row["issued_on"], row["valid_until"]) == (
        "parent_permission", "2026-11-21", "2027-05-21",
    )  # fmt: skip
    assert row["paper"] == hashlib.sha256(done.paper.pdf).digest()
    assert office.register.blob(row["paper"]) == done.paper.pdf
    assert (
        row["template_hash"]
        == hashlib.sha256(office.catalogue.source.read("letters", "parent_permission")).digest()
    )
    values = json.loads(row["filled"])
    assert values["facts"]["subject"]["nik"] == "9901015406980002"
    text = text_of(done.paper.pdf)
    assert NUMBER in text
    assert "DRAF" not in text


def test_who_did_what_is_in_the_row_and_in_the_audit(office):
    one = a_candidate(office)
    before = max(line.n for line in office.register.audit_lines())
    done = issue(office, a_permission(one))
    row = office.register.get("letters", done.saved.record)
    users = {user["login"]: bytes(user["id"])[-16:] for user in office.register.rows_where("users")}
    assert (row["finalised_by"], row["second_signer_id"], row["signer_id"]) == (
        users["sari"], users["lalu"], users["kades"],
    )  # fmt: skip
    lines = [(line.kind, line.purpose) for line in office.register.audit_lines(before)]
    assert lines == [("read", "prepare_letter"), ("save", "issue_letter"), ("print", "issue_letter")]
    office.register.verify_audit()


def test_a_phone_reads_the_qr_and_both_signatures_hold(office, tmp_path):
    done = issue(office, a_permission(a_candidate(office)))
    [scanned] = qr_of(done.paper.pdf, tmp_path)
    facts = token.CheckedFacts("Wahyuni Puspitasari", "1998-06-14", "Taiwan")
    keys = keys_of(office)
    checked = token.verify(scanned, keys, on="2026-12-01", facts=facts)
    assert (checked.answer, checked.claims.number, checked.claims.kind) == (
        token.Answer.GENUINE,
        NUMBER,
        "L02",
    )
    wrong = replace(facts, decisive="Malaysia")
    assert token.verify(scanned, keys, on="2026-12-01", facts=wrong).answer is token.Answer.WRONG_FACTS
    used = {key_id_of(office, office.operator.id)[:8], checked.claims.second_key_id}
    assert used < set(keys)
    for gone in used:
        rest = {key: value for key, value in keys.items() if key != gone}
        assert token.verify(scanned, rest, on="2026-12-01").answer is token.Answer.UNKNOWN_KEY
    stranger = token.PublishedKey(ec.generate_private_key(ec.SECP256R1()).public_key())
    for swapped in used:
        forged = token.verify(scanned, {**keys, swapped: stranger}, on="2026-12-01")
        assert forged.answer is token.Answer.FORGED


def test_a_one_person_letter_carries_one_signature(office, tmp_path):
    done = issue(office, a_domicile(a_candidate(office)), Consents())
    [scanned] = qr_of(done.paper.pdf, tmp_path)
    checked = token.verify(scanned, keys_of(office), on="2026-12-01")
    assert (checked.answer, checked.claims.second_key_id) == (token.Answer.ISSUED, b"")
    assert done.scannable


@pytest.mark.parametrize("missing", ["sari", "lalu"])
def test_the_qr_waits_until_every_signers_key_is_published(office, tmp_path, missing):
    one = a_candidate(office)
    users = {user["login"]: user for user in office.register.rows_where("users")}
    hidden = bytes.fromhex(users[missing]["letter_key"])
    done = issue(office, a_permission(one), scanning=Scanning("cek.example", lambda key: key != hidden))
    assert not done.scannable
    assert qr_of(done.paper.pdf, tmp_path) == []
    assert "belum dapat dipindai" in text_of(done.paper.pdf)


def test_a_village_without_district_prints_no_strip(office, tmp_path):
    done = issue(office, a_permission(a_candidate(office)), scanning=NOT_JOINED)
    assert qr_of(done.paper.pdf, tmp_path) == []
    assert "dipindai" not in text_of(done.paper.pdf)


def test_without_a_second_person_it_stays_a_draft(office):
    request = a_permission(a_candidate(office))
    assert msgids(issue(office, request, Consents())) == [NEEDS_SECOND]
    assert nothing_stored(office)


@pytest.mark.parametrize(
    ("login", "sentence"),
    [
        (Login("lalu", "salah"), NOT_PROVED),
        (Login("siapa", "empat kata acak desa"), NOT_PROVED),
        (Login("sari", "empat kata acak kami"), SAME_PERSON),
    ],
)
def test_the_second_person_is_proved_and_somebody_else(office, login, sentence):
    request = a_permission(a_candidate(office))
    assert msgids(issue(office, request, Consents(second=login))) == [sentence]
    assert nothing_stored(office)


def test_who_has_left_signs_no_more(office):
    request = a_permission(a_candidate(office))
    lalu = next(user for user in office.register.rows_where("users") if user["login"] == "lalu")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("users", bytes(lalu["id"]), {"ended_on": "2026-11-20"})
    assert msgids(issue(office, request)) == [NO_LONGER]


def test_only_the_head_with_a_reason_prints_without_clearance(office):
    request = a_permission(a_candidate(office, clear=False))
    assert NEEDS_HEAD in msgids(issue(office, request))
    for override, sentence in (
        (replace(HEAD, reason=" "), NO_REASON),
        (replace(HEAD, passphrase="salah"), NOT_PROVED),
        (replace(SECOND, reason="saya mau"), NOT_THE_HEAD),
    ):
        assert msgids(issue(office, request, replace(BOTH, override=override))) == [sentence]
    assert nothing_stored(office)
    before = max(line.n for line in office.register.audit_lines())
    done = issue(office, request, replace(BOTH, override=HEAD))
    row = office.register.get("letters", done.saved.record)
    kades = next(user for user in office.register.rows_where("users") if user["login"] == "kades")
    assert (row["override_reason"], row["override_by"]) == (HEAD.reason, kades["id"][-16:])
    [line] = [line for line in office.register.audit_lines(before) if line.kind == "override"]
    assert (line.operator, line.purpose, done.saved.record in line.records) == (
        kades["id"][-16:], "letter_gate", True,
    )  # fmt: skip
    assert HEAD.reason not in line.detail
    office.register.verify_audit()


def test_an_override_that_cannot_be_told_in_the_audit_issues_nothing(office, monkeypatch):
    request, append = a_permission(a_candidate(office, clear=False)), audit.append

    def full(work):
        if work.kind == "override":
            raise StoreError("disk_full")
        append(work)

    monkeypatch.setattr(audit, "append", full)
    with pytest.raises(StoreError, match="disk_full"):
        issue(office, request, replace(BOTH, override=HEAD))
    assert office.register.count("letters") == 0
    assert office.register.session.one("SELECT count(*) FROM blob")[0] == 0


def test_no_head_opens_the_gate_for_a_minor(office):
    about = {"born_on": "14062010", "nik": "9901015406100002"}
    request = a_permission(a_candidate(office, about=about))
    refused = issue(office, request, replace(BOTH, override=HEAD))
    assert UNDER_AGE_LETTER in msgids(refused)
    assert nothing_stored(office)


def test_what_is_missing_is_named_and_nothing_is_stored(office):
    request = a_permission(a_candidate(office), witnesses=())
    refused = issue(office, request)
    assert [(one.message.msgid, one.field) for one in refused.problems] == [(STILL_MISSING, "witnesses")]
    assert nothing_stored(office)


def test_a_letter_is_issued_from_what_is_stored_now(office):
    one = a_candidate(office)
    prepared = prepare_letter(office, a_permission(one))
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("journeys", one.journey, {"country": "MY"})
    assert msgids(issue_letter(office, prepared, BOTH, OPEN_TO_ALL, cheap=True)) == [CHANGED]
    assert nothing_stored(office)


def test_a_clearance_withdrawn_meanwhile_stops_the_letter(office):
    one = a_candidate(office)
    prepared = prepare_letter(office, a_permission(one))
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("journeys", one.journey, {"clearance": None})
    assert msgids(issue_letter(office, prepared, BOTH, cheap=True)) == [CHANGED]


def test_a_faulty_number_pattern_stores_nothing(office):
    one = a_candidate(office)
    settings = office.register.rows_where("village_settings")[0]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("village_settings", bytes(settings["id"]), {"number_pattern": "{nomor}"})
    assert msgids(issue(office, a_domicile(one), Consents())) == [BAD_PATTERN]
    assert nothing_stored(office)


def test_the_villages_own_class_code_stands_in_the_number(office):
    one = a_candidate(office)
    settings = office.register.rows_where("village_settings")[0]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change(
            "village_settings",
            bytes(settings["id"]),
            {"class_codes": ("L07=145",), "classification": "legacy"},
        )
    assert issue(office, a_domicile(one), Consents()).number == "145/001/SKC/XI/2026"
    assert issue(office, a_permission(one)).number.startswith("562/002/")


def test_thirty_letters_have_thirty_numbers_without_a_gap(office):
    one = a_candidate(office)
    prepared = prepare_letter(office, a_domicile(one))
    numbers = [issue_letter(office, prepared, cheap=True).number for _ in range(30)]
    assert numbers == [f"400.12.2.1/{serial:03}/SKC/XI/2026" for serial in range(1, 31)]
    assert [line.state for line in agenda(office, 2026)] == ["final"] * 30


def test_two_views_of_one_store_never_give_one_number_twice(office):
    one = a_candidate(office)
    prepared = prepare_letter(office, a_domicile(one))
    numbers, barrier = [], threading.Barrier(2)

    def background():
        lane = office.lane()
        barrier.wait()
        numbers.extend(issue_letter(lane, prepared, cheap=True).number for _ in range(5))
        lane.register.session.close()

    thread = threading.Thread(target=background)
    thread.start()
    barrier.wait()
    numbers.extend(issue_letter(office, prepared, cheap=True).number for _ in range(5))
    thread.join()
    assert sorted(numbers) == [f"400.12.2.1/{serial:03}/SKC/XI/2026" for serial in range(1, 11)]


def test_a_number_written_by_hand_is_not_given_again(office):
    one = a_candidate(office)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create(
            "letters", {"person_id": one.person, "number": "400.12.2.1/001/SKC/XI/2026", "state": "final"}
        )
    assert issue(office, a_domicile(one), Consents()).number == "400.12.2.1/002/SKC/XI/2026"


def test_names_with_markup_are_printed_as_letters(office):
    one = a_candidate(office, about={"name": "Wahyuni <b>x</b> {{ 7*7 }}"})
    long = "H. Muhammad Abdurrachman Suryodiningrat Kusumahadi bin K.H. Achmad Syamsuddin Sastrawidjaja Kusumaning"
    giver = replace(MOTHER, typed={**MOTHER.typed, "name": long})
    text = text_of(issue(office, a_permission(one, givers=(giver,))).paper.pdf)
    assert "<B>X</B> {{ 7*7 }}" in text
    assert "KUSUMANING" in text


def test_a_user_without_a_letter_key_cannot_be_the_second(tmp_path):
    village = a_village()
    guard = NewUser("jaga", "Jaga Malam", "Petugas", frozenset({"desk"}), "empat kata tanpa kunci")
    founded = bootstrap.set_up(
        tmp_path, replace(village, users=(*village.users, guard)), RecordedClock(), cost=CHEAP_FOR_TESTS
    )
    request = a_permission(a_candidate(founded.office))
    refused = issue(founded.office, request, Consents(second=Login("jaga", "empat kata tanpa kunci")))
    assert msgids(refused) == [DOES_NOT_SIGN]
    bootstrap.lock(founded.office)
