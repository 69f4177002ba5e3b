"""Photos and scans in pieces."""

import random
from dataclasses import replace

import pytest

from sync import cbor
from sync.attachments import join, parse_chunk, split
from sync.envelope import Lane
from sync.errors import SyncError
from sync.limits import CHUNK_BYTES, CHUNK_DATA
from sync.wire import open_item, parse_batch
from tests.sync.batches import EPOCH_KEY, HEADER, Village

PHOTO = random.Random(1).randbytes(300_000)


def refusal(work, *args):
    with pytest.raises(SyncError) as caught:
        work(*args)
    return caught.value.code


def test_a_photo_travels_through_its_lane_in_batches_and_is_put_together_in_any_order():
    bodies, village, chunks = (
        [piece.encoded() for piece in split(PHOTO)],
        Village(replace(HEADER, lane=Lane.ATTACHMENT)),
        [],
    )
    while bodies:
        sealed = village.form(bodies)
        batch = parse_batch(sealed.data)
        assert all(len(item.sealed) <= CHUNK_BYTES for item in batch.items)
        chunks += [parse_chunk(open_item(batch, i, EPOCH_KEY)) for i in range(sealed.count)]
        bodies, village = bodies[sealed.count :], village.after(sealed)
    assert len(chunks) == 3
    assert join([chunks[2], chunks[0], chunks[1], chunks[0]]) == PHOTO


@pytest.mark.parametrize("size", [1, CHUNK_DATA - 1, CHUNK_DATA, CHUNK_DATA + 1])
def test_sizes_around_a_piece_come_back(size):
    assert join(parse_chunk(piece.encoded()) for piece in split(bytes(size))) == bytes(size)


def test_a_missing_foreign_or_changed_piece_is_noticed():
    pieces = split(PHOTO)
    assert refusal(join, [pieces[0], pieces[2]]) == "incomplete"
    assert refusal(join, [*pieces, split(PHOTO[1:])[0]]) == "malformed"
    assert refusal(join, [replace(pieces[0], data=bytes(CHUNK_DATA)), *pieces[1:]]) == "hash_mismatch"
    assert refusal(join, []) == "malformed"


def test_empty_and_endless_files_are_refused():
    assert refusal(split, b"") == "malformed"
    assert refusal(split, bytes(64 * CHUNK_DATA + 1)) == "too_large"


@pytest.mark.parametrize(
    "parts",
    [
        [b"f" * 32, 0, 2, b"short"],
        [b"f" * 32, 2, 2, b"x"],
        [b"f" * 32, 0, 65, b"x"],
        [b"f" * 32, 0, 1, b""],
        [b"f", 0, 1, b"x"],
        [b"f" * 32, 0, 1],
    ],
)
def test_a_piece_out_of_shape_is_refused(parts):
    assert refusal(parse_chunk, cbor.encode(parts)) == "malformed"
