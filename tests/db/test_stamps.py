"""Clocks order what is shown and nothing else: unique, rising, never infected, never refused."""

from datetime import UTC, datetime, timedelta

from db.stamps import COUNTER_BITS, HybridClock, Stamp, is_late, milliseconds, moment_of, pack, unpack
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


def test_stamps_are_eighteen_bytes_a_field_and_read_back():
    stamps = {0: Stamp(-5, 1), 17: Stamp(2**63 - 1, 2**63 - 1), 65535: Stamp(-(2**63), 0)}
    assert len(pack(stamps)) == 3 * 18
    assert unpack(pack(stamps)) == stamps
    assert pack(dict(reversed(stamps.items()))) == pack(stamps)


def test_an_absurd_clock_still_has_an_instant():
    assert moment_of((2**47 - 1) << COUNTER_BITS).startswith("6429-")
