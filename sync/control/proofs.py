"""Proof that time has passed: relay receipts and admin checkpoints, never a computer's clock.

A waiting period runs from the relay receipt of the entry to the newest receipt or checkpoint seen. Nobody
proves his own waiting over: a checkpoint by a signer of the waiting entry, or a relay that a signer named
after it, does not count for it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, Self

from sync.control.entries import Entry
from sync.control.state import Confirmed, ControlState, Relay
from sync.receipts import Receipt

CASE_TEAM_WAIT: Final = 72 * 3600
ERASURE_WAIT: Final = 7 * 24 * 3600
INVITATION_LIFE: Final = 14 * 24 * 3600
# How far an admin's clock may be ahead of the relay's receipt of the same checkpoint.
_CHECKPOINT_LEAD: Final = 24 * 3600
# A checkpoint is its signers' own word, whenever it was given: it never counts for what they signed.
_NEVER: Final = 2**63


@dataclass(frozen=True, slots=True)
class _Voice:
    """One source of proofs: who stands behind it, since which entry, and its times by entry number."""

    vouchers: frozenset[bytes]
    since: int
    numbers: tuple[int, ...]
    newest: tuple[int, ...]  # running maximum
    data: int = -1  # newest time on other streams

    def counts_for(self, n: int, signers: Iterable[bytes]) -> bool:
        return self.since <= n or self.vouchers.isdisjoint(signers)

    def until(self, by: int | None) -> int:
        if by is None:
            return max(self.newest[-1] if self.newest else -1, self.data)
        at = bisect_right(self.numbers, by)
        return self.newest[at - 1] if at else -1


@dataclass(frozen=True, slots=True)
class Proofs:
    """All proofs of time that belong to a chain."""

    signers: Mapping[int, tuple[bytes, ...]] = field(default_factory=dict)
    starts: Mapping[int, int] = field(default_factory=dict)
    voices: tuple[_Voice, ...] = ()

    @classmethod
    def of(cls, entries: Sequence[Entry], receipts: Iterable[Receipt], state: ControlState) -> Self:
        """Return what the receipts and checkpoints of a chain prove; `state` is its fold without any proof."""
        held = tuple(receipts)
        times: dict[int, int] = {}
        voices = []
        for i, relay in enumerate(state.relays):
            found, data = _receipted(relay, entries, held, state.control_stream, first=i == 0)
            times |= found  # no entry has receipts of two relays that count
            voices.append(_voice(relay.signers, relay.n, found, data))
        voices += [_checkpoint_voice(item, times) for item in state.checkpoints]
        heard = tuple(voice for voice in voices if voice.until(None) >= 0)
        return cls({entry.n: entry.signers for entry in entries}, times, heard)

    def passed(self, n: int, seconds: int, *, by: int | None = None) -> bool:
        """Say whether `seconds` have provably passed since entry `n`: by now, or when entry `by` was appended."""
        start = self.starts.get(n)
        if start is None:
            return False
        signers = self.signers.get(n, ())
        ends = (voice.until(by) for voice in self.voices if voice.counts_for(n, signers))
        return max(ends, default=-1) - start >= seconds

    def newest(self) -> int | None:
        """Return the newest proven time."""
        found = max((voice.until(None) for voice in self.voices), default=-1)
        return found if found >= 0 else None


def _receipted(
    relay: Relay, entries: Sequence[Entry], receipts: Sequence[Receipt], control: bytes, *, first: bool
) -> tuple[dict[int, int], int]:
    """Return the earliest time by entry number under one relay's key, and its newest time on other streams."""
    least = 0 if first else relay.n
    most = len(entries) if relay.replaced is None else relay.replaced
    found: dict[int, int] = {}
    data = -1
    for receipt in receipts:
        if receipt.relay != relay.key:
            continue
        if receipt.stream != control:
            data = max(data, receipt.at) if relay.replaced is None else data
            continue
        for n in range(max(least, receipt.first_seq), min(most, receipt.last_seq + 1)):
            if receipt.hash_of(n) == entries[n].hash:
                found[n] = min(receipt.at, found.get(n, receipt.at))
    return found, data


def _voice(vouchers: frozenset[bytes], since: int, found: Mapping[int, int], data: int = -1) -> _Voice:
    numbers = tuple(sorted(found))
    return _Voice(vouchers, since, numbers, tuple(accumulate((found[n] for n in numbers), max)), data)


def _checkpoint_voice(item: Confirmed, times: Mapping[int, int]) -> _Voice:
    # A checkpoint dated by a computer of 2099 counts no further than a day beyond its own receipt.
    date = min(item.date, times[item.n] + _CHECKPOINT_LEAD) if item.n in times else item.date
    return _voice(frozenset(item.signers), _NEVER, {item.n: date})
