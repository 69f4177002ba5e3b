"""Taking in: poison stays in its envelope, holes are filled, what cannot be read yet is kept and read later."""

from itertools import permutations

import pytest

from db.arrivals import Outcome
from db.kept import GAP, LATER
from db.mark import Formed
from db.outbox import Sealed
from desbumi_app.catalogue.wire_dictionary import dictionary_bytes
from desbumi_app.usecases.revoke_device import revoke_device
from sync.body import Dictionary
from sync.envelope import FORMAT, SUITE, Context, DeviceId, Lane, StreamId, link0
from sync.header import ControlSeen, Header
from sync.inbox import Fate, Inbox
from sync.merging import Merger
from sync.operations import to_body
from sync.padding import Padding
from sync.sealing import seal_ripe
from sync.wire import Sealer, form_batch, parse_batch
from tests.sync.offices import join
from tests.sync.test_attacks import batches_of


@pytest.fixture
def pair(desks, district):
    """A writing laptop and a reading one of the same village."""
    first, second = desks("satu"), desks("dua")
    village = join(district, first)
    join(district, second, village=village)
    return first, second


def bodies_sealed(laptop, spoil):
    """Seal all unsealed saves in one batch as the laptop's own key does, `spoil(i, body)` deciding each body."""
    log, stream = laptop.log, laptop.store.streams()[0]
    epoch, key = log.sealing_key(stream)

    def form(sealing):
        me = sealing.identity
        ctx = Context(
            FORMAT, SUITE, log.district, StreamId(stream), DeviceId(me.device), me.incarnation, epoch.epoch, key.commitment
        )  # fmt: skip
        bodies = [spoil(i, to_body(change.op)) for i, change in enumerate(sealing.changes)]
        previous = sealing.previous.link or link0(ctx)
        header = Header(
            ctx, sealing.first_dseq, 1, previous, None, Lane.DATA, b"f" * 32, ControlSeen(0, log.held.genesis), b"a" * 32
        )  # fmt: skip
        done = form_batch(bodies, header, Sealer(me.signing_key(), key, Padding.REGISTER))
        return Sealed(done.data, done.count, done.last_link)

    return laptop.store.seal(form, everything=True).data


def test_one_bad_envelope_in_every_ten_and_the_others_arrive(pair):
    first, second = pair
    for i in range(50):
        first.person(f"Orang {i:02}")
    data = bodies_sealed(first, lambda i, body: b"\x00poison" if i % 10 == 3 else body)
    assert Inbox(second.log).take([data]).counts == {Fate.NEW: 1}
    merger = Merger(second.log, {})
    assert merger.merge().unopened == 5
    assert second.names() == [f"Orang {i:02}" for i in range(50) if i % 10 != 3]
    assert [i for _, i, _ in merger.kept.unopened()] == [3, 13, 23, 33, 43]
    assert merger.merge_unopened().unopened == 5
    assert len(second.names()) == 45


def test_a_body_of_a_later_dictionary_waits_for_the_upgrade(pair):
    first, second = pair
    later = Dictionary(9, dictionary_bytes(1))
    for name in ("Siti", "Budi"):
        first.person(name)
    seal_ripe(first.log, dictionary=later, everything=True)
    (row,) = first.store.outbox("waiting")
    Inbox(second.log).take([row.data])
    old, new = Merger(second.log, {}), Merger(second.log, {9: later})
    assert old.merge().unopened == 2
    assert {reason for _, _, reason in old.kept.unopened()} == {"unknown_dictionary"}
    assert second.names() == []
    assert new.merge_unopened().unopened == 0
    assert second.names() == ["Budi", "Siti"]


