"""A hostile stick: what it brings costs bounded room and time, and keeps nothing genuine out."""

import os
import time

from sync.bundle import import_bundle
from sync.bundle_format import BundleHeader, Kind, Section
from sync.bundle_writer import write_bundle
from sync.crypto import generate_signing_key
from sync.envelope import FORMAT, SUITE, Context, DeviceId, Lane, StreamId, link0
from sync.epochs import EpochKey, Wrap
from sync.header import ControlSeen, Header
from sync.inbox import LATER_BATCHES, Fate, Inbox
from sync.merging import Merger
from sync.padding import Padding
from sync.wire import Sealer, form_batch
from tests.sync.offices import join


def of_nobody(laptop) -> bytes:
    """A well-formed batch of a device that nobody enrolled, for a laptop's own stream."""
    key = EpochKey(bytes(32))
    stream = laptop.store.streams()[0]
    ctx = Context(
        FORMAT, SUITE, laptop.log.district, StreamId(stream), DeviceId(os.urandom(16)), 1, 1, key.commitment
    )
    seen = ControlSeen(0, bytes(32))
    header = Header(ctx, 1, 1, link0(ctx), None, Lane.DATA, bytes(32), seen, bytes(32))
    return form_batch([b"junk"], header, Sealer(generate_signing_key(), key, Padding.REGISTER)).data


def stick(laptop, path, sections):
    me, head = laptop.store.identity(), laptop.log.held.head
    header = BundleHeader(
        os.urandom(16), laptop.log.district, DeviceId(me.device), ControlSeen(head.n, head.hash)
    )
    write_bundle(path, header, sections, me.signing_key())
    return path


def test_batches_of_nobody_fill_one_room_only_and_keep_no_genuine_batch_out(desks, district):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    join(district, other, village=village)
    other.sync()
    inbox = Inbox(other.log)
    taken = inbox.take([of_nobody(other) for _ in range(LATER_BATCHES + 20)])
    assert taken.counts == {Fate.LATER: LATER_BATCHES, Fate.REFUSED: 20}
    assert inbox.kept.count_in("later") == LATER_BATCHES
    laptop.person("Siti")
    laptop.sync()
    other.sync()
    assert other.names() == ["Siti"]


def test_thousands_of_false_wraps_and_repeated_entries_cost_seconds(desks, district, tmp_path):
    laptop = desks("satu")
    join(district, laptop)
    laptop.sync()
    stream, me = laptop.store.streams()[0], laptop.store.identity().device
    entry = laptop.log.held.everything()[-1]
    receipt = laptop.log.held.receipts[-1].data
    false = [Section(Kind.WRAP, Wrap(stream, 1, me, i.to_bytes(4)).encoded()) for i in range(5_000)]
    sections = [
        *[Section(Kind.CONTROL, entry)] * 5_000,
        *false,
        *[Section(Kind.RECEIPT, receipt)] * 5_000,
    ]
    path = stick(laptop, tmp_path / "jahat.desbumi", sections)
    started = time.process_time()
    done = import_bundle(laptop.log, path, {})
    spent = time.process_time() - started
    assert (done.whole, done.control, done.new) == (True, 0, 0)
    assert spent < 10
    assert laptop.log.sealing_key(stream) is not None


def test_a_genuine_batch_that_came_before_its_enrolment_is_merged_after_it(desks, district):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    laptop.sync()
    join(district, other, village=village)
    other.person("Datang lebih dulu")
    other.sync()
    (row,) = other.store.outbox("received")
    inbox = Inbox(laptop.log)
    inbox.take([of_nobody(laptop) for _ in range(150)])
    assert inbox.take([row.data]).counts == {Fate.LATER: 1}
    laptop.log.take(district.log.held.everything()[laptop.log.held.head.n + 1 :])
    again = Inbox(laptop.log)
    assert again.retry().counts == {Fate.NEW: 1}
    Merger(laptop.log, {}).merge()
    assert laptop.names() == ["Datang lebih dulu"]
