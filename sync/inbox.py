"""The one way in for batches, from a relay or a bundle: verify, place, keep raw. Opening and merging is `sync.merging`.

Hostile input. A bad batch never stops the next; a bad envelope never its batch. What cannot be read yet is kept with
its reason and tried again; nothing is ever merged that its device did not sign and the control chain does not allow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import zip_longest

from db.kept import GAP as GAP_STATE
from db.kept import KEPT, LATER, WAITING, KeptBatch, KeptStore
from db.trust_store import Alarm
from sync.control.devices import Mark
from sync.control.entries import Head
from sync.control.revocation import check_incarnation
from sync.control.state import ControlState, Device
from sync.control_log import ControlLog
from sync.crypto import digest
from sync.enforcing import without_erased
from sync.envelope import Lane
from sync.errors import SyncError
from sync.frontier import Chain, Position
from sync.links import Links
from sync.placing import Fit, Placement, chain_of, place
from sync.wire import Batch, Stub, parse_batch, verify_signature

_NEWER = frozenset({"unsupported_format", "unsupported_suite", "unsupported_lane"})
_BRANCH = 16
# What no known device signed waits in this room only (at most 64 MiB): a stick or a relay could bring any number.
LATER_BATCHES = 256
# A restored disk or a clone makes one or two branches; whoever makes more means harm, and each costs room for ever.
BRANCHES = 8


class Fate(StrEnum):
    """What became of one batch."""

    NEW = "new"
    KNOWN = "known"
    GAP = "gap"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be asked for before a batch can be placed: a chain from `dseq` on."""

    stream: bytes
    device: bytes
    incarnation: int
    dseq: int


@dataclass(slots=True)
class Taken:
    """Counts by fate, what is missing, why something was refused, and how many forks were found."""

    counts: dict[Fate, int] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    forks: int = 0

    def count(self, fate: Fate) -> None:
        """One more batch with this fate."""
        self.counts[fate] = self.counts.get(fate, 0) + 1


@dataclass(frozen=True, slots=True)
class _Placed:
    branch: bytes
    placement: Placement
    fork_at: int | None = None


