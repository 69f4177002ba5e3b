import pytest

from sync.cbor import decode, encode
from sync.crypto import public_bytes, signing_key
from sync.errors import SyncError
from sync.receipts import Receipted, contradiction, make_receipt, open_receipt, parse_receipt

RELAY = signing_key(b"r" * 32)
OTHER = signing_key(b"o" * 32)
HISTORY, STREAM = b"h" * 16, b"s" * 16


def receipt(
    first=5, hashes=(b"1" * 32, b"2" * 32), at=1_800_000_000, *, key=RELAY, history=HISTORY, stream=STREAM
):
    return make_receipt(key, Receipted(history, stream, first, hashes, at))


def test_a_receipt_says_which_hashes_stand_at_which_numbers_and_when():
    found = open_receipt(receipt(), {public_bytes(RELAY)})
    assert (found.history, found.stream, found.first_seq, found.last_seq) == (HISTORY, STREAM, 5, 6)
    assert [found.hash_of(n) for n in (4, 5, 6, 7)] == [None, b"1" * 32, b"2" * 32, None]
    assert found.at == 1_800_000_000


def test_only_a_pinned_relay_can_receipt():
    with pytest.raises(SyncError, match="unknown_relay"):
        open_receipt(receipt(key=OTHER), {public_bytes(RELAY)})


def test_every_changed_bit_breaks_a_receipt():
    data = receipt()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(SyncError):
            open_receipt(changed, {public_bytes(RELAY)})


def test_a_receipt_cannot_be_signed_over_to_another_relay():
    signed, signature = decode(receipt(), max_bytes=2048)
    parts = decode(signed, max_bytes=2048)
    parts[1] = public_bytes(OTHER)
    with pytest.raises(SyncError, match="bad_signature"):
        parse_receipt(encode([encode(parts), signature]))


def test_fifty_hashes_fit_a_receipt_and_more_do_not():
    assert len(receipt(2**40, [bytes(32)] * 50)) <= 2048
    with pytest.raises(SyncError, match="too_many"):
        receipt(hashes=[bytes(32)] * 51)
    with pytest.raises(SyncError, match="too_many"):
        receipt(hashes=[])


def test_two_receipts_for_one_number_are_proof_that_the_relay_lied():
    one = parse_receipt(receipt())
    assert contradiction(one, parse_receipt(receipt(6, [b"2" * 32, b"3" * 32]))) is None
    assert contradiction(one, parse_receipt(receipt(6, [b"x" * 32]))) == 6
    assert contradiction(one, parse_receipt(receipt(7, [b"x" * 32]))) is None
    assert contradiction(one, parse_receipt(receipt(6, [b"x" * 32], stream=b"t" * 16))) is None
    assert contradiction(one, parse_receipt(receipt(6, [b"x" * 32], key=OTHER))) is None


def test_a_restored_relay_may_renumber_batches_but_never_control_entries():
    one, other = parse_receipt(receipt()), parse_receipt(receipt(6, [b"x" * 32], history=b"i" * 16))
    assert contradiction(one, other) is None
    assert contradiction(one, other, across_restores=True) == 6
