"""Batches: what was signed is what is read, in its order, under its key, or nothing is."""

import hashlib
import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync import cbor
from sync.crypto import generate_signing_key, sign
from sync.envelope import DeviceId, Lane, StreamId, link0
from sync.epochs import EpochKey
from sync.errors import SyncError
from sync.header import ControlSeen, Parent
from sync.limits import BATCH_BYTES, CHUNK_DATA
from sync.padding import Padding
from sync.wire import (
    BATCH_LABEL,
    BodyState,
    EnvelopeId,
    Sealer,
    Stub,
    body_state,
    erase_body,
    form_batch,
    open_item,
    parse_batch,
    verify_batch,
)
from tests.sync.batches import CTX, EPOCH_KEY, HEADER, PUBLIC, SIGN_KEY, Counted, Village, three

VECTOR = json.loads((Path(__file__).parent / "vectors" / "batch.json").read_text())


def refusal(work, *args, **kwargs):
    with pytest.raises(SyncError) as caught:
        work(*args, **kwargs)
    return caught.value.code


LINK0 = link0(CTX)


def accept(data, expected=LINK0):
    batch = parse_batch(data)
    verify_batch(batch, PUBLIC, expected)
    return [open_item(batch, i, EPOCH_KEY) for i in range(batch.header.count)]


def parts_of(data):
    return cbor.decode(data, max_bytes=BATCH_BYTES)


def test_a_batch_is_read_back_as_it_was_formed():
    sealed = three()
    batch = parse_batch(sealed.data)
    verify_batch(batch, PUBLIC, link0(CTX))
    assert [open_item(batch, i, EPOCH_KEY) for i in range(3)] == [b"one", b"two", b"three"]
    assert batch.header == replace(HEADER, count=3)
    assert (sealed.first_dseq, sealed.last_dseq, sealed.count, sealed.last_link) == (1, 3, 3, batch.last_link)


def test_the_bytes_of_a_batch_are_frozen():
    assert three().data.hex() == VECTOR["batch"]
    assert three().last_link.hex() == VECTOR["last_link"]


def test_a_second_straight_line_reading_of_the_rules_gives_the_same_links_and_signature():
    header, items, signature = parts_of(bytes.fromhex(VECTOR["batch"]))
    ctx = cbor.decode(header, max_bytes=4096)[0]
    sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()  # noqa: E731
    # district, stream, device of 16 bytes each; incarnation 7; before them format 1 and suite 1.
    chain = (
        bytes.fromhex("860101") + b"\x50" + b"D" * 16 + b"\x50" + b"S" * 16 + b"\x50" + b"V" * 16 + b"\x07"
    )
    assert ctx == b"\x88" + chain[1:] + b"\x03" + b"\x58\x20" + EPOCH_KEY.commitment
    current = sha(b"desbumi/link0/1", chain)
    assert cbor.decode(header, max_bytes=4096)[3] == current
    for number, item in enumerate(items, 1):
        bound = b"desbumi/env/1" + sha(ctx) + number.to_bytes(8, "big")
        current = sha(b"desbumi/link/1", current, bound, sha(item))
    assert current.hex() == VECTOR["last_link"]
    Ed25519PublicKey.from_public_bytes(PUBLIC).verify(signature, b"desbumi/batch/1" + sha(header) + current)


def test_every_cut_of_a_batch_is_refused():
    data = three().data
    assert all(refusal(parse_batch, data[:size]) for size in range(len(data)))
    assert refusal(parse_batch, data + b"\x00") == "cbor_trailing"


def test_two_thousand_single_bit_flips_are_all_detected():
    data = three().data
    every = range(len(data) * 8)
    bits = every if "DESBUMI_SOAK" in os.environ else random.Random(20261121).sample(every, 2000)
    for bit in bits:
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        assert refusal(accept, bytes(flipped))


