"""Bodies are packed small, and unpacked no larger than allowed."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import body
from sync.body import Dictionary, zstd
from sync.errors import SyncError

SAMPLES = [
    f"nama Siti Rahmawati {n} alamat Dusun Krajan RT {n % 9} tujuan Malaysia".encode() for n in range(400)
]
DICTIONARY = Dictionary(1, zstd.train_dict(SAMPLES, 2048).dict_content)
KNOWN = {1: DICTIONARY}


def refusal(*args, **kwargs):
    with pytest.raises(SyncError) as caught:
        body.unpack(*args, **kwargs)
    return caught.value.code


@given(st.binary(max_size=2000) | st.sampled_from(SAMPLES), st.booleans(), st.booleans())
def test_what_is_packed_is_given_back(operation, with_dictionary, compress):
    packed = body.pack(operation, DICTIONARY if with_dictionary else None, compress=compress)
    assert body.unpack(packed, KNOWN) == operation
    assert len(packed) <= len(operation) + 1


def test_the_dictionary_makes_it_smaller_and_is_named_in_the_body():
    operation = b"nama Siti Aminah 77 alamat Dusun Krajan RT 4 tujuan Malaysia"
    packed = body.pack(operation, DICTIONARY)
    assert packed[:2] == bytes([body.WITH_DICTIONARY, 1])
    assert len(packed) < len(operation) / 2
    assert refusal(packed, {}) == "unknown_dictionary"


def test_text_from_outsiders_is_stored_as_it_is():
    assert body.pack(b"a" * 500, compress=False) == b"\x00" + b"a" * 500


@pytest.mark.parametrize("with_dictionary", [False, True])
def test_a_decompression_bomb_is_stopped_at_the_cap(with_dictionary):
    bomb = body.pack(bytes(50_000_000), DICTIONARY if with_dictionary else None)
    assert len(bomb) < 6000
    tracemalloc.start()
    assert refusal(bomb, KNOWN) == "too_large"
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_frame_that_asks_for_a_large_window_is_refused():
    options = {zstd.CompressionParameter.window_log: 25, zstd.CompressionParameter.content_size_flag: 0}
    compressor = zstd.ZstdCompressor(options=options)
    frame = compressor.compress(bytes(3000)) + compressor.flush()
    assert refusal(bytes([body.COMPRESSED]) + frame[4:], {}) == "malformed"


def test_the_cap_is_exact():
    assert body.unpack(body.pack(bytes(1000)), {}, limit=1000) == bytes(1000)
    assert refusal(body.pack(bytes(1001)), {}, limit=1000) == "too_large"
    assert refusal(body.pack(bytes(1001), compress=False), {}, limit=1000) == "too_large"


@pytest.mark.parametrize("content", [b"", b"\x03", b"\x02", b"\xff1234"])
def test_codecs_of_later_versions_are_named_as_such(content):
    assert refusal(content, KNOWN) == "unknown_codec"


def test_cut_lengthened_and_foreign_frames_are_malformed():
    packed = body.pack(SAMPLES[0] * 3)
    assert packed[0] == body.COMPRESSED
    assert {refusal(packed[:size], {}) for size in range(1, len(packed))} == {"malformed"}
    assert refusal(packed + b"\x00", {}) == "malformed"
    assert refusal(packed + zstd.compress(b"more"), {}) == "malformed"


def test_a_dictionary_number_is_one_byte_and_not_zero():
    for number in (0, 256):
        with pytest.raises(ValueError, match="1 to 255"):
            Dictionary(number, DICTIONARY.data)
