import json
from pathlib import Path

import pytest

from sync.cbor import decode, encode
from sync.control.entries import LABEL, Head, assemble, draft_entry, parse_entry, read_draft, sign_entry
from sync.control.kinds import Kind, decode_body, encode_body
from sync.control.notices import RevocationList
from sync.control.offices import AdminAdded, AdminKey
from sync.crypto import digest, sign
from sync.errors import SyncError
from tests.sync.control_district import DISTRICT, District, b32, founded, key, public
from tests.sync.control_examples import EXAMPLES

VECTORS = json.loads((Path(__file__).parent / "vectors" / "control.json").read_text())
PARENT = Head(41, b32("parent"))
BODY = EXAMPLES[Kind.ADMIN_ADDED]


def vector(kind):
    """Entry 42 (founded: 0) of a kind, signed by root and admin."""
    return sign_entry(
        DISTRICT, None if kind is Kind.FOUNDED else PARENT, EXAMPLES[kind], key("root"), key("admin")
    )


def raw_entry(kind, body, *signers):
    """An entry as another program might write it."""
    signed = encode([1, DISTRICT, 42, PARENT.hash, kind, sorted(public(name) for name in signers), body])
    names = sorted(signers, key=public)
    return encode([signed, [sign(key(name), LABEL, digest(signed)) for name in names]])


@pytest.mark.parametrize("kind", list(Kind))
def test_golden_vector_of_every_kind(kind):
    frozen = VECTORS[kind.name.lower()]
    entry = vector(kind)
    assert {"kind": int(kind), "entry": entry.data.hex(), "hash": entry.hash.hex()} == frozen
    read = parse_entry(bytes.fromhex(frozen["entry"]))
    assert (read.kind, read.body, read.hash.hex()) == (kind, EXAMPLES[kind], frozen["hash"])
    assert (read.n, read.parent) == ((0, bytes(32)) if kind is Kind.FOUNDED else (42, PARENT.hash))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_body_of_another_shape_is_refused(kind):
    parts = decode(encode_body(EXAMPLES[kind]), max_bytes=65536)
    for wrong in ([*parts, None], parts[:-1], {}, [[] for _ in parts], ["x" * 500 for _ in parts]):
        with pytest.raises(SyncError, match="malformed"):
            decode_body(kind, encode(wrong))


def test_every_changed_bit_breaks_an_entry():
    data = vector(Kind.INVITATION_CANCELLED).data
    for at in range(len(data)):
        for bit in (1, 128):
            with pytest.raises(SyncError):
                parse_entry(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])


def test_a_signature_cannot_be_left_out_or_added():
    signed, signatures = decode(vector(Kind.RECORD_ERASED).data, max_bytes=65536)
    for wrong in (signatures[:1], [*signatures, signatures[0]], signatures[::-1], []):
        with pytest.raises(SyncError):
            parse_entry(encode([signed, wrong]))


def test_a_signature_of_another_purpose_is_none():
    draft = draft_entry(DISTRICT, PARENT, BODY, [public("root")])
    other = sign(key("root"), "desbumi/receipt/1", digest(draft.signed))
    with pytest.raises(SyncError, match="signature_missing"):
        assemble(draft, [other])


def test_two_people_sign_one_draft_on_two_computers():
    draft = draft_entry(DISTRICT, PARENT, BODY, [public("admin2"), public("admin")])
    first = draft.signature(key("admin"))
    received, shown = read_draft(draft.signed)
    assert (shown.body, shown.signers) == (BODY, tuple(sorted([public("admin"), public("admin2")])))
    entry = assemble(received, [received.signature(key("admin2")), first])
    assert entry == parse_entry(sign_entry(DISTRICT, PARENT, BODY, key("admin"), key("admin2")).data)
    with pytest.raises(SyncError, match="signature_missing"):
        assemble(received, [first, first])
    with pytest.raises(SyncError, match="not_a_signer"):
        received.signature(key("root"))


def test_signers_are_named_once_and_in_order():
    signers = sorted([public("admin"), public("admin2")], reverse=True)
    for wrong in (signers, [signers[0]] * 2, []):
        signed = encode([1, DISTRICT, 42, PARENT.hash, 2, wrong, encode_body(BODY)])
        with pytest.raises(SyncError, match="malformed"):
            read_draft(signed)


def test_an_unknown_kind_is_verified_kept_and_without_effect():
    district = District()
    head = district.chain.head
    signed = encode([1, DISTRICT, head.n + 1, head.hash, 900, [public("admin")], encode({"new": [1, "a"]})])
    data = encode([signed, [sign(key("admin"), LABEL, digest(signed))]])
    district.chain.append(data)
    assert district.chain.entries[-1].data == data
    assert (district.state.outcomes[-1].kind, district.state.outcomes[-1].reason) == (900, "unknown_kind")
    assert district.reason(EXAMPLES[Kind.PACK_PUBLISHED], "admin") is None
    with pytest.raises(SyncError, match="bad_signature"):
        parse_entry(encode([signed, [sign(key("root"), LABEL, digest(signed))]]))


def test_a_known_kind_with_a_body_of_a_newer_program_does_not_stop_the_chain():
    district = District()
    head = district.chain.head
    body = encode([*decode(encode_body(EXAMPLES[Kind.VILLAGE_ADDED]), max_bytes=9999), "more"])
    signed = encode([1, DISTRICT, head.n + 1, head.hash, int(Kind.VILLAGE_ADDED), [public("admin")], body])
    district.chain.append(encode([signed, [sign(key("admin"), LABEL, digest(signed))]]))
    assert district.state.outcomes[-1].reason == "unreadable"
    assert district.reason(EXAMPLES[Kind.VILLAGE_ADDED], "admin") is None


def test_sets_have_one_spelling():
    parts = decode(encode_body(EXAMPLES[Kind.RECORD_ERASED]), max_bytes=9999)
    twice = [*parts[:2], [parts[2][0]] * 2, parts[3]]
    back = [*parts[:2], parts[2][::-1], parts[3]]
    for wrong in (twice, back):
        with pytest.raises(SyncError, match="malformed"):
            decode_body(Kind.RECORD_ERASED, encode(wrong))


def test_an_entry_has_a_ceiling_and_the_largest_useful_list_fits():
    known = tuple(b32(str(i)) for i in range(1500))
    body = RevocationList(b32("k")[:16], known, ())
    assert len(sign_entry(DISTRICT, PARENT, body, key("admin")).data) <= 64 * 1024
    with pytest.raises(SyncError, match="too_large"):
        sign_entry(DISTRICT, PARENT, RevocationList(b32("k")[:16], known, known), key("admin"))


def test_names_on_screen_have_no_control_characters():
    for name in ("", " ", "a\nb", "x\u202ey", "n" * 121):
        with pytest.raises(SyncError, match="malformed"):
            decode_body(Kind.FOUNDED, encode_body(founded(name=name)))
    with pytest.raises(SyncError, match="malformed"):
        decode_body(Kind.ADMIN_ADDED, encode_body(AdminAdded(AdminKey(public("x"), "Dinas Sosial"))))
