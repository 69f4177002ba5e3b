import base64
from dataclasses import replace

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents import cose
from desbumi_app.documents.letter import decisive_fact
from desbumi_app.documents.qr import encode
from desbumi_app.documents.render import State, render_letter
from desbumi_app.documents.token import (
    Answer,
    CheckedFacts,
    Claims,
    PublishedKey,
    SigningKey,
    digest,
    from_url,
    initials_of,
    issue,
    plain_text,
    proof_of,
    to_url,
    verify,
)
from tests.desbumi_app.documents.people import FACTS, NUMBER
from tests.desbumi_app.documents.reading import qr_of

HEAD = SigningKey(b"\x01\x02\x03\x04", ec.derive_private_key(1234567, ec.SECP256R1()))
SECOND = SigningKey(b"\x05\x06\x07\x08", ec.derive_private_key(7654321, ec.SECP256R1()))
KEYS = {one.key_id: PublishedKey(one.key.public_key()) for one in (HEAD, SECOND)}
TYPED = CheckedFacts("Wahyuni Puspitasari", "1998-06-14", "Taiwan")
CLAIMS = Claims("L04", NUMBER, "2026-11-19", "2027-05-19", bytes(16), proof_of(TYPED, bytes(16)))
FAMILY = replace(CLAIMS, kind="L02")
TOKEN = issue(CLAIMS, (HEAD,))
URL = to_url(TOKEN, "cek.rekajaya.example")
TODAY = "2026-12-01"


GOLDEN = (
    "8449a20126044401020304a10c58409bfed50da2a36744d72b6c6306b519da32b0ff93b697f35e4774a07998cdb918cc"
    "4bd390a2c8480ca3503a0bfe2d86bde1da4cffbe9379f34d7ff5408e6b3a25584e8801634c3032781a3430302e31322e"
    "322e312f3031322f534b432f58492f323032361909d218b55000000000000000000000000000000000500d3d91d4121d"
    "631080edf35e987f9303440506070858402fb30b8cc16cddf600d85b5e171f93e09156e22377cc40fe54e8b4364cf18f"
    "81730e4333a1976183ddb513cefa110b6614a1678b7fed660ca2aa78641fa603fa"
)


def answer(url: str = URL, keys=KEYS, facts: CheckedFacts | None = TYPED, **more) -> Answer:
    return verify(url, keys, on=more.pop("on", TODAY), facts=facts, **more).answer


def test_the_paper_that_was_issued_is_genuine_and_says_no_name():
    assert answer() is Answer.GENUINE
    assert b"Wahyuni" not in TOKEN
    assert b"1998" not in TOKEN
    assert answer(facts=None) is Answer.ISSUED


@pytest.mark.parametrize(
    "change", [{"name": "Wahyuni Puspita"}, {"birth_date": "1998-06-15"}, {"decisive": "Hong Kong"}]
)
def test_one_wrong_fact_does_not_match(change):
    assert answer(facts=replace(TYPED, **change)) is Answer.WRONG_FACTS


def test_typing_differences_that_mean_nothing_match():
    assert answer(facts=CheckedFacts("  WAHYUNI  puspitasarí ", "1998-06-14", "taiwan")) is Answer.GENUINE
    assert plain_text("Ḥ. Ṣāliḥ ʿAbd-Allah, S.Sos.") == "h salih abd allah s sos"


def test_initials_stand_in_the_token_and_are_two_capitals_at_most():
    marked = replace(FAMILY, initials=initials_of(TYPED.name))
    url = to_url(issue(marked, (HEAD, SECOND)), "x.example")

    assert [initials_of(name) for name in ("Śri", "I Made Ali Rahmat", "محمد", "3")] == ["S", "IR", "", ""]
    assert verify(url, KEYS, on=TODAY, facts=TYPED).claims == replace(marked, second_key_id=SECOND.key_id)
    for wrong in ("wp", "WPS", "<b", ""):
        payload = [*cbor2.loads(cbor2.loads(TOKEN)[2]), wrong]
        bent = cose.sign(cose.canonical(payload), HEAD.key_id, HEAD.key, None)
        assert answer(to_url(bent, "x")) is Answer.MALFORMED


def test_an_unknown_key_a_revoked_letter_and_an_old_letter_are_told_apart():
    assert answer(keys={}) is Answer.UNKNOWN_KEY
    assert answer(revoked=frozenset({digest(TOKEN)})) is Answer.REVOKED
    assert answer(on="2027-05-20") is Answer.EXPIRED
    assert answer(on="2027-05-19") is Answer.GENUINE


def test_a_revoked_key_answers_only_for_letters_the_district_had_received():
    lost = PublishedKey(HEAD.key.public_key(), revoked=True)

    assert answer(keys={HEAD.key_id: lost}) is Answer.KEY_REVOKED
    assert answer(keys={HEAD.key_id: replace(lost, letters=frozenset({digest(TOKEN)}))}) is Answer.GENUINE


