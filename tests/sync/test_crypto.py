"""Suite 1 against published vectors, against a second implementation, and against substitution."""

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync import crypto
from sync.crypto import HpkeKeyPair
from sync.errors import SyncError

VECTORS = Path(__file__).parent / "vectors"
RFC = json.loads((VECTORS / "rfc.json").read_text())
HPKE = json.loads((VECTORS / "hpke.json").read_text())
SIGN_KEY = crypto.signing_key(bytes(32))
PUBLIC = crypto.public_bytes(SIGN_KEY)


def refusal(work, *args, **kwargs):
    with pytest.raises(SyncError) as caught:
        work(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("case", RFC["ed25519"])
def test_ed25519_of_rfc_8032(case):
    key = crypto.signing_key(bytes.fromhex(case["secret"]))
    assert crypto.public_bytes(key).hex() == case["public"]
    assert key.sign(bytes.fromhex(case["message"])).hex() == case["signature"]


@pytest.mark.parametrize("case", RFC["aes_256_gcm_siv"])
def test_aes_256_gcm_siv_of_rfc_8452(case):
    key, nonce, aad, plaintext = (bytes.fromhex(case[part]) for part in ("key", "nonce", "aad", "plaintext"))
    sealed = crypto.seal(key, aad, plaintext, random=lambda size: nonce[:size])
    assert sealed == nonce + bytes.fromhex(case["result"])
    assert crypto.open_sealed(key, aad, sealed) == plaintext


@pytest.mark.parametrize("case", RFC["hkdf_sha256"])
def test_hkdf_of_rfc_5869(case):
    secret, info, output = (bytes.fromhex(case[part]) for part in ("ikm", "info", "okm"))
    assert crypto.hkdf(secret, info, len(output)) == output


def test_the_commitment_is_hkdf_with_the_word_commit():
    pseudorandom = hmac.digest(bytes(32), b"E" * 32, "sha256")
    assert crypto.commitment(b"E" * 32) == hmac.digest(pseudorandom, b"commit\x01", "sha256")


def test_a_signature_holds_for_its_label_and_parts_only():
    signature = crypto.sign(SIGN_KEY, "desbumi/batch/1", bytes(32), b"rest")
    crypto.verify(PUBLIC, "desbumi/batch/1", signature, bytes(32), b"rest")
    for label, parts in [
        ("desbumi/batch/2", (bytes(32), b"rest")),
        ("desbumi/control/1", (bytes(32), b"rest")),
        ("desbumi/batch/1", (bytes(32), b"Rest")),
        ("desbumi/batch/1", (b"\x01" + bytes(31), b"rest")),
        ("desbumi/batch/1", (b"rest",)),
    ]:
        assert refusal(crypto.verify, PUBLIC, label, signature, *parts) == "bad_signature"


@pytest.mark.parametrize("size", [0, 63, 65])
def test_a_signature_of_another_length_is_bad(size):
    assert refusal(crypto.verify, PUBLIC, "desbumi/batch/1", bytes(size), b"x") == "bad_signature"


def test_parts_without_a_fixed_length_cannot_be_joined():
    with pytest.raises(ValueError, match="32 bytes"):
        crypto.sign(SIGN_KEY, "desbumi/batch/1", b"short", b"rest")
    with pytest.raises(ValueError, match="32 bytes"):
        crypto.sign(SIGN_KEY, "desbumi/batch/1")


@pytest.mark.parametrize(
    "label",
    [
        "",
        "batch",
        "desbumi/batch/10",
        "desbumi/batch/0",
        "desbumi/Batch/1",
        "desbumi/a/b/1",
        "desbumi/batch/1\n",
    ],
)
def test_a_label_that_could_begin_another_is_refused(label):
    with pytest.raises(ValueError, match="label"):
        crypto.label_bytes(label)


def small_order_points():
    """Return the y of every point whose order divides 8, found by the curve's own arithmetic (RFC 8032, 5.1.4)."""
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p

    def add(one, other):
        (x1, y1), (x2, y2) = one, other
        t = d * x1 * x2 * y1 * y2
        return (
            (x1 * y2 + x2 * y1) * pow(1 + t, -1, p) % p,
            (y1 * y2 + x1 * x2) * pow(1 - t, -1, p) % p,
        )

    def x_of(y):
        square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
        for root in (
            pow(square, (p + 3) // 8, p),
            pow(square, (p + 3) // 8, p) * pow(2, (p - 1) // 4, p) % p,
        ):
            if root * root % p == square:
                return root
        return None

    order, found = 2**252 + 27742317777372353535851937790883648493, set()
    for y in range(2, 40):
        if (x := x_of(y)) is None:
            continue
        result, step, point = (0, 1), order, (x, y)
        while step:
            if step & 1:
                result = add(result, point)
            point, step = add(point, point), step >> 1
        for _ in range(8):
            found.add(result[1])
            result = add(result, (x_of(result[1]) or 0, result[1]))
    return found


def test_public_keys_of_small_order_are_refused_in_either_sign():
    points = small_order_points()
    assert len(points) == 5
    for y in points:
        for sign in (0, 1 << 255):
            assert refusal(crypto.verify_key, (y | sign).to_bytes(32, "little")) == "bad_key"


@pytest.mark.parametrize(
    "raw", [b"", bytes(31), bytes(33), b"\xff" * 32, (2**255 - 19 + 2).to_bytes(32, "little")]
)
def test_a_public_key_has_one_spelling(raw):
    assert refusal(crypto.verify_key, raw) == "bad_key"


def test_keys_go_to_bytes_and_back():
    key = crypto.generate_signing_key()
    again = crypto.signing_key(crypto.signing_key_bytes(key))
    assert crypto.public_bytes(again) == crypto.public_bytes(key)
    pair = HpkeKeyPair.generate()
    assert HpkeKeyPair.from_private(pair.private) == pair
    assert (len(pair.private), len(pair.public)) == (96, 1216)


def test_no_key_shows_in_a_repr():
    pair = HpkeKeyPair.from_seed(b"s" * 32)
    assert repr(pair) == "HpkeKeyPair()"


@pytest.mark.parametrize("place", [0, 11, 12, 20, -1])
def test_a_sealed_body_with_one_bit_changed_is_unreadable(place):
    sealed = bytearray(crypto.seal(b"k" * 32, b"aad", b"plaintext of some length"))
    sealed[place] ^= 1
    assert refusal(crypto.open_sealed, b"k" * 32, b"aad", bytes(sealed)) == "unreadable"


def test_another_key_or_other_bound_data_open_nothing():
    sealed = crypto.seal(b"k" * 32, b"aad", b"plaintext")
    assert refusal(crypto.open_sealed, b"K" * 32, b"aad", sealed) == "unreadable"
    assert refusal(crypto.open_sealed, b"k" * 32, b"aae", sealed) == "unreadable"
    assert {refusal(crypto.open_sealed, b"k" * 32, b"aad", sealed[:size]) for size in range(len(sealed))} == {
        "unreadable"
    }


def test_a_wrap_opens_for_its_recipient_under_its_info_only():
    pair, other = HpkeKeyPair.generate(), HpkeKeyPair.generate()
    wrapped = crypto.wrap(pair.public, b"info", b"E" * 32)
    assert len(wrapped) == 1168
    assert crypto.unwrap(pair.private, b"info", wrapped) == b"E" * 32
    assert refusal(crypto.unwrap, other.private, b"info", wrapped) == "unreadable"
    assert refusal(crypto.unwrap, pair.private, b"inf0", wrapped) == "unreadable"
    for size in (0, 1, 1087, 1088, 1119, 1120, 1136, 1167):
        assert refusal(crypto.unwrap, pair.private, b"info", wrapped[:size]) == "unreadable"


def test_every_part_of_a_wrap_is_authenticated():
    pair = HpkeKeyPair.from_seed(b"s" * 32)
    wrapped = crypto.wrap(pair.public, b"", b"E" * 32)
    for place in (0, 500, 1087, 1088, 1110, 1120, 1150, 1167):
        changed = wrapped[:place] + bytes([wrapped[place] ^ 1]) + wrapped[place + 1 :]
        assert refusal(crypto.unwrap, pair.private, b"", changed) == "unreadable"


def test_malformed_recipients_are_refused():
    assert refusal(crypto.wrap, b"", b"", b"x") == "bad_key"
    assert refusal(crypto.wrap, b"\xff" * 1216, b"", b"x") == "bad_key"
    good = HpkeKeyPair.generate().public
    assert refusal(crypto.wrap, good[:1184] + bytes(32), b"", b"x") == "bad_key"
    assert refusal(crypto.unwrap, bytes(95), b"", b"x") == "bad_key"
    assert refusal(HpkeKeyPair.from_seed, bytes(31)) == "bad_key"
    assert refusal(crypto.signing_key, bytes(31)) == "bad_key"


def test_the_frozen_wrap_still_opens_and_a_seed_still_gives_its_key():
    pair = HpkeKeyPair.from_seed(bytes.fromhex(HPKE["seed"]))
    assert pair.private.hex() == HPKE["private"]
    assert hashlib.sha256(pair.public).hexdigest() == HPKE["public_sha256"]
    info, wrapped = bytes.fromhex(HPKE["info"]), bytes.fromhex(HPKE["wrapped"])
    assert crypto.unwrap(pair.private, info, wrapped).hex() == HPKE["secret"]


def test_a_second_reading_of_rfc_9180_with_the_hybrid_kem_opens_the_frozen_wrap():
    private, info, wrapped = (bytes.fromhex(HPKE[part]) for part in ("private", "info", "wrapped"))
    mlkem = MLKEM768PrivateKey.from_seed_bytes(private[:64])
    x25519 = X25519PrivateKey.from_private_bytes(private[64:])
    pq_share, share, sealed = wrapped[:1088], wrapped[1088:1120], wrapped[1120:]
    shared = hashlib.sha3_256(
        mlkem.decapsulate(pq_share)
        + x25519.exchange(X25519PublicKey.from_public_bytes(share))
        + share
        + x25519.public_key().public_bytes_raw()
        + b"\\.//^\\"
    ).digest()
    suite = b"HPKE" + (0x647A).to_bytes(2) + (1).to_bytes(2) + (2).to_bytes(2)

    def extract(salt, label, data):
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + data, "sha256")

    def expand(key, label, data, size):
        return hmac.digest(key, size.to_bytes(2) + b"HPKE-v1" + suite + label + data + b"\x01", "sha256")[
            :size
        ]

    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    key, nonce = expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)
    assert AESGCM(key).decrypt(nonce, sealed, b"").hex() == HPKE["secret"]
