"""The one way in for batches, from a relay or a bundle: verify, place, keep raw, and only then open and merge.

Hostile input. A bad batch never stops the next; a bad envelope never its batch. What cannot be read yet is kept with
its reason and tried again; nothing is ever merged that its device did not sign and the control chain does not allow.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from db.arrivals import Outcome, Source
from db.changes import encode
from db.kept import GAP as GAP_STATE
from db.kept import KEPT, LATER, WAITING, KeptBatch, KeptStore
from db.trust_store import Alarm
from sync.body import Dictionary
from sync.control.devices import Mark
from sync.control.entries import Head
from sync.control.revocation import check_incarnation, succeeds
from sync.control.state import Compartment, ControlState, Device
from sync.control_log import ControlLog
from sync.crypto import digest
from sync.drops import parse_drop, verify_drop
from sync.enforcing import accepts
from sync.envelope import Lane
from sync.epochs import EpochKey
from sync.errors import SyncError
from sync.frontier import Chain, Position
from sync.links import Links
from sync.operations import from_body
from sync.placing import Fit, Placement, chain_of, place
from sync.sealing import padding_of
from sync.wire import Batch, EnvelopeId, Stub, open_item, parse_batch, verify_signature

_NEWER = frozenset({"unsupported_format", "unsupported_suite", "unsupported_lane"})
_BRANCH = 16


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


@dataclass(slots=True)
class Merged:
    """What merging did: outcomes of operations, and envelopes that wait with a reason."""

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    unopened: int = 0
    batches: int = 0


@dataclass(frozen=True, slots=True)
class _Placed:
    branch: bytes
    placement: Placement
    fork_at: int | None = None


class Inbox:
    """Takes batches into one store, on the thread of that store."""

    def __init__(self, log: ControlLog, dictionaries: Mapping[int, Dictionary]) -> None:
        self.log = log
        self.kept = KeptStore(log.store)
        self._dictionaries = dictionaries
        self._padding = padding_of(log)

    # -- first step: keep ------------------------------------------------------------------------------------------

    def take(
        self,
        batches: Iterable[bytes],
        *,
        cursor: tuple[bytes, int, int] | None = None,
        received: int | None = None,
    ) -> Taken:
        """Verify, place and keep batches raw; the cursor moves in the same transaction as the last of them."""
        taken = Taken()
        for data in batches:
            fate = self._take_one(bytes(data), taken, received)
            taken.count(fate)
        if cursor is not None:
            self.kept.take((), cursor)
        return taken

    def _take_one(self, data: bytes, taken: Taken, received: int | None) -> Fate:
        name = digest(data)
        if self.kept.has(name):
            return Fate.KNOWN
        try:
            batch = parse_batch(data)
        except SyncError as error:
            if error.code in _NEWER:
                self._keep_aside(data, b"", LATER, error.code)
                return Fate.LATER
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
            self._keep_aside(batch.data, ctx.stream, LATER, "unknown_device")
            return Fate.LATER
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
            taken.forks += 1
            self._alarm("own_fork" if self._mine(ctx.device) else "fork", batch, placed.fork_at)
        state = WAITING if batch.header.lane is Lane.DATA else KEPT
        self.kept.take([_kept(batch, placed, state, received)])
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
        """A batch that is here with missing bodies came again with more of them: its links prove that they are the same."""
        ctx, repaired = batch.header.ctx, False
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
            for row in (*self.kept.in_state(GAP_STATE), *self.kept.in_state(LATER)):
                fate = self._take_one(row.data, taken, row.received)
                progress |= fate is Fate.NEW
                if fate in {Fate.KNOWN, Fate.REFUSED}:
                    self.kept.drop(row.hash)
        return taken

    # -- second step: merge ----------------------------------------------------------------------------------------

    def merge(self, *, most: int = 1_000_000) -> Merged:
        """Open and merge what is kept, a batch a transaction (at most 200 operations)."""
        done = Merged()
        while done.batches < most:
            rows = self.kept.in_state(WAITING, 50)
            if not rows:
                break
            for row in rows:
                self._merge_one(row, done)
        return done

    def merge_unopened(self) -> Merged:
        """Try envelopes again that had no key, no dictionary or no body: after a new key, an upgrade, a repair."""
        done = Merged()
        for name in dict.fromkeys(batch for batch, _, _ in self.kept.unopened()):
            row = self.kept.of_hash(name)
            if row is not None:
                self._merge_one(row, done)
        return done

    def _merge_one(self, row: KeptBatch, done: Merged) -> None:
        batch = parse_batch(row.data)
        state, ctx = self.log.state, batch.header.ctx
        device = state.devices[ctx.device]
        key = self.log.key_for(ctx.stream, ctx.epoch, ctx.commitment)
        erased = erased_in(state, ctx.stream)
        ops: dict[int, bytes] = {}
        unopened: list[tuple[int, str]] = []
        for i in range(row.fresh, len(batch.items)):
            try:
                content = open_item(batch, i, _present(key), erased=erased)
                ops[i] = encode(from_body(content, self._dictionaries, self._padding))
            except SyncError as error:
                if error.code != "body_erased":
                    unopened.append((i, error.code))
                if error.code == "body_missing":
                    self._alarm("body_missing", batch, batch.header.first_dseq + i)
        self._apply(row, batch, device, ops, done)
        self.kept.merged(row.hash, unopened)
        done.unopened += len(unopened)
        done.batches += 1

    def _apply(
        self, row: KeptBatch, batch: Batch, device: Device, ops: Mapping[int, bytes], done: Merged
    ) -> None:
        held = self._held(batch, device)
        for run in _runs(sorted(ops), held):
            source = Source(
                stream=row.stream,
                device=row.device,
                incarnation=row.incarnation,
                dseq=row.first_dseq + run[0],
                branch=row.branch,
                head=batch.links[run[-1]],
                received=datetime.fromtimestamp(row.received, UTC) if row.received is not None else None,
                origins=origins_of(self.log.state, device),
                check_drop=self._check_drop(row.stream),
                held=run[0] in held,
            )
            for outcome in self.log.store.apply_remote(source, [ops[i] for i in run]):
                done.outcomes[outcome] = done.outcomes.get(outcome, 0) + 1
                if outcome is Outcome.FORK:
                    self._alarm("fork", batch, source.dseq)

    def _held(self, batch: Batch, device: Device) -> frozenset[int]:
        """Which items lie outside a revoked device's closed set."""
        if device.revoked is None:
            return frozenset()
        stream, header = batch.header.ctx.stream, batch.header
        counts = accepts(device, Links(self.kept, stream), stream)
        return frozenset(
            i
            for i, link in enumerate(batch.links)
            if not counts(Mark(stream, header.ctx.incarnation, header.first_dseq + i, link))
        )

    def _check_drop(self, stream: bytes) -> Callable[[bytes, bytes], bool]:
        """A moved drop counts if an identity of the same village's register signed it."""
        state = self.log.state
        owner = state.streams[stream]

        def genuine(drop_id: bytes, signed: bytes) -> bool:
            try:
                drop = parse_drop(signed)
                writer = state.devices.get(drop.device)
                if writer is None or writer.village != owner.village:
                    return False
                if writer.compartment is not Compartment.REGISTER:
                    return False
                verify_drop(drop_id, drop, writer.key)
            except SyncError:
                return False
            return True

        return genuine


