"""Drops: written by anyone in the village, read by case users only, signed for good."""

import pytest

from sync import cbor, crypto
from sync.crypto import HpkeKeyPair, generate_signing_key, public_bytes
from sync.drops import DROP_SEALED, SignedDrop, open_drop, parse_drop, seal_drop, verify_drop
from sync.errors import SyncError
from sync.limits import CASES_OPERATION_BYTES, DROP_BODY_BYTES
from tests.sync.batches import CTX, PUBLIC, SIGN_KEY

INBOX = HpkeKeyPair.from_seed(b"i" * 32)
DROP = b"d" * 16


def refusal(work, *args, **kwargs):
    with pytest.raises(SyncError) as caught:
        work(*args, **kwargs)
    return caught.value.code


def sealed(body=b"who paid the broker"):
    return seal_drop(INBOX.public, DROP, body, device=CTX.device, private=SIGN_KEY)


@pytest.mark.parametrize("size", [0, 1, 900, 1000, DROP_BODY_BYTES])
def test_every_drop_has_one_length_and_opens_in_its_inbox(size):
    data = sealed(bytes(size))
    assert len(data) == DROP_SEALED == 5232
    drop = parse_drop(open_drop(INBOX, DROP, data))
    verify_drop(DROP, drop, PUBLIC)
    assert (drop.device, drop.body) == (CTX.device, bytes(size))


def test_a_drop_fits_the_save_that_moves_it_beside_its_own_values():
    signed = open_drop(INBOX, DROP, sealed(bytes(DROP_BODY_BYTES)))
    assert len(signed) + DROP_BODY_BYTES + 250 <= CASES_OPERATION_BYTES
    assert refusal(sealed, bytes(DROP_BODY_BYTES + 1)) == "body_too_large"


def test_a_drop_opens_under_its_own_id_in_its_own_inbox_only():
    assert refusal(open_drop, INBOX, b"e" * 16, sealed()) == "unreadable"
    assert refusal(open_drop, HpkeKeyPair.generate(), DROP, sealed()) == "unreadable"
    assert refusal(open_drop, INBOX, DROP, sealed()[:-1]) == "malformed"


def test_a_drop_is_verified_for_its_writer_id_and_body_only():
    drop = parse_drop(open_drop(INBOX, DROP, sealed()))
    assert refusal(verify_drop, b"e" * 16, drop, PUBLIC) == "bad_signature"
    assert refusal(verify_drop, DROP, drop, public_bytes(generate_signing_key())) == "bad_signature"
    assert (
        refusal(verify_drop, DROP, SignedDrop(drop.device, b"other", drop.signature), PUBLIC)
        == "bad_signature"
    )
    assert (
        refusal(verify_drop, DROP, SignedDrop(b"x" * 16, drop.body, drop.signature), PUBLIC)
        == "bad_signature"
    )


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [b"V" * 16, b"x"],
        [b"V" * 15, b"x", bytes(64)],
        [b"V" * 16, "x", bytes(64)],
        [b"V" * 16, b"x", bytes(63)],
        [b"V" * 16, bytes(1751), bytes(64)],
    ],
)
def test_a_signed_plaintext_out_of_shape_is_refused(parts):
    assert refusal(parse_drop, cbor.encode(parts)) == "malformed"


def test_what_was_sealed_without_padding_rules_is_malformed():
    data = crypto.wrap(INBOX.public, b"desbumi/drop-seal/1" + DROP, b"\xff" * 4096)
    assert refusal(open_drop, INBOX, DROP, data) == "malformed"