def test_batches_in_every_order_give_one_state_and_no_hole_stays(pair, desks, district):
    first, _ = pair
    datas = []
    for name in ("Satu", "Dua", "Tiga", "Empat"):
        first.person(name)
        seal_ripe(first.log, everything=True)
    datas = [row.data for row in first.store.outbox("waiting")]
    assert len(datas) == 4
    seen = set()
    for number, order in enumerate([*permutations(datas)][::8]):
        reader = desks(f"baca{number}")
        join(district, reader, village=first.log.me.village)
        inbox = Inbox(reader.log)
        for data in order:
            taken = inbox.take([data])
            inbox.retry()
            assert taken.refused == []
        Merger(reader.log, {}).merge()
        seen.add(reader.store.state_hash(first.store.streams()[0]))
        assert inbox.kept.in_state(GAP) == ()
        assert reader.names() == ["Dua", "Empat", "Satu", "Tiga"]
        reader.close()
    assert seen == {first.store.state_hash()}


def test_the_same_batch_again_is_known_and_a_gap_names_what_to_ask_for(pair):
    first, second = pair
    for name in ("Satu", "Dua"):
        first.person(name)
        seal_ripe(first.log, everything=True)
    one, two = [row.data for row in first.store.outbox("waiting")]
    inbox = Inbox(second.log)
    taken = inbox.take([two])
    assert taken.counts == {Fate.GAP: 1}
    (missing,) = taken.missing
    assert (missing.device, missing.dseq) == (first.store.identity().device, 1)
    assert inbox.take([one, one]).counts == {Fate.NEW: 1, Fate.KNOWN: 1}
    inbox.retry()
    assert inbox.take([one, two]).counts == {Fate.KNOWN: 2}
    Merger(second.log, {}).merge()
    assert second.names() == ["Dua", "Satu"]


def test_a_device_that_the_chain_does_not_know_yet_waits_for_its_enrolment(pair, desks, district):
    first, second = pair
    third = desks("tiga")
    join(district, third, village=first.log.me.village)
    third.person("Dari yang baru")
    seal_ripe(third.log, everything=True)
    (row,) = third.store.outbox("waiting")
    inbox = Inbox(second.log)
    assert inbox.take([row.data]).counts == {Fate.LATER: 1}
    assert [one.reason for one in inbox.kept.in_state(LATER)] == ["unknown_device"]
    second.sync()
    assert second.names() == ["Dari yang baru"]
    assert inbox.kept.in_state(LATER) == ()


def test_what_was_kept_and_not_merged_when_the_program_stopped_is_merged_next(pair):
    first, second = pair
    first.person("Siti")
    first.sync()
    Inbox(second.log).take(batches_of(first))
    second.restart()
    assert second.names() == []
    Merger(second.log, {}).merge()
    assert second.names() == ["Siti"]


def test_bytes_that_are_no_batch_are_refused_with_their_reason_and_stop_nothing(pair):
    first, second = pair
    first.person("Siti")
    first.sync()
    (good,) = batches_of(first)
    flips = [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(0, len(good), 23)]
    taken = Inbox(second.log).take([b"", b"\x00", *flips, good])
    assert taken.counts[Fate.NEW] == 1
    assert sum(taken.counts.values()) == len(flips) + 3
    Merger(second.log, {}).merge()
    assert second.names() == ["Siti"]
    assert second.store.state_hash() == first.store.state_hash()


def test_a_later_incarnation_without_its_parent_is_refused(pair):
    first, second = pair
    first.person("Siti")
    first.sync()
    second.sync()
    first.log.trust.new_incarnation(parse_end(first))
    first.person("Budi")
    data = bodies_sealed(first, lambda _i, body: body)
    assert Inbox(second.log).take([data]).refused == ["parent_missing"]
    assert "parent_missing" in second.alarms()


def parse_end(laptop):
    (data,) = batches_of(laptop)
    batch = parse_batch(data)
    return Formed(batch.header.ctx.incarnation, batch.header.last_dseq, batch.last_link)


def test_what_a_revoked_device_wrote_late_is_held_in_the_very_step_that_merges_it(pair, district):
    first, second = pair
    first.person("Sebelum")
    first.sync()
    district.sync()
    first.person("Terlambat")
    seal_ripe(first.log, everything=True)
    (row,) = first.store.outbox("waiting")
    revoke_device(district.speaker, first.store.identity().device)
    second.sync()
    Inbox(second.log).take([row.data])
    assert Merger(second.log, {}).merge().outcomes == {Outcome.HELD: 1}
    assert second.names() == ["Sebelum"]
