"""Clocks order what is shown and nothing else: unique, rising, never infected, never refused."""

from datetime import UTC, datetime, timedelta

import pytest

from db.stamps import (
    COUNTER_BITS,
    HybridClock,
    Stamp,
    entries,
    is_late,
    milliseconds,
    moment_of,
    pack,
    packer,
    unpack,
)
from tests.db.village import TurnedClock


def test_a_million_ticks_of_a_frozen_clock_are_unique_and_rising():
    ticks = HybridClock(TurnedClock())
    start = ticks.tick()
    last = start
    for _ in range(1_000_000):
        now = ticks.tick()
        assert now > last
        last = now
    assert last - start == 1_000_000
    assert (last - start) >> COUNTER_BITS == 15


def test_a_clock_turned_back_does_not_turn_time_back():
    clock = TurnedClock()
    ticks = HybridClock(clock)
    first = ticks.tick()
    clock.wall = datetime(2009, 1, 1, tzinfo=UTC)
    assert ticks.tick() == first + 1


def test_a_remote_clock_is_followed_up_to_ten_minutes_only():
    clock = TurnedClock()
    ticks = HybridClock(clock)
    near = milliseconds(clock.wall + timedelta(minutes=9)) << COUNTER_BITS
    far = milliseconds(clock.wall + timedelta(days=365 * 70)) << COUNTER_BITS
    ticks.absorb(near)
    assert ticks.tick() == near + 1
    ticks.absorb(far)
    assert ticks.tick() == near + 2


def test_a_clock_of_2099_writes_on():
    ticks = HybridClock(TurnedClock(datetime(2099, 1, 1, tzinfo=UTC)))
    assert moment_of(ticks.tick()) == "2099-01-01T00:00:00Z"


def test_late_means_more_than_a_day_after_receipt():
    received = datetime(2026, 11, 21, tzinfo=UTC)
    day = milliseconds(received + timedelta(hours=24)) << COUNTER_BITS
    assert not is_late(day, received)
    assert is_late(day + (1 << COUNTER_BITS), received)


def test_stamps_of_several_saves_are_eighteen_bytes_a_field_and_read_back():
    stamps = {0: Stamp(-5, 1), 17: Stamp(2**63 - 1, 2**63 - 1), 65535: Stamp(-(2**63), 0)}
    assert len(pack(stamps)) == 3 * 18
    assert unpack(pack(stamps)) == stamps
    assert pack(dict(reversed(stamps.items()))) == pack(stamps)


def test_fields_of_one_save_share_their_stamp_and_come_back_in_the_order_of_their_numbers():
    first, later = Stamp(-(2**63), 2**63 - 1), Stamp(7, 9)
    stamps = {no: later if no in {3, 60_000} else first for no in (65535, *range(24), 60_000)}
    assert len(pack(stamps)) == 1 + 2 * 18 + 26 * 2
    assert [no for no, _save, _hlc in entries(pack(stamps))] == sorted(stamps)
    assert unpack(pack(stamps)) == stamps
    assert pack(dict(reversed(stamps.items()))) == pack(stamps)


@pytest.mark.parametrize("fields", [[5], [0, 7], [1, 2, 3, 65_535]])
def test_a_first_save_is_packed_as_any_other(fields):
    assert packer(fields)(-8, 2**60) == pack(dict.fromkeys(fields, Stamp(-8, 2**60)))


def test_stamps_of_an_older_store_are_read():
    flat = bytes.fromhex("0300f8ffffffffffffff01000000000000000400f8ffffffffffffff0100000000000000")
    assert unpack(flat) == {3: Stamp(-8, 1), 4: Stamp(-8, 1)}
    assert unpack(b"") == {} == unpack(pack({}))


def test_an_absurd_clock_still_has_an_instant():
    assert moment_of((2**47 - 1) << COUNTER_BITS).startswith("6429-")