def test_a_header_spliced_from_another_batch_of_the_same_device_is_refused():
    first = three()
    second = Village().after(first).form([b"four", b"five", b"six"])
    one, two = parts_of(first.data), parts_of(second.data)
    for spliced in (
        [two[0], one[1], one[2]],
        [two[0], one[1], two[2]],
        [one[0], two[1], one[2]],
        [one[0], one[1], two[2]],
    ):
        assert refusal(accept, cbor.encode(spliced)) == "bad_signature"


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 0, 1), (2, 1, 0), (0, 1, 1)])
def test_reordered_and_duplicated_envelopes_are_refused(order):
    header, items, signature = parts_of(three().data)
    assert refusal(accept, cbor.encode([header, [items[i] for i in order], signature])) == "bad_signature"


@pytest.mark.parametrize("kept", [(0, 1), (1, 2), (0, 2), (), (0, 1, 2, 2)])
def test_dropped_and_added_envelopes_are_refused_by_their_count(kept):
    header, items, signature = parts_of(three().data)
    assert refusal(parse_batch, cbor.encode([header, [items[i] for i in kept], signature])) == "malformed"


def test_a_batch_signed_by_another_key_is_refused():
    batch = parse_batch(three().data)
    assert refusal(verify_batch, batch, generate_signing_key().public_key(), link0(CTX)) == "bad_signature"


def test_a_signature_over_the_same_hashes_under_another_label_is_refused():
    batch = parse_batch(three().data)
    other = sign(SIGN_KEY, "desbumi/receipt/1", batch.received.hash, batch.last_link)
    header, items, _ = parts_of(batch.data)
    assert refusal(accept, cbor.encode([header, items, other])) == "bad_signature"
    right = sign(SIGN_KEY, BATCH_LABEL, batch.received.hash, batch.last_link)
    assert accept(cbor.encode([header, items, right]))


def test_chains_go_on_where_they_stood_and_nowhere_else():
    first = three()
    village = Village().after(first)
    second = village.form([b"four"])
    third = village.after(second).form([b"five"])
    assert accept(second.data, first.last_link) == [b"four"]
    assert refusal(verify_batch, parse_batch(third.data), PUBLIC, first.last_link) == "chain_broken"
    assert refusal(verify_batch, parse_batch(first.data), PUBLIC, first.last_link) == "chain_broken"


def test_a_chain_starts_at_its_own_link_0():
    stolen = replace(HEADER, previous_link=b"x" * 32)
    assert refusal(Village(stolen).form, [b"one"]) == "chain_start"
    header, items, _ = parts_of(three().data)
    fields = cbor.decode(header, max_bytes=4096)
    fields[3] = b"x" * 32
    assert refusal(parse_batch, cbor.encode([cbor.encode(fields), items, bytes(64)])) == "chain_start"


def test_link_0_differs_between_streams_devices_and_incarnations_and_not_between_epochs():
    others = [
        replace(CTX, stream=StreamId(b"T" * 16)),
        replace(CTX, device=DeviceId(b"W" * 16)),
        replace(CTX, incarnation=8),
    ]
    assert len({link0(ctx) for ctx in [CTX, *others]}) == 4
    assert link0(replace(CTX, epoch=4, commitment=b"k" * 32)) == link0(CTX)


def test_a_parent_stands_in_the_first_batch_of_a_later_incarnation_only():
    parent = Parent(incarnation=6, dseq=90, link=b"p" * 32)
    first = Village(replace(HEADER, parent=parent)).form([b"one"])
    assert parse_batch(first.data).header.parent == parent
    later = replace(HEADER, parent=parent, first_dseq=2, previous_link=first.last_link)
    assert refusal(Village(later).form, [b"two"]) == "chain_start"
    itself = replace(HEADER, parent=replace(parent, incarnation=CTX.incarnation))
    assert refusal(Village(itself).form, [b"one"]) == "chain_start"


def test_a_stub_is_erased_only_where_a_control_entry_names_exactly_it():
    batch = parse_batch(three().data)
    stubbed = parse_batch(erase_body(batch, 1))
    verify_batch(stubbed, PUBLIC, link0(CTX))
    assert isinstance(stubbed.items[1], Stub)
    named = EnvelopeId(CTX.stream, CTX.device, CTX.incarnation, 2)
    assert body_state(stubbed, 1, {named}) is BodyState.ERASED
    assert refusal(open_item, stubbed, 1, EPOCH_KEY, erased={named}) == "body_erased"
    others = {
        replace(named, dseq=1),
        replace(named, incarnation=8),
        replace(named, stream=b"T" * 16),
        replace(named, device=b"W" * 16),
    }
    assert body_state(stubbed, 1, others) is BodyState.MISSING
    assert refusal(open_item, stubbed, 1, EPOCH_KEY, erased=others) == "body_missing"
    assert [open_item(stubbed, i, EPOCH_KEY) for i in (0, 2)] == [b"one", b"three"]


