"""The `.desbumi` file: whole or not there, and hostile when it comes back."""

import hashlib
import io
import os
import random

import pytest

from sync import bundle_format, bundle_writer
from sync.bundle_format import MAGIC, BundleHeader, BundleReader, Kind, Section, verify_bundle
from sync.bundle_writer import write_bundle
from sync.crypto import generate_signing_key, public_bytes, sign
from sync.envelope import link0
from sync.errors import SyncError
from sync.header import ControlSeen
from sync.limits import BATCH_BYTES
from sync.wire import parse_batch, verify_batch
from tests.sync.batches import CTX, PUBLIC, SIGN_KEY, Village, three

HEADER = BundleHeader(b"B" * 16, CTX.district, CTX.device, ControlSeen(12, b"C" * 32))
FIRST = three()
SECOND = Village().after(FIRST).form([b"four"])
SECTIONS = [
    Section(Kind.CONTROL, b"entry one"),
    Section(Kind.CONTROL, b"entry two"),
    Section(Kind.WRAP, b"wrap"),
    Section(Kind.BATCH, FIRST.data),
    Section(Kind.BATCH, SECOND.data),
    Section(Kind.RECEIPT, b"receipt"),
]


def read(data):
    reader = BundleReader(io.BytesIO(data))
    return list(reader), reader


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("usb") / "desa.desbumi"
    write_bundle(path, HEADER, SECTIONS, SIGN_KEY)
    return path.read_bytes()


def test_a_bundle_is_read_back_as_it_was_written(whole):
    sections, reader = read(whole)
    assert (sections, reader.header, reader.damage) == (SECTIONS, HEADER, None)
    verify_bundle(reader.footer, PUBLIC)


def test_a_bundle_signed_by_another_is_refused(whole):
    _, reader = read(whole)
    with pytest.raises(SyncError) as caught:
        verify_bundle(reader.footer, public_bytes(generate_signing_key()))
    assert caught.value.code == "bad_signature"


def test_of_every_prefix_the_whole_sections_are_given_and_no_other(whole):
    ends, at = [], len(whole) - 104 - 5
    for section in reversed(SECTIONS):
        ends.append(at)
        at -= len(section.data) + 5
    assert at > len(MAGIC)
    for size in range(at, len(whole)):
        sections, reader = read(whole[:size])
        assert sections == SECTIONS[: sum(end <= size for end in ends)]
        assert (reader.footer, reader.damage) == (None, "truncated")


@pytest.mark.parametrize("size", range(60))
def test_a_beginning_too_short_for_a_header_is_no_bundle(whole, size):
    with pytest.raises(SyncError) as caught:
        read(whole[:size])
    assert caught.value.code in {"not_a_bundle", "truncated"}


def test_a_prefix_imports_its_whole_batches(whole):
    sections, reader = read(whole[: whole.index(SECOND.data) + 100])
    batch = parse_batch(sections[-1].data)
    verify_batch(batch, PUBLIC, link0(CTX))
    assert (batch.header.count, reader.damage) == (3, "truncated")


def test_two_thousand_single_bit_flips_never_end_in_a_verified_bundle(whole):
    for bit in random.Random(20261121).sample(range(len(whole) * 8), 2000):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SyncError):
            verified(bytes(flipped))


def verified(data):
    _, reader = read(data)
    if reader.footer is None:
        raise SyncError(reader.damage)
    verify_bundle(reader.footer, PUBLIC)


@pytest.mark.parametrize(
    ("section", "damage"),
    [
        (b"\x02\xff\xff\xff\xff", "too_large"),
        (b"\x04" + (BATCH_BYTES + 1).to_bytes(4), "too_large"),
        (b"\x01\x00\x00\x00\x00", "malformed"),
        (b"\x00\x00\x00\x00\x00", "malformed"),
        (b"\x3f\x00\x00\x00\x00", "malformed"),
        (b"\x50\xff\xff\xff\xff", "too_large"),
        (b"\xff\x00\x00\x00\x00", "malformed"),
        (b"\x04\x00\x00\x00\x01b\x02\x00\x00\x00\x00", "malformed"),
    ],
)
def test_sections_out_of_order_kind_or_size_stop_the_reading(whole, section, damage):
    head = whole[: whole.index(b"\x02\x00\x00\x00\x09entry one")]
    sections, reader = read(head + section + bytes(200))
    assert (reader.footer, reader.damage) == (None, damage)
    assert sections == ([Section(Kind.BATCH, b"b")] if section.startswith(b"\x04\x00\x00\x00\x01") else [])