def test_a_two_person_letter_needs_two_different_keys():
    both = to_url(issue(FAMILY, (HEAD, SECOND)), "x.example")
    one = to_url(issue(FAMILY, (HEAD,)), "x.example")

    assert answer(both) is Answer.GENUINE
    assert answer(one) is Answer.INCOMPLETE
    assert answer(both, keys={HEAD.key_id: KEYS[HEAD.key_id]}) is Answer.UNKNOWN_KEY
    with pytest.raises(ValueError, match="different"):
        issue(FAMILY, (HEAD, HEAD))


def test_the_second_signature_cannot_be_dropped_or_replaced():
    protected, loose, payload, first = cbor2.loads(issue(FAMILY, (HEAD, SECOND)))
    bare = cose.canonical([protected, {}, payload, first])
    other = cose.canonical(
        [protected, {cose.COUNTERSIGNATURE: loose[cose.COUNTERSIGNATURE][::-1]}, payload, first]
    )

    assert answer(to_url(bare, "x")) is Answer.INCOMPLETE
    assert answer(to_url(other, "x")) is Answer.FORGED


def test_a_forger_with_his_own_key_is_refused():
    thief = SigningKey(HEAD.key_id, ec.derive_private_key(99, ec.SECP256R1()))

    assert answer(to_url(issue(CLAIMS, (thief,)), "x")) is Answer.FORGED


@given(st.integers(0, len(TOKEN) - 1), st.integers(1, 255))
@settings(max_examples=120, deadline=None)
def test_no_altered_byte_is_ever_genuine(place, change):
    bent = bytearray(TOKEN)
    bent[place] ^= change

    found = answer(to_url(bytes(bent), "x"))
    assert found in {Answer.FORGED, Answer.MALFORMED, Answer.UNKNOWN_KEY, Answer.INCOMPLETE}


@pytest.mark.parametrize("length", [0, 1, 40, len(TOKEN) - 1])
def test_a_truncated_or_extended_token_is_malformed(length):
    assert answer(to_url(TOKEN[:length], "x")) is Answer.MALFORMED
    assert answer(to_url(TOKEN + b"\x00", "x")) is Answer.MALFORMED


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://x/v",
        "https://x/v#",
        "https://x/v#!!",
        "https://x/v#A",
        URL + "=",
        "https://x/v#" + "A" * 5000,
    ],
)
def test_text_that_is_no_token_is_malformed(url):
    assert answer(url) is Answer.MALFORMED


def test_only_the_one_canonical_encoding_is_read():
    protected, loose, payload, first = cbor2.loads(TOKEN)
    loosened = b"\x9f" + b"".join(cbor2.dumps(one) for one in (protected, loose, payload, first)) + b"\xff"
    tagged = cbor2.dumps(cbor2.CBORTag(18, [protected, loose, payload, first]))

    for bytes_ in (loosened, tagged, b"\x81" * 900):
        assert answer(to_url(bytes_, "x")) is Answer.MALFORMED


def test_another_algorithm_is_refused():
    payload = cbor2.loads(TOKEN)[2]
    none = cose.canonical([cose.canonical({1: -37, 4: HEAD.key_id}), {}, payload, bytes(64)])

    assert answer(to_url(none, "x")) is Answer.MALFORMED


def test_tokens_fit_the_versions_a_phone_reads_from_a_fourth_copy():
    both = to_url(issue(FAMILY, (HEAD, SECOND)), "cek.rekajaya.example")

    assert (encode(URL).modules - 17) // 4 == 11
    assert (encode(both).modules - 17) // 4 == 13


def test_the_printed_qr_verifies_with_what_stands_on_the_paper(tmp_path):
    template = load_letters()["parent_permission"]
    typed = CheckedFacts(FACTS.subject.name, FACTS.subject.birth_date, decisive_fact(template, FACTS))
    salt = bytes(range(16))
    claims = Claims(template.code, NUMBER, FACTS.dated, FACTS.valid_until, salt, proof_of(typed, salt))
    url = to_url(issue(claims, (HEAD, SECOND)), "cek.rekajaya.example")
    pdf = render_letter(template, FACTS, state=State.ORIGINAL, number=NUMBER, token_url=url).pdf

    [scanned] = qr_of(pdf, tmp_path)
    checked = verify(scanned, KEYS, on=TODAY, facts=TYPED)
    assert checked.answer is Answer.GENUINE
    assert checked.claims.number == NUMBER
    assert from_url(scanned) == base64.urlsafe_b64decode(scanned.split("#")[1] + "==")


def test_the_frozen_token_is_written_and_read_as_on_the_first_day():
    assert issue(FAMILY, (HEAD, SECOND)).hex() == GOLDEN
    assert answer(to_url(bytes.fromhex(GOLDEN), "x")) is Answer.GENUINE