def test_an_erased_body_is_not_opened_even_if_it_comes_along():
    batch = parse_batch(three().data)
    assert refusal(open_item, batch, 0, EPOCH_KEY, erased={batch.envelope_id(0)}) == "body_erased"


def test_a_stub_with_another_hash_breaks_the_signature():
    batch = parse_batch(erase_body(parse_batch(three().data), 1))
    header, items, signature = parts_of(batch.data)
    items[1] = [b"h" * 32]
    assert refusal(accept, cbor.encode([header, items, signature])) == "bad_signature"


def test_a_substituted_epoch_key_opens_and_seals_nothing():
    other = EpochKey(b"X" * 32)
    batch = parse_batch(three().data)
    assert refusal(open_item, batch, 0, other) == "commitment_mismatch"
    sealer = Sealer(SIGN_KEY, other, Padding.REGISTER)
    assert refusal(form_batch, [b"one"], HEADER, sealer) == "commitment_mismatch"


def test_one_poisoned_body_leaves_the_others_readable():
    header, items, _ = parts_of(three().data)
    items[1] = items[1][:-1] + bytes([items[1][-1] ^ 1])
    unsigned = parse_batch(cbor.encode([header, items, bytes(64)]))
    # A device that signs what nobody can open: the batch is genuine, one body is not.
    signature = sign(SIGN_KEY, BATCH_LABEL, unsigned.received.hash, unsigned.last_link)
    batch = parse_batch(cbor.encode([header, items, signature]))
    verify_batch(batch, PUBLIC, link0(CTX))
    assert open_item(batch, 0, EPOCH_KEY) == b"one"
    assert refusal(open_item, batch, 1, EPOCH_KEY) == "body_unreadable"
    assert open_item(batch, 2, EPOCH_KEY) == b"three"


def test_a_batch_closes_at_200_envelopes():
    sealed = Village().form([b"x"] * 201)
    assert (sealed.count, parse_batch(sealed.data).header.count) == (200, 200)


def test_a_batch_closes_at_256_kib_and_one_byte_more_would_not_have_fitted():
    bodies = [bytes(4000)] * 100
    sealed = Village().form(bodies)
    assert BATCH_BYTES - 4100 < len(sealed.data) <= BATCH_BYTES
    rest = Village().after(sealed).form(bodies[sealed.count :])
    assert sealed.count + rest.count == 100


@pytest.mark.parametrize("size", [65_536, 65_537, 65_546])
def test_the_largest_operation_fits_and_a_larger_is_refused_at_sealing(size):
    assert accept(Village().form([bytes(size)]).data) == [bytes(size)]


def test_bodies_too_large_for_their_lane_or_stream_are_refused():
    assert refusal(Village().form, [bytes(66_000)]) == "body_too_large"
    assert refusal(Village(padding=Padding.CASES).form, [bytes(4094)]) == "body_too_large"
    assert refusal(Village().form, []) == "no_bodies"
    attachments = Village(replace(HEADER, lane=Lane.ATTACHMENT))
    assert attachments.form([bytes(CHUNK_DATA + 100)] * 2).count == 2


