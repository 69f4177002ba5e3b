"""Hostile heads, relays and entries: what nobody proved stops neither control nor data."""

import os

import pytest

from desbumi_app.usecases.found_district import move_relay
from desbumi_app.usecases.invite_village import invite_village
from desbumi_app.usecases.open_epoch import admin_key
from sync.chain_check import check_chains
from sync.control.offices import Invited
from sync.crypto import generate_signing_key, public_bytes
from sync.envelope import FORMAT, SUITE, Context, DeviceId, Lane, StreamId, link0
from sync.errors import SyncError
from sync.header import ControlSeen, Header
from sync.inbox import Fate, Inbox
from sync.operations import to_body
from sync.padding import Padding
from sync.speaking import Speaker, fetch_control
from sync.transport import RelayLink
from sync.visit import Visit
from sync.wire import Sealer, form_batch
from tests.sync.offices import join, settle


def batch_of(laptop, *, seen: ControlSeen, incarnation: int = 99) -> bytes:
    """A batch that an enrolled laptop signs by hand: its oldest waiting save, under any header it likes."""
    log, store = laptop.log, laptop.store
    me, stream = store.identity(), store.streams()[0]
    epoch, key = log.sealing_key(stream)
    ctx = Context(
        FORMAT,
        SUITE,
        log.district,
        StreamId(stream),
        DeviceId(me.device),
        incarnation,
        epoch.epoch,
        epoch.commitment,
    )
    header = Header(ctx, 1, 1, link0(ctx), None, Lane.DATA, b"f" * 32, seen, b"a" * 32)
    (save,) = store.unsealed(everything=True, limit=1)
    return form_batch([to_body(save.op)], header, Sealer(me.signing_key(), key, Padding.REGISTER)).data


@pytest.mark.parametrize("ahead", [1, 2**40])
def test_a_hostile_laptop_that_names_a_false_head_does_not_stop_its_own_revocation(desks, district, ahead):
    laptop = desks("satu")
    join(district, laptop)
    laptop.sync()
    laptop.person("Siti")
    head = district.log.held.head
    data = batch_of(laptop, seen=ControlSeen(head.n + ahead, os.urandom(32)))
    district.sync()
    assert Inbox(district.log).take([data]).counts == {Fate.NEW: 1}
    invite_village(district.speaker)
    district.sync()
    assert district.log.held.head.n == head.n + 1
    assert not district.log.held.behind
    assert ("another_chain" in district.alarms()) is (ahead == 1)


def test_a_hostile_relay_that_names_a_false_head_is_outlived(desks, district):
    laptop = desks("satu")
    join(district, laptop)
    laptop.sync()
    log, head = laptop.log, laptop.log.held.head
    log.note_head(type(head)(head.n + 1, os.urandom(32)))
    invite_village(district.speaker)
    laptop.sync()
    assert laptop.log.held.head == district.log.held.head


class Lying(RelayLink):
    """The real relay, whose answers to the exchange of frontiers are replaced on the way."""

    said: dict | None = None

    def ask(self, key, method, target, body=b""):
        answer = super().ask(key, method, target, body)
        return answer | self.said if self.said and target.endswith("/frontier") else answer


@pytest.mark.parametrize("with_end", [True, False])
def test_a_relay_that_claims_to_hold_more_of_our_own_chain_proves_it_or_changes_nothing(
    desks, district, with_end
):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Siti")
    laptop.sync()
    me, stream = laptop.store.identity(), laptop.store.streams()[0]
    link = Lying(laptop.address)
    end = [me.device, me.incarnation, 7, b"l" * 32]
    link.said = {"fetch": [[me.device, me.incarnation, 2, 7]], "frontier": [end] if with_end else []}
    check_chains(Visit(laptop.log, link), stream)
    link.close()
    assert laptop.store.identity().incarnation == me.incarnation
    assert ("relay_claims_ours" in laptop.alarms()) is with_end


def test_a_relay_that_never_ends_its_chain_is_left(desks, district):
    class Endless(RelayLink):
        pages = 0

        def ask(self, key, method, target, body=b""):
            self.pages += 1
            rows = [[self.pages * 200 + i, bytes(60_000), b"r"] for i in range(200)]
            return {"entries": rows}

    link = Endless(district.address)
    with pytest.raises(SyncError, match="not_the_relay"):
        fetch_control(link, generate_signing_key(), district.log.district)
    assert link.pages < 10


def test_a_replaced_relay_is_not_spoken_to_and_its_receipts_end_no_waiting(
    desks, district, relays, relay, tmp_path
):
    laptop = desks("satu")
    join(district, laptop)
    laptop.sync()
    second = relays("relay-baru")
    old, district.address = district.link, second.url
    district.link = None
    move_relay(district.speaker)
    log = district.log
    laptop.log.take(log.held.everything()[laptop.log.held.head.n + 1 :], [])
    laptop.person("Siti")
    with pytest.raises(SyncError, match="another_relay"):
        laptop.sync()
    assert laptop.store.outbox("received") == []
    laptop.link.close()
    laptop.link, laptop.address = None, second.url
    settle(laptop, district)
    assert district.names() == ["Siti"]
    old.close()


def test_entries_that_two_admins_made_for_one_place_never_stop_the_sending_of_data(desks, district, tmp_path):
    twin = district.copy(tmp_path / "kembar")
    desks.keep(twin)

    def invited():
        return Invited(os.urandom(16), public_bytes(generate_signing_key()), None)

    twin.speaker.say(invited(), admin_key(twin.log))
    for _ in range(2):
        Speaker(district.log).say(invited(), admin_key(district.log))
    with district.store.transaction(operator=b"operator-of-test", purpose="test") as tx:
        tx.create("people", {"full_name": "Data tetap jalan"})
    report = district.sync()
    assert (report.sent, report.waiting) == (1, 0)
    assert "control_fork" in district.alarms()
