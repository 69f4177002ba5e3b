"""The control chain as one computer holds it: append-only, from genesis, never below the best head it has seen.

A fork stops control changes only: the state stays what it was until the root settles it. Nothing here ever
stops the capture or the sending of data.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sync.control.authority import is_office
from sync.control.entries import NO_PARENT, Entry, Head, parse_entry
from sync.control.fold import fold, would_have_effect
from sync.control.notices import ForkSettled
from sync.control.offices import Founded
from sync.control.state import ControlState
from sync.errors import SyncError
from sync.receipts import Receipt, parse_receipt

_ASIDE: Final = 256
# How far ahead a head is believed that one device or a relay names: a year of a large district.
_UNSEEN: Final = 1_000


class Appended(StrEnum):
    """What `append` did with an entry."""

    APPENDED = "appended"
    DUPLICATE = "duplicate"
    FORK = "fork"
    WAITING = "waiting"
    SETTLED = "settled"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Fork:
    """Two entries for one place. `ours` stays in effect; nothing that comes later is applied, on either side."""

    at_n: int
    ours: bytes
    theirs: bytes


class Chain:
    """Entries from genesis, receipts, and forks. Not thread-safe; bytes in, bytes out, no storage of its own."""

    def __init__(
        self, genesis: bytes, *, release_keys: tuple[bytes, ...] = (), pinned_genesis: bytes | None = None
    ) -> None:
        """Begin with the bytes of entry 0; `wrong_genesis` if its hash is not the pinned one."""
        first = parse_entry(genesis)
        if pinned_genesis is not None and first.hash != pinned_genesis:
            raise SyncError("wrong_genesis")
        if first.n or first.parent != NO_PARENT or not isinstance(first.body, Founded):
            raise SyncError("not_founded")
        self._release_keys = release_keys
        self._entries = [first]
        self._aside: dict[bytes, Entry] = {}
        self._receipts: dict[bytes, Receipt] = {}
        self._receipted: dict[tuple[bytes, int], bytes] = {}
        self._best = first.head
        self._fork: Fork | None = None
        self._state: ControlState | None = fold(self._entries, release_keys=release_keys)

    @classmethod
    def load(
        cls,
        entries: Iterable[bytes],
        receipts: Iterable[bytes] = (),
        *,
        best: Head | None = None,
        release_keys: tuple[bytes, ...] = (),
    ) -> "Chain":
        """Return the chain of stored or received bytes, in order of `n` (`everything()` gives them back).

        Raises `truncated` if it does not reach `best`, `another_chain` if it passes it by.
        """
        items = iter(entries)
        try:
            chain = cls(next(items), release_keys=release_keys)
        except StopIteration:
            raise SyncError("not_founded") from None
        for data in items:
            chain.append(data)
        for data in receipts:
            with suppress(SyncError):  # a lie was reported when it came; an unreadable receipt proves nothing
                chain.add_receipt(data)
        if best is not None:
            chain.note_head(best)
            if chain.behind:
                raise SyncError("truncated", have=chain.head.n, best=best.n)
        return chain

    @property
    def genesis(self) -> bytes:
        """The hash of entry 0: the district's identity."""
        return self._entries[0].hash

    @property
    def head(self) -> Head:
        """The newest entry held and followed."""
        return self._entries[-1].head

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are followed, by number."""
        return tuple(self._entries)

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """Every receipt held."""
        return tuple(self._receipts.values())

    @property
    def fork(self) -> Fork | None:
        """The fork that waits for the root, or None."""
        return self._fork

    @property
    def behind(self) -> bool:
        """Whether a head above ours was seen: the relay or bundle withholds entries."""
        return self._best.n > self.head.n

    @property
    def best(self) -> Head:
        """The highest head ever seen; keep it beside the register."""
        return self._best

    @property
    def state(self) -> ControlState:
        """The fold of what is followed, up to a fork."""
        if self._state is None:
            self._state = fold(self._entries, self.receipts, release_keys=self._release_keys)
        return self._state

    def everything(self) -> tuple[bytes, ...]:
        """Return all entries held, forks included, in an order that `load` takes: for the store and for bundles."""
        aside = sorted(self._aside.values(), key=lambda entry: (entry.n, entry.hash))
        return tuple(entry.data for entry in (*self._entries, *aside))

    def append(self, data: bytes) -> Appended:
        """Verify an entry and take it in.

        Raises `bad_signature`, `malformed`, `cbor_*`, `another_district`, and `gap` (ask for the entries from
        `need` on, then offer this one again). What has no effect is appended all the same: see outcomes.
        """
        entry = parse_entry(data)
        if entry.district != self._entries[0].district:
            raise SyncError("another_district", n=entry.n)
        if self._holds(entry):
            return Appended.DUPLICATE
        if self._fork is None and entry.parent == self.head.hash and entry.n == self.head.n + 1:
            return self._extend(entry)
        return self._rival(entry)

    def add_receipt(self, data: bytes) -> None:
        """Keep a receipt; `relay_lied` if it contradicts one we hold (both are kept: they are the proof)."""
        receipt = parse_receipt(data)
        if data in self._receipts:
            return
        self._receipts[data] = receipt
        self._state = None
        if receipt.stream == self._founded.control_stream and self._contradicted(receipt):
            raise SyncError("relay_lied")

    def _contradicted(self, receipt: Receipt) -> bool:
        """Say whether the relay had receipted another entry for one of these numbers, in whatever history."""
        lied = False
        for n, entry_hash in enumerate(receipt.hashes, receipt.first_seq):
            lied |= self._receipted.setdefault((receipt.relay, n), entry_hash) != entry_hash
        return lied and receipt.relay in {relay.key for relay in self.state.relays}

    def note_head(self, seen: Head) -> None:
        """Remember a head that a grant or our own store names.

        Raises `another_chain` when it names another entry than ours for a number we hold: a split view.
        """
        if seen.n < len(self._entries):
            if self._entries[seen.n].hash != seen.hash:
                raise SyncError("another_chain", n=seen.n)
        elif seen.n > self._best.n:
            self._best = seen

    def hear_head(self, seen: Head) -> None:
        """The same for a head that a relay or a device names: believed only as far as a chain may have grown unseen."""
        if seen.n <= self.head.n + _UNSEEN:
            self.note_head(seen)

    def _holds(self, entry: Entry) -> bool:
        if entry.n < len(self._entries) and self._entries[entry.n].hash == entry.hash:
            return True
        return entry.hash in self._aside

    def _extend(self, entry: Entry) -> Appended:
        """What is signed and follows our head is followed, whatever head somebody named: a name proves nothing."""
        self._entries.append(entry)
        self._best = max(entry.head, self._best, key=lambda head: head.n)
        self._state = None
        return Appended.APPENDED

    def _rival(self, entry: Entry) -> Appended:
        """Take in what does not follow our head, or follows it while a fork is open."""
        branch = self._branch(entry)
        at_n = branch[0].n
        line = [*self._entries[:at_n], *branch]
        if self._settle_by(entry, line):
            return Appended.SETTLED
        refused = any(item.hash in self.state.settled for item in branch)
        follows = at_n == len(self._entries)
        if len(self._aside) >= _ASIDE or not (refused or follows or self._counts(line, at_n)):
            return Appended.IGNORED
        self._aside[entry.hash] = entry
        if refused:
            return Appended.IGNORED
        if follows:
            return Appended.WAITING
        if self._fork is None:
            self._fork = Fork(at_n, self._entries[at_n].hash, branch[0].hash)
        return Appended.FORK

    def _branch(self, entry: Entry) -> list[Entry]:
        """Return the entries from the fork to this one; `gap` if one between is missing."""
        branch = [entry]
        while True:
            first = branch[0]
            if first.n == 0:
                raise SyncError("wrong_genesis")
            below = first.n - 1
            if below < len(self._entries) and self._entries[below].hash == first.parent:
                return branch
            parent = self._aside.get(first.parent)
            if parent is None or parent.n != below:
                need = len(self._entries) if entry.n > self.head.n else below
                raise SyncError("gap", need=need, n=entry.n)
            branch.insert(0, parent)

    def _counts(self, line: list[Entry], at_n: int) -> bool:
        """Only who holds an office, and may say what he says there, can stop control changes by a fork."""
        first = line[at_n]
        before = fold(line[:at_n], self.receipts, release_keys=self._release_keys)
        if not all(is_office(before, key) for key in first.signers):
            return False
        reason = would_have_effect(line[:at_n], first, self.receipts, release_keys=self._release_keys)
        return reason in {None, "unknown_kind", "unreadable"}

    def _settle_by(self, entry: Entry, line: list[Entry]) -> bool:
        """Follow `line` if its newest entry is the root's word on the fork we are in; it names every rival."""
        fork, body = self._fork, entry.body
        if fork is None or not isinstance(body, ForkSettled) or body.at_n != fork.at_n:
            return False
        if self._founded.root not in entry.signers or line[body.at_n].hash != body.chosen:
            return False
        rivals = {fork.ours} | {item.hash for item in self._aside.values() if item.n == fork.at_n}
        if not (rivals - {body.chosen}) <= set(body.refused):
            return False
        followed = {item.hash for item in line}
        held = [*self._aside.values(), *self._entries]
        self._aside = {item.hash: item for item in held if item.hash not in followed}
        self._entries = line
        # The one case in which the chain may become shorter than the best head: the root said so.
        self._best, self._fork, self._state = entry.head, None, None
        return True

    @property
    def _founded(self) -> Founded:
        body = self._entries[0].body
        assert isinstance(body, Founded)
        return body
