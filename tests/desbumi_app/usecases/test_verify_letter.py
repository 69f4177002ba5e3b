"""A desk checks a scanned letter offline, against what the control chain says of keys and withdrawn letters."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from desbumi_app.documents import token
from desbumi_app.documents.answers import SENTENCES
from desbumi_app.documents.token import Answer
from desbumi_app.letter_keys import VERIFY_ADDRESS, directory_of, scanning_of
from desbumi_app.letter_login import key_id_of
from desbumi_app.usecases.issue_letter import Consents, issue_letter
from desbumi_app.usecases.list_letters import withdrawn_letters
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.verify_letter import verify_letter
from desbumi_app.usecases.void_letter import void_letter
from sync.control.state import LetterKey
from tests.desbumi_app.usecases.letters import SECOND, a_candidate, a_permission
from tests.desbumi_app.usecases.scanned_letter import TYPED, point


def test_a_desk_compares_what_stands_on_paper_and_card(office, state, scanned):
    _, url = scanned
    assert url.startswith("https://cek.rekajaya.example/v#")
    known = verify_letter(office, url, directory_of(state))
    assert (known.answer, known.message.msgid) == (Answer.ISSUED, SENTENCES[Answer.ISSUED])
    assert verify_letter(office, url, directory_of(state), TYPED).answer is Answer.GENUINE
    assert verify_letter(office, token.from_url(url), directory_of(state), TYPED).answer is Answer.GENUINE
    for wrong in (
        {"name": "Wahyuni P"},
        {"birth_date": "14-06-1999"},
        {"decisive": "Malaysia"},
        {"birth_date": "?"},
    ):
        assert (
            verify_letter(office, url, directory_of(state), replace(TYPED, **wrong)).answer
            is Answer.WRONG_FACTS
        )


def test_a_withdrawn_letter_is_answered_as_cancelled(office, state, scanned):
    done, url = scanned
    void_letter(office, done.saved.record, "salah tulis")
    [one] = withdrawn_letters(office)
    listed = replace(state.letter_keys[one.key_id], withdrawn=frozenset({one.digest}))
    after = replace(state, letter_keys={**state.letter_keys, one.key_id: listed})
    assert verify_letter(office, url, directory_of(state), TYPED).answer is Answer.GENUINE
    assert verify_letter(office, url, directory_of(after), TYPED).answer is Answer.REVOKED


def test_under_a_stolen_key_only_letters_the_district_had_received_still_answer(office, state, scanned):
    _, url = scanned
    mine = key_id_of(office, office.operator.id)
    for known, answer in (
        (frozenset(), Answer.KEY_REVOKED),
        (frozenset({token.digest(token.from_url(url))}), None),
    ):
        stolen = replace(state.letter_keys[mine], retired=2, compromised=True, known=known)
        after = replace(state, letter_keys={**state.letter_keys, mine: stolen})
        assert verify_letter(office, url, directory_of(after), TYPED).answer is (answer or Answer.GENUINE)


def test_a_retired_key_signs_no_more_but_its_letters_still_answer(office, state, scanned):
    _, url = scanned
    mine = key_id_of(office, office.operator.id)
    retired = replace(
        state, letter_keys={**state.letter_keys, mine: replace(state.letter_keys[mine], retired=2)}
    )
    assert verify_letter(office, url, directory_of(retired), TYPED).answer is Answer.GENUINE
    assert scanning_of(office, state).published(mine)
    assert not scanning_of(office, retired).published(mine)


def test_a_village_that_has_not_joined_prints_nothing_to_scan(office, state):
    assert scanning_of(office, None).address == ""
    office.register.set_meta(VERIFY_ADDRESS, "")
    assert scanning_of(office, state).address == ""


def test_two_key_ids_that_begin_alike_name_nobody(office, state, scanned):
    _, url = scanned
    mine = key_id_of(office, office.operator.id)
    twin = mine[:8] + b"\xff" * 8
    other = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")
    keys = {**state.letter_keys, twin: LetterKey(twin, b"w" * 16, point(other), 2)}
    answered = verify_letter(office, url, directory_of(replace(state, letter_keys=keys)), TYPED)
    assert answered.answer is Answer.UNKNOWN_KEY


@pytest.mark.parametrize(
    "text", ["", "https://cek.example/v#", "bukan kode", "https://cek.example/v#%%%", b"\x00"]
)
def test_what_is_no_letter_is_said_to_be_none(office, state, text):
    assert verify_letter(office, text, directory_of(state)).answer is Answer.MALFORMED


def test_a_new_identity_goes_on_with_the_series_of_one_that_was_revoked_and_of_no_other(
    office, state, scanned
):
    old = office.register.identity().device
    prepared = prepare_letter(office, a_permission(a_candidate(office, about={"nik": "9901015406980004"})))
    fresh = office.register.succeed().device
    mine = replace(state.devices[old], id=fresh, succeeds=old)

    def issue(before, after):
        both = replace(state, devices={old: before, fresh: after})
        return issue_letter(office, prepared, Consents(second=SECOND), scanning_of(office, both), cheap=True)

    clone = issue(state.devices[old], replace(mine, letter="B"))
    assert clone.number.split("/")[1] == "001.B"
    rekeyed = issue(replace(state.devices[old], revoked=3), mine)
    assert rekeyed.number.split("/")[1] == "002"
