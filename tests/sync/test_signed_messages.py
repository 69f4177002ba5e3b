"""Heartbeats, frontier reports and parcels of cells: read strictly, and true under one key only."""

import json
from pathlib import Path

import pytest

from sync import cbor
from sync.cells import Cell, form_parcel, parse_parcel, verify_parcel
from sync.crypto import generate_signing_key, public_bytes
from sync.errors import SyncError
from sync.frontier import Chain, Position
from sync.frontier_report import form_report, parse_report, verify_report
from sync.heartbeat import Heartbeat, form_heartbeat, parse_heartbeat, verify_heartbeat
from tests.sync.batches import CTX, PUBLIC, SIGN_KEY

VECTORS = json.loads((Path(__file__).parent / "vectors" / "messages.json").read_text())
HEARTBEAT = Heartbeat(
    district=CTX.district,
    stream=CTX.stream,
    device=CTX.device,
    incarnation=7,
    counter=41,
    program="0.1.0",
    register_format=1,
    batch_format=1,
    schema=1,
    unsent=3,
    oldest_unsent_age=26,
    keyring_hash=b"K" * 32,
    keyring_generation=2,
    epoch=3,
)
FRONTIER = {Chain(CTX.device, 7): Position(9, b"L" * 32)}
MESSAGES = {
    "heartbeat": (form_heartbeat(HEARTBEAT, SIGN_KEY), parse_heartbeat, verify_heartbeat),
    "report": (form_report(CTX.stream, CTX.device, 5, FRONTIER, SIGN_KEY), parse_report, verify_report),
    "parcel": (
        form_parcel(
            CTX.stream, CTX.device, [Cell(b"1" * 16, bytes(4096)), Cell(b"2" * 16, bytes(4096))], SIGN_KEY
        ),
        parse_parcel,
        verify_parcel,
    ),
}
each = pytest.mark.parametrize(("data", "parse", "verify"), MESSAGES.values(), ids=MESSAGES)


def refusal(work, *args):
    with pytest.raises(SyncError) as caught:
        work(*args)
    return caught.value.code


@pytest.mark.parametrize("name", ["heartbeat", "report"])
def test_the_bytes_of_signed_messages_are_frozen(name):
    assert MESSAGES[name][0].hex() == VECTORS[name]


@each
def test_a_message_is_verified_under_its_own_key_only(data, parse, verify):
    verify(parse(data), PUBLIC)
    assert refusal(verify, parse(data), public_bytes(generate_signing_key())) == "bad_signature"


@each
def test_every_flipped_bit_of_a_message_is_noticed(data, parse, verify):
    for place in [*range(min(len(data), 400)), *range(len(data) - 70, len(data))]:
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        assert refusal(lambda changed=bytes(flipped): verify(parse(changed), PUBLIC))


@each
def test_every_cut_of_a_message_is_refused(data, parse, verify):
    assert all(refusal(parse, data[:size]) for size in range(0, len(data), max(1, len(data) // 300)))


def test_messages_hold_what_was_put_in():
    assert parse_heartbeat(MESSAGES["heartbeat"][0]).heartbeat == HEARTBEAT
    report = parse_report(MESSAGES["report"][0])
    assert (report.counter, report.frontier, report.device) == (5, FRONTIER, CTX.device)
    assert [cell.id for cell in parse_parcel(MESSAGES["parcel"][0]).cells] == [b"1" * 16, b"2" * 16]


def test_one_message_does_not_pass_for_another():
    data = MESSAGES["report"][0]
    body, _ = cbor.decode(data, max_bytes=2000)
    signature = cbor.decode(MESSAGES["heartbeat"][0], max_bytes=2000)[1]
    assert (
        refusal(lambda: verify_report(parse_report(cbor.encode([body, signature])), PUBLIC))
        == "bad_signature"
    )
    assert refusal(parse_heartbeat, data) == "malformed"


def test_a_heartbeat_costs_little_on_a_bad_line():
    assert len(MESSAGES["heartbeat"][0]) < 200


def test_a_parcel_has_one_to_16_different_cells_of_full_size():
    cells = [Cell(bytes([n]) * 16, bytes(4096)) for n in range(17)]
    sizes = {
        len(form_parcel(CTX.stream, CTX.device, cells[:4], SIGN_KEY)),
        len(form_parcel(CTX.stream, CTX.device, cells[5:9], SIGN_KEY)),
    }
    assert len(sizes) == 1
    for wrong in (
        [],
        cells,
        [cells[0], cells[0]],
        [Cell(b"1" * 16, bytes(4095))],
        [Cell(b"1" * 15, bytes(4096))],
    ):
        assert refusal(form_parcel, CTX.stream, CTX.device, wrong, SIGN_KEY) in {"malformed", "too_large"}