def may_write(state: ControlState, device: Device, stream: bytes) -> bool:
    """Say whether a device's batches belong in a stream: its own, or a village's of its desk's compartment."""
    owner = state.streams.get(stream)
    if owner is None:
        return False
    return device.stream == stream or (device.village is None and device.compartment is owner.compartment)


def origins_of(state: ControlState, device: Device) -> frozenset[bytes]:
    """Return the earlier devices that signed successions allow this one to speak for."""
    return frozenset(
        other for other in state.devices if other != device.id and succeeds(state, other, device.id)
    )


def erased_in(state: ControlState, stream: bytes) -> frozenset[EnvelopeId]:
    """Return the envelopes of a stream that erasures in force name."""
    return frozenset(
        EnvelopeId(stream, name.device, name.incarnation, name.dseq)
        for erasure in state.erasures.values()
        if erasure.in_force and erasure.stream == stream
        for name in erasure.envelopes
    )


def _stubs(batch: Batch) -> int:
    return sum(isinstance(item, Stub) for item in batch.items)


def _present(key: EpochKey | None) -> EpochKey:
    if key is None:
        raise SyncError("epoch_key_missing")
    return key


def _nothing(_chain: Chain, _dseq: int) -> None:
    return None


def _runs(indexes: list[int], held: frozenset[int]) -> list[list[int]]:
    """Cut indexes into runs that follow each other and share their fate."""
    runs: list[list[int]] = []
    for i in indexes:
        if runs and runs[-1][-1] == i - 1 and (i - 1 in held) == (i in held):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


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
