"""One exchange of frontiers: what the relay lost is offered again, what we lost comes back, forks are told."""

from typing import Any

from db.mark import Formed
from db.trust_store import Alarm
from sync.errors import SyncError
from sync.frontier import encode_frontier
from sync.inbox import Missing
from sync.pulling import pull_chain
from sync.receipts import open_receipt
from sync.sealing import frontier_of
from sync.shapes import blob, number
from sync.visit import DATA, Visit, as_map, heads_of, rows_of

Said = dict[Any, Any]


def check_chains(visit: Visit, stream: bytes) -> None:
    """One exchange: what the relay lacks is offered, what we lost of our own comes back, forks are told.

    A stop ends it between two requests; it is then done again in the next round.
    """
    if visit.log.state.streams.get(stream) is None:
        return
    mine = frontier_of(visit.log, stream)
    said = as_map(visit.ask("POST", visit.paths.stream(stream, "/frontier"), encode_frontier(mine)))
    own = frozenset(one.device for one in visit.log.store.identities())
    for step in (_tell_forks, _fetch, _send):
        step(visit, stream, said, own)
    if not visit.stop():
        visit.checked.add(stream)


def _tell_forks(visit: Visit, stream: bytes, said: Said, _own: frozenset[bytes]) -> None:
    for device, incarnation, dseq, _link in rows_of(said, "forks"):
        if visit.stop():
            return
        tell_fork(visit, stream, device, incarnation, dseq)


def _fetch(visit: Visit, stream: bytes, said: Said, own: frozenset[bytes]) -> None:
    ends = {(row[0], row[1]): row for row in rows_of(said, "frontier")}
    forked = {(row[0], row[1]) for row in rows_of(said, "forks")}
    for device, incarnation, first, _last in rows_of(said, "fetch", link=False):
        if visit.stop():
            return
        if (device, incarnation) in forked:
            continue
        if device in own:
            bring_back(visit, Missing(stream, device, incarnation, first))
            if (device, incarnation) in ends:
                go_on_after(visit, stream, ends[device, incarnation])
        elif visit.log.trust.cursor(stream, DATA) >= number(heads_of(said)[0], "head"):
            pull_chain(visit, Missing(stream, device, incarnation, first))


def _send(visit: Visit, stream: bytes, said: Said, own: frozenset[bytes]) -> None:
    for device, incarnation, first, last in rows_of(said, "send", link=False):
        if visit.stop():
            return
        if device in own:
            visit.log.store.send_again(stream, first - 1)
        else:
            carry(visit, stream, device, incarnation, (first, last))


def bring_back(visit: Visit, missing: Missing) -> None:
    """Pull our own chain to its end, however many answers that takes; ends where an answer brings nothing."""
    at, mine = missing.dseq, (missing.device, missing.incarnation)
    while not visit.stop():
        pull_chain(visit, Missing(missing.stream, missing.device, missing.incarnation, at))
        ends = (e.dseq for e in visit.kept.ends(missing.stream) if (e.device, e.incarnation) == mine)
        reached = max(ends, default=0)
        if reached < at:
            return
        at = reached + 1


def go_on_after(visit: Visit, stream: bytes, end: list[Any]) -> None:
    """The relay holds more of our own chain than we did: this file was restored. A new incarnation goes on.

    It has shown us the batches, signed by this device; a relay that only says so changes nothing here.
    """
    me = visit.log.store.identity()
    device, incarnation, dseq, link = end
    if (device, incarnation) != (me.device, me.incarnation):
        return
    shown = [
        e for e in visit.kept.ends(stream) if (e.device, e.incarnation, e.link) == (device, incarnation, link)
    ]
    if not any(e.dseq == dseq for e in shown):
        visit.alarm("relay_claims_ours", stream)
        return
    visit.log.trust.raise_alarm(Alarm("restored", stream, device, incarnation, dseq, ""))
    new_incarnation(visit, stream, Formed(incarnation, dseq, link))


def tell_fork(visit: Visit, stream: bytes, device: bytes, incarnation: int, dseq: int) -> None:
    """Raise the alarm of a fork; our own chain goes on under a new incarnation, so that it stays one."""
    me = visit.log.store.identity()
    own = any(one.device == device for one in visit.log.store.identities())
    kind = "own_fork" if own else "fork"
    fresh = visit.log.trust.raise_alarm(Alarm(kind, stream, device, incarnation, dseq, ""))
    if fresh and (device, incarnation) == (me.device, me.incarnation):
        ends = {(e.device, e.incarnation): e for e in visit.kept.ends(stream) if not e.branch}
        end = ends.get((device, incarnation))
        if end is not None:
            new_incarnation(visit, stream, Formed(incarnation, end.dseq, end.link))


def new_incarnation(visit: Visit, stream: bytes, parent: Formed) -> None:
    """For a desk that writes into many streams the parent in its own stream counts; elsewhere it is looked up."""
    me = visit.log.store.identity()
    if stream != me.stream:
        parent = Formed(me.incarnation, 0, b"")
    visit.log.trust.new_incarnation(parent)


def carry(visit: Visit, stream: bytes, device: bytes, incarnation: int, span: tuple[int, int]) -> None:
    """Bring others' batches that the relay lacks: they came by bundle, or the relay was restored."""
    for row in visit.kept.of_device(stream, device):
        if row.incarnation == incarnation and row.last_dseq >= span[0] and not visit.stop():
            try:
                said = as_map(visit.ask("POST", visit.paths.stream(stream, "/batches"), row.data))
                receipt = open_receipt(blob(said.get("receipt"), 1, 2048, "receipt"), visit.log.relay_keys())
                if row.hash in receipt.hashes:
                    visit.kept.keep_receipt(row.hash, receipt.data)
            except SyncError as error:
                if error.code in {"offline", "timeout", "not_the_relay", "relay_full"}:
                    raise
                return