class Inbox:
    """Takes batches into one store, on the thread of that store."""

    def __init__(self, log: ControlLog) -> None:
        self.log = log
        self.kept = KeptStore(log.store)

    # -- first step: keep ------------------------------------------------------------------------------------------

    def take(
        self,
        batches: Iterable[bytes],
        *,
        cursor: tuple[bytes, int, int] | None = None,
        times: Sequence[int | None] = (),
    ) -> Taken:
        """Verify, place and keep batches raw, each durably; the cursor moves only after the last of them.

        `times`: the relay's second of receipt of each, where it is known.
        """
        taken = Taken()
        for data, received in zip_longest(batches, times):
            fate = self._take_one(bytes(data), taken, received)
            taken.count(fate)
        if cursor is not None:
            self.kept.take((), cursor)
        return taken

    def _take_one(self, data: bytes, taken: Taken, received: int | None) -> Fate:
        name = digest(data)
        if self.kept.has(name):
            if received is not None:
                self.kept.note_received(name, received)
            return Fate.KNOWN
        try:
            batch = parse_batch(data)
        except SyncError as error:
            if error.code in _NEWER:
                return self._keep_for_later(data, b"", error.code, taken)
            return self._refuse(taken, error.code, b"")
        try:
            return self._place(batch, taken, received)
        except SyncError as error:
            return self._refuse(taken, error.code, batch.header.ctx.device)

    def _place(self, batch: Batch, taken: Taken, received: int | None) -> Fate:
        ctx = batch.header.ctx
        if ctx.district != self.log.district:
            raise SyncError("another_district")
        if ctx.stream not in self.log.streams():
            raise SyncError("wrong_stream")
        self.log.store.follow(ctx.stream)
        device = self.log.state.devices.get(ctx.device)
        if device is None:
            return self._keep_for_later(batch.data, ctx.stream, "unknown_device", taken)
        if not may_write(self.log.state, device, ctx.stream):
            raise SyncError("wrong_stream")
        verify_signature(batch, device.key)
        self._see_control(batch)
        placed = self._placed(batch)
        if placed.placement.fit is Fit.GAP:
            chain = chain_of(batch)
            self._keep_aside(batch.data, ctx.stream, GAP_STATE, "gap")
            taken.missing.append(Missing(ctx.stream, *chain, placed.placement.dseq))
            return Fate.GAP
        if placed.placement.fit is Fit.KNOWN:
            return Fate.NEW if self._repair(batch) else Fate.KNOWN
        self._check_parent(batch, device)
        if placed.fork_at is not None:
            self._check_branches(ctx.stream, ctx.device)
            taken.forks += 1
            self._alarm("own_fork" if self._mine(ctx.device) else "fork", batch, placed.fork_at)
        state = WAITING if batch.header.lane is Lane.DATA else KEPT
        row = _kept(batch, placed, state, received)
        self.kept.take([replace(row, data=without_erased(self.log.state, batch).data)])
        return Fate.NEW

    def _placed(self, batch: Batch) -> _Placed:
        """Try every branch of the chain: one that it continues or lies on; else a new branch, or a gap."""
        chain = chain_of(batch)
        stream = batch.header.ctx.stream
        ends = {
            end.branch: Position(end.dseq, end.link)
            for end in self.kept.ends(stream)
            if Chain(end.device, end.incarnation) == chain
        }
        if not ends:
            return _Placed(b"", place(batch, None, _nothing))
        links = Links(self.kept, stream)
        found = {name: place(batch, end, links.at(name)) for name, end in sorted(ends.items())}
        for fit in (Fit.KNOWN, Fit.NEXT):
            for name, placement in found.items():
                if placement.fit is fit:
                    return _Placed(name, placement)
        gaps = [item for item in found.values() if item.fit is Fit.GAP]
        at = max((item.dseq for item in found.values() if item.fit is Fit.FORK), default=0)
        first = batch.header.first_dseq
        if at >= first:
            return _Placed(batch.links[at - first][:_BRANCH], Placement(Fit.NEXT, fresh=at - first), at)
        if gaps and at == 0:
            return _Placed(b"", min(gaps, key=lambda item: item.dseq))
        # It goes on from a link that is not here: what precedes it on its own branch has to come first.
        return _Placed(b"", Placement(Fit.GAP, dseq=1))

    def _repair(self, batch: Batch) -> bool:
        """A batch that is here with missing bodies came again with more of them: its links prove that they are the same.

        What was erased by law does not come back this way.
        """
        ctx, repaired = batch.header.ctx, False
        batch = without_erased(self.log.state, batch)
        for row in self.kept.of_chain(ctx.stream, ctx.device, ctx.incarnation, batch.header.last_dseq):
            held = parse_batch(row.data)
            same = (held.received.data, held.last_link) == (batch.received.data, batch.last_link)
            if same and _stubs(held) > _stubs(batch):
                self.kept.replace(row.hash, batch.data)
                repaired = True
        return repaired

    def missing_bodies(self) -> tuple[Missing, ...]:
        """Where bodies are missing that no control entry erased: to be asked for again."""
        found = []
        for name, i, reason in self.kept.unopened():
            row = self.kept.of_hash(name) if reason == "body_missing" else None
            if row is not None:
                found.append(Missing(row.stream, row.device, row.incarnation, row.first_dseq + i))
        return tuple(found)

    def _check_parent(self, batch: Batch, device: Device) -> None:
        """A later incarnation must name where the device stopped; a parent nobody has is told, not fatal (restores)."""
        header = batch.header
        if header.first_dseq != 1 or device.revoked is not None:
            return
        stream, mine = header.ctx.stream, (device.id, header.ctx.incarnation)
        before = [e for e in self.kept.ends(stream) if e.device == device.id and e.incarnation != mine[1]]
        parent = header.parent
        mark = Mark(stream, parent.incarnation, parent.dseq, parent.link) if parent else None
        known = set(Links(self.kept, stream).marks(device.id).values()) if mark else set()
        try:
            check_incarnation(device, mark, known, first=not before)
        except SyncError as error:
            self._alarm(error.code, batch, 1)
            if error.code == "parent_missing":
                raise

    def _check_branches(self, stream: bytes, device: bytes) -> None:
        """The first forks of a device are kept and told; then it is taken for what it is, and no further one is kept."""
        branches = sum(end.device == device and end.branch != b"" for end in self.kept.ends(stream))
        if branches >= BRANCHES:
            raise SyncError("too_many_forks")

    def _see_control(self, batch: Batch) -> None:
        seen = batch.header.control_seen
        self.log.note_head(Head(seen.n, seen.hash))

    def _mine(self, device: bytes) -> bool:
        return any(one.device == device for one in self.log.store.identities())

    def _alarm(self, kind: str, batch: Batch, dseq: int) -> None:
        ctx = batch.header.ctx
        self.log.trust.raise_alarm(Alarm(kind, ctx.stream, ctx.device, ctx.incarnation, dseq, ""))

    def _refuse(self, taken: Taken, reason: str, device: bytes) -> Fate:
        taken.refused.append(reason)
        self.log.trust.raise_alarm(Alarm(f"refused_{reason}", b"", device, 0, 0, ""))
        return Fate.REFUSED

    def _keep_for_later(self, data: bytes, stream: bytes, reason: str, taken: Taken) -> Fate:
        """Nobody proved these bytes yet: some are kept; the rest is asked for again when its device is known."""
        known = self.kept.of_hash(digest(data)) is not None
        if not known and self.kept.count_in(LATER) >= LATER_BATCHES:
            return self._refuse(taken, "too_many_later", b"")
        self._keep_aside(data, stream, LATER, reason)
        return Fate.LATER

    def _keep_aside(self, data: bytes, stream: bytes, state: str, reason: str) -> None:
        row = KeptBatch(digest(data), stream, b"", 0, b"", 0, 0, 0, b"", data, state, reason)
        self.kept.take([row])

    # -- again -----------------------------------------------------------------------------------------------------

    def retry(self) -> Taken:
        """Offer again what waits for an enrolment, an upgrade or what precedes it; as often as it helps."""
        taken = Taken()
        progress = True
        while progress:
            progress = False
            taken.missing.clear()
            for row in (*self.kept.in_state(GAP_STATE), *self.kept.in_state(LATER, LATER_BATCHES)):
                fate = self._take_one(row.data, taken, row.received)
                progress |= fate is Fate.NEW
                if fate is Fate.NEW:
                    taken.count(fate)
                if fate in {Fate.KNOWN, Fate.REFUSED}:
                    self.kept.drop(row.hash)
        return taken


def may_write(state: ControlState, device: Device, stream: bytes) -> bool:
    """Say whether a device's batches belong in a stream: its own, or a village's of its desk's compartment."""
    owner = state.streams.get(stream)
    if owner is None:
        return False
    return device.stream == stream or (device.village is None and device.compartment is owner.compartment)


def _stubs(batch: Batch) -> int:
    return sum(isinstance(item, Stub) for item in batch.items)


def _nothing(_chain: Chain, _dseq: int) -> None:
    return None


def _kept(batch: Batch, placed: _Placed, state: str, received: int | None) -> KeptBatch:
    header = batch.header
    return KeptBatch(
        hash=digest(batch.data),
        stream=header.ctx.stream,
        device=header.ctx.device,
        incarnation=header.ctx.incarnation,
        branch=placed.branch,
        first_dseq=header.first_dseq,
        last_dseq=header.last_dseq,
        fresh=placed.placement.fresh,
        link=batch.last_link,
        data=batch.data,
        state=state,
        received=received,
    )