def test_lengths_on_the_wire_tell_the_padded_step_only():
    assert {len(Village().form([bytes(n)]).data) for n in range(254)} == {len(Village().form([b""]).data)}
    cases = Village(padding=Padding.CASES)
    sizes = [
        len(parse_batch(cases.form([bytes(n)]).data).items[0].sealed) - 28
        for n in (0, 1021, 1022, 2045, 2046, 4093)
    ]
    assert sizes == [1024, 1024, 2048, 2048, 4096, 4096]


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        (1, 0, "malformed"),
        (1, 2**63 - 1, "malformed"),
        (1, True, "malformed"),
        (2, 0, "malformed"),
        (2, 201, "malformed"),
        (3, b"short", "malformed"),
        (4, [1, 1], "malformed"),
        (4, [6, 0, bytes(32)], "malformed"),
        (5, 9, "unsupported_lane"),
        (6, bytes(31), "malformed"),
        (7, [0], "malformed"),
        (8, "a" * 32, "malformed"),
        (9, [], "malformed"),
        (9, dict.fromkeys(range(17), b""), "malformed"),
        (9, {1: bytes(1025)}, "malformed"),
        (9, {"a": b""}, "malformed"),
    ],
)
def test_a_header_out_of_shape_is_refused(part, value, code):
    header, items, signature = parts_of(three().data)
    fields = cbor.decode(header, max_bytes=4096)
    fields[part] = value
    assert refusal(parse_batch, cbor.encode([cbor.encode(fields), items, signature])) == code


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        (0, 2, "unsupported_format"),
        (1, 2, "unsupported_suite"),
        (2, b"", "malformed"),
        (6, 0, "malformed"),
        (7, bytes(31), "malformed"),
        (5, 2**63, "malformed"),
    ],
)
def test_a_context_out_of_shape_or_newer_is_refused(part, value, code):
    header, items, signature = parts_of(three().data)
    fields = cbor.decode(header, max_bytes=4096)
    ctx = cbor.decode(fields[0], max_bytes=4096)
    ctx[part] = value
    fields[0] = cbor.encode(ctx)
    assert refusal(parse_batch, cbor.encode([cbor.encode(fields), items, signature])) == code


def test_extensions_that_this_version_does_not_know_are_signed_and_kept():
    batch = parse_batch(Village(replace(HEADER, extensions={77: b"later"})).form([b"one"]).data)
    verify_batch(batch, PUBLIC, link0(CTX))
    assert dict(batch.header.extensions) == {77: b"later"}


def test_what_the_device_had_seen_is_under_its_signature():
    header, items, signature = parts_of(three().data)
    for part, value in ((6, b"G" * 32), (7, [11, b"C" * 32]), (8, b"B" * 32), (9, {1: b""}), (5, 1)):
        fields = cbor.decode(header, max_bytes=4096)
        fields[part] = value
        assert refusal(accept, cbor.encode([cbor.encode(fields), items, signature])) == "bad_signature"
    assert parse_batch(three().data).header.control_seen == ControlSeen(12, b"C" * 32)


def test_sealing_twice_never_repeats_a_nonce():
    sealer = Sealer(SIGN_KEY, EPOCH_KEY, Padding.REGISTER)
    nonces = [
        item.sealed[:12]
        for _ in range(2)
        for item in parse_batch(form_batch([b"x"] * 200, HEADER, sealer).data).items
    ]
    assert len(set(nonces)) == 400


def test_the_operating_system_gives_the_nonce_unless_a_test_does():
    assert parse_batch(three().data).items[0].sealed[:12] == Counted()(12)


@pytest.mark.parametrize(
    "item", [b"", bytes(28), bytes(65_637), [], [bytes(31)], [bytes(32), 0], 7, "text", None]
)
def test_an_item_out_of_shape_is_refused(item):
    header, items, signature = parts_of(three().data)
    items[1] = item
    assert refusal(parse_batch, cbor.encode([header, items, signature])) == "malformed"


@pytest.mark.parametrize("size", [63, 65])
def test_a_signature_out_of_shape_is_refused(size):
    header, items, _ = parts_of(three().data)
    assert refusal(parse_batch, cbor.encode([header, items, bytes(size)])) == "malformed"


def test_a_relay_reads_batches_cells_and_bundles_without_compressor_register_or_window():
    program = (
        "import sys\n"
        "for name in ('backports', 'compression.zstd', 'db', 'desbumi_app', 'ui', 'resources', 'sqlcipher3'):\n"
        "    sys.modules[name] = None\n"
        "import sync.wire, sync.placing, sync.cells, sync.heartbeat, sync.frontier_report, sync.epochs, sync.bundle_format\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
