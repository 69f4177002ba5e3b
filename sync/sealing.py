"""From ripe saves to batches: which stream, which epoch's key, what the header says. The places are given by the store.

Alone is fine: without a district, an enrolment or an epoch nothing is sealed, and nothing is wrong.
"""

from collections.abc import Callable

from db.kept import KeptStore
from db.outbox import Sealed, Sealing
from sync.body import Dictionary
from sync.control_log import ControlLog
from sync.envelope import FORMAT, SUITE, Context, DeviceId, Lane, StreamId, link0
from sync.frontier import Chain, Frontier, Position, frontier_digest
from sync.header import ControlSeen, Header, Parent
from sync.operations import to_body
from sync.padding import Padding
from sync.wire import Sealer, form_batch


def padding_of(log: ControlLog) -> Padding:
    """Return the padding of a store's streams: cases have their own sizes."""
    return Padding.CASES if log.store.kind == "cases" else Padding.REGISTER


def frontier_of(log: ControlLog, stream: bytes) -> Frontier:
    """Return what this store holds of a stream, the main branch of every chain."""
    ends = KeptStore(log.store).ends(stream)
    return {Chain(e.device, e.incarnation): Position(e.dseq, e.link) for e in ends if not e.branch}


def seal_ripe(
    log: ControlLog, *, dictionary: Dictionary | None = None, everything: bool = False, most: int = 1_000
) -> int:
    """Form batches from saves older than 15 s (`everything`: all), stream by stream; returns how many."""
    if not log.joined or log.me is None:
        return 0
    formed = 0
    for stream in log.store.streams():
        if log.sealing_key(stream) is None:
            continue
        while formed < most and log.store.seal(
            _former(log, stream, dictionary), stream, everything=everything
        ):
            formed += 1
    return formed


def _former(log: ControlLog, stream: bytes, dictionary: Dictionary | None) -> Callable[[Sealing], Sealed]:
    found = log.sealing_key(stream)
    assert found is not None
    epoch, key = found
    frontier = frontier_digest(stream, frontier_of(log, stream))
    audit_head = log.store.audit_head()
    head = log.held.head

    def form(sealing: Sealing) -> Sealed:
        me = sealing.identity
        ctx = Context(
            FORMAT,
            SUITE,
            log.district,
            StreamId(stream),
            DeviceId(me.device),
            me.incarnation,
            epoch.epoch,
            epoch.commitment,
        )
        header = Header(
            ctx=ctx,
            first_dseq=sealing.first_dseq,
            count=1,
            previous_link=sealing.previous.link or link0(ctx),
            parent=_parent(log, sealing) if sealing.first_dseq == 1 else None,
            lane=Lane.DATA,
            frontier_digest=frontier,
            control_seen=ControlSeen(head.n, head.hash),
            audit_head=audit_head,
        )
        bodies = [to_body(change.op, dictionary) for change in sealing.changes]
        sealed = form_batch(bodies, header, Sealer(me.signing_key(), key, padding_of(log)))
        return Sealed(sealed.data, sealed.count, sealed.last_link)

    return form


def _parent(log: ControlLog, sealing: Sealing) -> Parent | None:
    """Where this device's chain in the stream ended under its incarnation before this one, if it had any."""
    me = sealing.identity
    if me.parent is not None and me.parent.dseq and sealing.stream == me.stream:
        return Parent(me.parent.incarnation, me.parent.dseq, me.parent.link)
    before = KeptStore(log.store).formed_before(sealing.stream, me.device, me.incarnation)
    return Parent(*before) if before else None
