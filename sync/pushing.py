"""Pushing own batches, oldest first and unchanged; "received" only on a verified receipt of the district's relay."""

from typing import Any, Final

from db import lateness
from db.outbox import OutboxRow
from sync.chain_check import tell_fork
from sync.crypto import digest
from sync.errors import SyncError
from sync.receipts import Receipt, open_receipt
from sync.shapes import blob
from sync.visit import DATA, Visit, as_map
from sync.wire import parse_batch

_AGAIN: Final = 3
_TIME_STEP: Final = 3600


def push(visit: Visit) -> None:
    """Oldest first, bytes unchanged; a gap means that earlier batches have to be sent again."""
    gaps = 0
    while not visit.stop():
        rows = [row for row in visit.log.store.outbox("waiting", 50) if row.n not in visit.skip]
        if not rows:
            return
        for row in rows:
            if visit.stop():
                return
            if not push_one(visit, row):
                gaps += 1
                break
        if gaps > _AGAIN:
            return


def push_one(visit: Visit, row: OutboxRow) -> bool:
    """Send one batch; False when earlier ones must come first."""
    try:
        said = as_map(visit.ask("POST", visit.paths.stream(row.stream, "/batches"), row.data))
    except SyncError as error:
        need = error.detail.get("need")
        if error.code == "gap" and isinstance(need, int) and 0 < need < row.first_dseq:
            visit.log.store.send_again(row.stream, need - 1)
            return False
        if error.detail.get("retryable") is not False:
            raise
        visit.report.refused.append(error.code)
        visit.alarm(f"relay_refused_{error.code}", row.stream)
        visit.skip.add(row.n)
        return True
    receipt = checked_receipt(visit, said, row)
    visit.log.store.batch_received(row.n, receipt.data)
    ctx = parse_batch(row.data).header.ctx
    place = (row.stream, ctx.device, ctx.incarnation, b"")
    lateness.mark(visit.log.store.session, place, (row.first_dseq, row.last_dseq), receipt.at)
    visit.report.sent += 1
    visit.report.saves += row.last_dseq - row.first_dseq + 1
    if said.get("place") == "fork":
        visit.report.forks += 1
        me = visit.log.store.identity()
        tell_fork(visit, row.stream, me.device, me.incarnation, row.first_dseq)
    elif said.get("place") == "quarantined":
        visit.report.quarantined += 1
    elif receipt.first_seq == visit.log.trust.cursor(row.stream, DATA) + 1:
        visit.kept.take((), (row.stream, DATA, receipt.first_seq))
    return True


def checked_receipt(visit: Visit, said: dict[Any, Any], row: OutboxRow) -> Receipt:
    """Believe only a receipt of the district's relay for exactly these bytes in this stream."""
    receipt = open_receipt(blob(said.get("receipt"), 1, 2048, "receipt"), visit.log.relay_keys())
    if receipt.stream != row.stream or digest(row.data) not in receipt.hashes:
        raise SyncError("bad_receipt")
    newest = visit.log.state.time
    if newest is None or receipt.at - newest >= _TIME_STEP:
        visit.log.take((), [receipt.data])  # proof that time has passed
        visit.settled = False
    return receipt
