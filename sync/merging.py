"""The second step of taking in: kept batches are opened envelope by envelope and merged by the store's own write path.

A bad envelope concerns itself only; it waits with its reason for a key, an upgrade or a repair.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from db.arrivals import Outcome, Source
from db.changes import Change, Write, encode
from db.kept import WAITING, KeptBatch, KeptStore
from db.trust_store import Alarm
from sync.body import Dictionary
from sync.control.devices import Mark
from sync.control.revocation import succeeds
from sync.control.state import Compartment, ControlState, Device
from sync.control_log import ControlLog
from sync.drops import parse_drop, read_body, verify_drop
from sync.enforcing import accepts, erased_in
from sync.epochs import EpochKey
from sync.errors import SyncError
from sync.links import Links
from sync.operations import from_body
from sync.sealing import padding_of
from sync.wire import Batch, open_item, parse_batch


@dataclass(slots=True)
class Merged:
    """What merging did: outcomes of operations, and envelopes that wait with a reason."""

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    unopened: int = 0
    batches: int = 0


class Merger:
    """Merges into one store what its inbox kept, on the thread of that store."""

    def __init__(self, log: ControlLog, dictionaries: Mapping[int, Dictionary]) -> None:
        self.log = log
        self.kept = KeptStore(log.store)
        self._dictionaries = dictionaries
        self._padding = padding_of(log)

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
                change = from_body(content, self._dictionaries, self._padding)
                check_moved(change)
                ops[i] = encode(change)
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

    def _alarm(self, kind: str, batch: Batch, dseq: int) -> None:
        ctx = batch.header.ctx
        self.log.trust.raise_alarm(Alarm(kind, ctx.stream, ctx.device, ctx.incarnation, dseq, ""))


def check_moved(change: Change) -> None:
    """Return if a save that moves a drop says what its writer signed: whoever moves it may change no word.

    Its id, record, random bits and clock follow from the drop (data.md 4). Raises `bad_operation`, `malformed`.
    """
    if change.drop is None:
        return
    drop_id, signed = change.drop
    table, values = read_body(parse_drop(signed).body)
    fields = {no: Write(value, ()) for no, value in values.items() if not isinstance(value, list | None)}
    sets = {no: sorted(set(value)) for no, value in values.items() if isinstance(value, list) and value}
    said = (change.table_no, change.record, change.random, dict(change.fields), dict(change.removes))
    clock = int.from_bytes(drop_id[:6]) << 16
    if said != (table, drop_id, drop_id, fields, {}) or change.hlc != clock or change.origin is not None:
        raise SyncError("bad_operation", what="drop")
    if sets != {no: list(adds) for no, adds in change.adds.items()}:
        raise SyncError("bad_operation", what="drop")


def origins_of(state: ControlState, device: Device) -> frozenset[bytes]:
    """Return the earlier devices that signed successions allow this one to speak for."""
    return frozenset(
        other for other in state.devices if other != device.id and succeeds(state, other, device.id)
    )


def _present(key: EpochKey | None) -> EpochKey:
    if key is None:
        raise SyncError("epoch_key_missing")
    return key


def _runs(indexes: list[int], held: frozenset[int]) -> list[list[int]]:
    """Cut indexes into runs that follow each other and share their fate."""
    runs: list[list[int]] = []
    for i in indexes:
        if runs and runs[-1][-1] == i - 1 and (i - 1 in held) == (i in held):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs
