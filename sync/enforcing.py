"""What the control chain orders is done to the data here: quarantine of revoked devices' saves, erasure by law.

Everything is computed from what is held, so it may be repeated at any time; computers that hold the same do the same.
"""

from collections.abc import Callable

from db.kept import KeptStore
from sync.cbor import encode
from sync.control.devices import Mark
from sync.control.revocation import closed_set, is_accepted
from sync.control.state import ControlState, Device, Erasure
from sync.control_log import ControlLog
from sync.crypto import digest
from sync.links import Links
from sync.wire import Batch, EnvelopeId, Stub, erase_body, parse_batch

_DONE = ".enforced"


def enforce(log: ControlLog) -> int:
    """Hold and admit saves, and erase records, as the chain says now; returns how many saves changed."""
    changed = sum(
        _quarantine(log, device) for device in log.state.devices.values() if device.revoked is not None
    )
    for erasure in log.state.erasures.values():
        if erasure.in_force and erasure.stream in log.store.streams():
            changed += _erase(log, erasure)
    return changed


def accepts(device: Device, links: Links, stream: bytes) -> Callable[[Mark], bool]:
    """Return what says of an envelope of a revoked device whether it counts.

    Where a listed mark has not arrived yet, what stands below it in its chain counts until it comes: its links then
    decide.
    """
    previous = links.previous(device.id)
    closed = closed_set(device, previous)
    held = set(links.marks(device.id).values())
    awaited = [mark for mark in (*device.accepted, *device.admitted) if mark not in held]

    def counts(mark: Mark) -> bool:
        if device.revoked is None or is_accepted(device, mark, closed):
            return True
        return any(
            other.stream == mark.stream == stream
            and other.incarnation == mark.incarnation
            and mark.dseq < other.dseq
            for other in awaited
        )

    return counts


def erased_in(state: ControlState, stream: bytes) -> frozenset[EnvelopeId]:
    """Return the envelopes of a stream that erasures in force name."""
    return frozenset(
        EnvelopeId(stream, name.device, name.incarnation, name.dseq)
        for erasure in state.erasures.values()
        if erasure.in_force and erasure.stream == stream
        for name in erasure.envelopes
    )


def without_erased(state: ControlState, batch: Batch) -> Batch:
    """Return a batch without the bodies that erasures in force name: a late copy brings nothing back."""
    named = erased_in(state, batch.header.ctx.stream)
    for i in range(len(batch.items) if named else 0):
        if batch.envelope_id(i) in named and not isinstance(batch.items[i], Stub):
            batch = parse_batch(erase_body(batch, i))
    return batch


def _quarantine(log: ControlLog, device: Device) -> int:
    kept, changed = KeptStore(log.store), 0
    for stream in log.store.streams():
        places = kept.places(stream, device.id)
        if not places:
            continue
        links = Links(kept, stream)
        counts, marks = accepts(device, links, stream), links.marks(device.id)
        wrong: dict[bool, list[int]] = {True: [], False: []}
        for save, incarnation, branch, dseq, held in places:
            mark = marks.get((incarnation, branch, dseq))
            good = mark is not None and counts(mark)
            if good == held:
                wrong[good].append(save)
        changed += log.store.hold(wrong[False]) if wrong[False] else 0
        changed += log.store.admit(wrong[True]) if wrong[True] else 0
    return changed


def _erase(log: ControlLog, erasure: Erasure) -> int:
    """Take the envelopes out of kept batches and out of the outbox, and their record out of the register."""
    mark = digest(encode([erasure.n, sorted(log.store.streams())])).hex()
    if log.store.meta(f"{_DONE}-{erasure.n}") == mark:
        return 0
    kept, erased = KeptStore(log.store), 0
    records = set()
    for name in sorted(erasure.envelopes):
        place = (erasure.stream, name.device, name.incarnation, name.dseq)
        records.add(kept.record_at(*place))
        for row in kept.of_chain(*place):
            data = _without(row.data, name.dseq)
            if data is not None:
                kept.replace(row.hash, data)
        _erase_own(kept, erasure.stream, (name.device, name.incarnation, name.dseq))
    for record in records - {None}:
        assert record is not None
        erased += log.store.erase(record, erasure.n)
    log.store.set_meta(f"{_DONE}-{erasure.n}", mark)
    return erased


def _erase_own(kept: KeptStore, stream: bytes, place: tuple[bytes, int, int]) -> None:
    for n, data, _ in kept.own_batches(stream):
        ctx = parse_batch(data).header.ctx
        if (ctx.device, ctx.incarnation) == place[:2]:
            shorter = _without(data, place[2])
            if shorter is not None:
                kept.replace_own(n, shorter)


def _without(data: bytes, dseq: int) -> bytes | None:
    batch = parse_batch(data)
    i = dseq - batch.header.first_dseq
    if not 0 <= i < len(batch.items) or isinstance(batch.items[i], Stub):
        return None
    return erase_body(batch, i)
