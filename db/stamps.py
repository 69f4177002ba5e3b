"""Hybrid logical clock and the packed `stamps` column. Time orders what is shown; it never decides or refuses."""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from db.clock import Clock

COUNTER_BITS = 16
ABSORB_MS = 10 * 60 * 1000
LATE_MS = 24 * 60 * 60 * 1000
_LIMIT = 1 << 63

# Fields of one save together, by their lowest field number: how many (u16), write id (i64), clock (u64), then their
# numbers (u16 each); little endian, behind one byte. Where that is longer, as with a single field, an entry a field,
# number, write id and clock: 18 bytes each, which is never odd. A field with two or more heads lies in table `head`.
_ENTRY = struct.Struct("<HqQ")
_TOGETHER = b"\x01"
_CLOCK = struct.Struct("<qQ")


class Stamp(NamedTuple):
    """The only head of a field: which write, and when it said it was made."""

    save: int
    hlc: int


def pack(stamps: Mapping[int, Stamp]) -> bytes:
    """The stamps of a record as stored: 18 bytes a save and 2 a field, or 18 a field."""
    together: dict[Stamp, list[int]] = {}
    for no in sorted(stamps):
        together.setdefault(stamps[no], []).append(no)
    if 1 + _ENTRY.size * len(together) + 2 * len(stamps) < _ENTRY.size * len(stamps):
        return _TOGETHER + b"".join(
            struct.pack(f"<HqQ{len(fields)}H", len(fields), *stamp, *fields)
            for stamp, fields in together.items()
        )
    return b"".join([_ENTRY.pack(no, *stamps[no]) for no in sorted(stamps)])


def packer(fields: Sequence[int]) -> Callable[[int, int], bytes]:
    """`pack` for records that one save wrote, of these fields in ascending order: takes its write id and clock."""
    if len(fields) == 1:
        return partial(_ENTRY.pack, fields[0])
    head, tail = _TOGETHER + struct.pack("<H", len(fields)), struct.pack(f"<{len(fields)}H", *fields)
    return lambda save, hlc: head + _CLOCK.pack(save, hlc) + tail


def unpack(blob: bytes) -> dict[int, Stamp]:
    """Field number to stamp; the inverse of `pack`."""
    return {no: Stamp(save, hlc) for no, save, hlc in entries(blob)}


def entries(blob: bytes) -> Iterable[tuple[int, int, int]]:
    """Field number, write id and clock of each stamp, by field number."""
    if len(blob) % 2 == 0:
        return _ENTRY.iter_unpack(blob)
    found: list[tuple[int, int, int]] = []
    at = len(_TOGETHER)
    while at < len(blob):
        count, save, hlc = _ENTRY.unpack_from(blob, at)
        at += _ENTRY.size
        found += [(no, save, hlc) for no in struct.unpack_from(f"<{count}H", blob, at)]
        at += 2 * count
    return sorted(found)


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970, never negative."""
    return max(0, int(moment.timestamp() * 1000))


def moment_of(hlc: int) -> str:
    """The instant an HLC claims, as text; the last representable instant for a clock beyond year 9999."""
    try:
        when = datetime.fromtimestamp((hlc >> COUNTER_BITS) / 1000, UTC)
    except (OverflowError, ValueError):
        when = datetime(9999, 12, 31, tzinfo=UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def is_late(hlc: int, received: datetime) -> bool:
    """Whether a clock lies more than 24 h after its receipt: such a head ranks last for display."""
    return hlc >> COUNTER_BITS > milliseconds(received) + LATE_MS


class HybridClock:
    """48 bits of milliseconds and a 16-bit counter; unique and rising on this computer whatever the wall clock does."""

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self._clock = clock
        self.last = last

    def wall(self) -> int:
        """What the wall clock says now, as a time with an empty counter."""
        return milliseconds(self._clock.now()) << COUNTER_BITS

    def tick(self, wall: int | None = None) -> int:
        """The next time: max(own, wall); a full counter advances the millisecond, nothing is ever refused (T-2).

        With `wall`, the clock is not asked again: for many records of one moment.
        """
        if wall is None:
            wall = self.wall()
        self.last = max(self.last + 1, wall)
        if self.last >= _LIMIT:
            self.last = wall
        return self.last

    def absorb(self, remote: int) -> None:
        """Follow another's clock, but only up to ten minutes ahead of the wall: a wrong clock infects nobody (T-1)."""
        limit = milliseconds(self._clock.now()) + ABSORB_MS
        if remote >> COUNTER_BITS <= limit:
            self.last = max(self.last, remote)
