"""Pulling batches: from the cursor without a hole, kept durably page by page, merged, and what is missing asked for."""

from sync.enforcing import enforce
from sync.errors import SyncError
from sync.inbox import Missing, Taken
from sync.shapes import at_most, blob
from sync.visit import LATE, Visit, as_map, times_of


def pull(visit: Visit, stream: bytes, lane: int, head: int) -> None:
    """From the cursor, without a hole; each page is kept durably before the next is asked for."""
    history = visit.log.trust.history()
    assert history is not None
    while not visit.stop():
        after = visit.log.trust.cursor(stream, lane)
        if after >= head:
            return
        query = f"after={after}&history={history.hex()}"
        path = f"/late?{query}" if lane == LATE else f"/batches?{query}&lane={lane}"
        said = as_map(visit.ask("GET", visit.paths.stream(stream, path)))
        batches = [blob(b, 1, 1 << 18, "batch") for b in at_most(said.get("batches"), 1_024, "batches")]
        place = (said.get("history"), said.get("first"), said.get("next"))
        if place != (history, after + 1, after + len(batches)):
            raise SyncError("not_the_relay", what="page")
        if not batches:
            return
        visit.report.pulled += len(batches)
        take_in(
            visit,
            visit.inbox.take(
                batches, cursor=(stream, lane, after + len(batches)), times=times_of(said, len(batches))
            ),
        )


def ask_for_bodies(visit: Visit) -> None:
    """Bodies that somebody stripped without an order are asked for again, once a session each."""
    for missing in visit.inbox.missing_bodies():
        if missing not in visit.asked and not visit.report.revoked and not visit.stop():
            visit.asked.add(missing)
            pull_chain(visit, missing)
            visit.add(visit.merger.merge_unopened())


def take_in(visit: Visit, taken: Taken, *, deeper: bool = True) -> None:
    """Merge what was taken; what is missing before it is asked for once."""
    visit.report.forks += taken.forks
    visit.report.refused += taken.refused
    visit.add(visit.merger.merge())
    if any(device.revoked is not None for device in visit.log.state.devices.values()):
        enforce(visit.log)
    if deeper:
        for missing in dict.fromkeys(taken.missing):
            if visit.stop():
                return
            pull_chain(visit, missing)


def pull_chain(visit: Visit, missing: Missing) -> None:
    """Fetch one chain from a number on, every branch: how a hole is filled."""
    path = f"/chains/{missing.device.hex()}/{missing.incarnation}?from={missing.dseq}"
    said = as_map(visit.ask("GET", visit.paths.stream(missing.stream, path)))
    batches = [blob(b, 1, 1 << 18, "batch") for b in at_most(said.get("batches"), 64, "batches")]
    taken = visit.inbox.take(batches, times=times_of(said, len(batches)))
    taken.missing.clear()
    take_in(visit, taken)
    take_in(visit, visit.inbox.retry(), deeper=False)