def test_bytes_after_the_footer_are_damage(whole):
    sections, reader = read(whole + b"\x00")
    assert (sections, reader.footer, reader.damage) == (SECTIONS, None, "malformed")


def test_a_section_taken_out_is_noticed(whole):
    section = b"\x02\x00\x00\x00\x09entry two"
    sections, reader = read(whole.replace(section, b""))
    assert (len(sections), reader.footer, reader.damage) == (5, None, "hash_mismatch")


def test_kinds_of_later_versions_are_skipped_and_still_signed(whole):
    stream = whole[: len(whole) - 109] + b"\x46\x00\x00\x00\x05later"
    summary = hashlib.sha256(stream).digest()
    length = len(stream).to_bytes(8)
    footer = length + summary + sign(SIGN_KEY, "desbumi/bundle/1", summary, length)
    sections, reader = read(stream + b"\xff" + len(footer).to_bytes(4) + footer)
    assert (sections, reader.damage) == (SECTIONS, None)
    verify_bundle(reader.footer, PUBLIC)


def test_writing_leaves_no_other_file_and_private_permissions(tmp_path):
    write_bundle(tmp_path / "a.desbumi", HEADER, SECTIONS, SIGN_KEY)
    assert [item.name for item in tmp_path.iterdir()] == ["a.desbumi"]
    assert os.name == "nt" or (tmp_path / "a.desbumi").stat().st_mode & 0o777 == 0o600


def test_a_failed_writing_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.desbumi"
    path.write_bytes(b"before")
    with pytest.raises(ValueError, match="order"):
        write_bundle(path, HEADER, [SECTIONS[3], SECTIONS[0]], SIGN_KEY)
    with pytest.raises(ValueError, match="at most"):
        write_bundle(path, HEADER, [Section(Kind.WRAP, bytes(5000))], SIGN_KEY)
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (b"before", 1)


def test_a_medium_that_returns_other_bytes_is_noticed_before_the_name_is_given(tmp_path, monkeypatch):
    written = bundle_writer._write

    def bad_medium(path, *args):
        footer = written(path, *args)
        data = bytearray(path.read_bytes())
        data[300] ^= 1
        path.write_bytes(data)
        return footer

    monkeypatch.setattr(bundle_writer, "_write", bad_medium)
    with pytest.raises(SyncError):
        write_bundle(tmp_path / "a.desbumi", HEADER, SECTIONS, SIGN_KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_of_too_many_bytes_or_sections_is_read_no_further(whole, monkeypatch):
    monkeypatch.setattr(bundle_format, "BUNDLE_BYTES", whole.index(SECOND.data))
    sections, reader = read(whole)
    assert (sections, reader.damage) == (SECTIONS[:4], "too_large")
    monkeypatch.undo()
    monkeypatch.setattr(bundle_format, "BUNDLE_SECTIONS", 2)
    sections, reader = read(whole)
    assert (sections, reader.footer, reader.damage) == (SECTIONS[:2], None, "too_large")


def test_a_bundle_of_a_later_format_says_so(whole):
    at = len(MAGIC) + 5 + 1
    assert whole[at] == 1
    with pytest.raises(SyncError) as caught:
        read(whole[:at] + b"\x02" + whole[at + 1 :])
    assert caught.value.code == "unsupported_format"


def test_a_footer_that_names_another_length_is_damage(whole):
    at = len(whole) - 104
    sections, reader = read(whole[:at] + (5).to_bytes(8) + whole[at + 8 :])
    assert (sections, reader.footer, reader.damage) == (SECTIONS, None, "hash_mismatch")


def test_a_signature_that_came_out_wrong_is_noticed_before_the_name_is_given(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle_writer, "sign", lambda *_: bytes(64))
    with pytest.raises(SyncError) as caught:
        write_bundle(tmp_path / "a.desbumi", HEADER, SECTIONS, SIGN_KEY)
    assert (caught.value.code, list(tmp_path.iterdir())) == ("bad_signature", [])
