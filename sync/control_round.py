"""Control in a round, always first: pull and verify, give back what the relay lost, then do what it says.

Wrap sets travel beside it: left by admins and case team, fetched by whom an epoch names.
"""

from contextlib import suppress
from typing import Final

from sync.control.entries import Head
from sync.control_log import CASE_SIGN
from sync.crypto import signing_key
from sync.enforcing import enforce
from sync.errors import SyncError
from sync.pulling import take_in
from sync.shapes import array, at_most, blob, number
from sync.visit import Visit, as_map

ADMIN: Final = "admin"
# How many entries before the relay's newest are looked at for the place of a fork.
_BACK: Final = 100
# A stream has few wrap sets, and each is small; a relay that goes on for ever is none.
_WRAP_PAGES: Final = 256
_WRAP_BYTES: Final = 64 * 1024 * 1024


def pull_control(visit: Visit, theirs: Head | None) -> None:
    """Fetch entries until the relay's head is ours; give the relay what it has lost; see forks."""
    chain = visit.log.held
    if theirs is not None and theirs == chain.head:
        return
    if theirs is not None and theirs.n < chain.head.n:
        offer_control(visit, theirs)
        return
    after = chain.head.n if theirs is None or theirs.n > chain.head.n else theirs.n - 1
    for _ in range(1_000):
        if visit.stop():
            break
        said = as_map(visit.ask("GET", visit.paths.of(f"/control?after={after}")))
        rows = [array(row, 3, "entry") for row in at_most(said.get("entries"), 1_000, "entries")]
        if not rows:
            break
        try:
            bodies = [blob(row[1], 1, 1 << 16, "entry") for row in rows]
            visit.report.control += visit.log.take(bodies, [blob(row[2], 1, 4096, "receipt") for row in rows])
        except SyncError as error:
            if error.code != "gap" or not isinstance(error.detail.get("need"), int):
                raise
            after = int(str(error.detail["need"])) - 1
            continue
        after = number(rows[-1][0], "n")
    if theirs is not None:
        visit.log.note_head(theirs)
    visit.settled = False


def offer_control(visit: Visit, theirs: Head) -> None:
    """A relay that was restored has fewer entries than we: append them again, bytes unchanged.

    If it followed somebody else's entry meanwhile, that is a fork: it is taken in and told, and data goes on.
    """
    for entry in visit.log.held.entries[theirs.n + 1 :]:
        if visit.stop():
            return
        try:
            said = as_map(visit.ask("POST", visit.paths.of("/control"), entry.data))
        except SyncError as error:
            if error.code not in {"control_conflict", "not_allowed"}:
                raise
            visit.alarm(f"relay_refused_{error.code}", visit.log.state.control_stream)
            _take_rivals(visit, theirs.n)
            return
        visit.log.take((), [blob(said.get("receipt"), 1, 4096, "receipt")])


def _take_rivals(visit: Visit, last: int) -> None:
    """The relay's newest entries, where ours do not follow: so that the fork is seen here and can be settled."""
    after = max(-1, min(last, visit.log.held.head.n) - _BACK)
    query = f"?after={after}" if after >= 0 else ""
    said = as_map(visit.ask("GET", visit.paths.of(f"/control{query}")))
    rows = [array(row, 3, "entry") for row in at_most(said.get("entries"), 1_000, "entries")]
    with suppress(SyncError):  # what cannot be placed is asked for when our own chain has grown
        bodies = [blob(row[1], 1, 1 << 16, "entry") for row in rows]
        visit.report.control += visit.log.take(bodies, [blob(row[2], 1, 4096, "receipt") for row in rows])


def settle(visit: Visit) -> None:
    """Do what newly arrived control says, before data: keys, quarantine, erasure, batches that waited for it."""
    if visit.settled:
        return
    publish_wraps(visit)
    if not visit.report.revoked:
        for stream in visit.log.streams():
            fetch_wraps(visit, stream)
    enforce(visit.log)
    take_in(visit, visit.inbox.retry())
    visit.add(visit.merger.merge_unopened())
    visit.settled = True


def publish_wraps(visit: Visit) -> None:
    """Leave the wrap sets made here at the relay, and read them back: an unreadable epoch is found now, not later."""
    raw = visit.log.trust.secret(ADMIN) or visit.log.trust.secret(CASE_SIGN)
    if raw is None:
        return
    visit.log.take_prepared()
    for wraps in visit.log.trust.wrap_sets(unpublished=True):
        target = visit.paths.stream(wraps.stream, "/wraps")
        visit.link.ask(signing_key(raw), "POST", target, wraps.data)
        again = wrap_rows(visit, wraps.stream, key=raw)
        if wraps.data not in again:
            raise SyncError("wraps_not_kept")
        visit.log.trust.keep_wraps(wraps, published=True)


def wrap_rows(visit: Visit, stream: bytes, *, key: bytes | None = None) -> list[bytes]:
    """Return every wrap set the relay has of a stream; asked as this device, or under an office's key."""
    found: list[bytes] = []
    after = 0
    for _ in range(_WRAP_PAGES):
        if visit.stop():
            raise SyncError("timeout")
        target = visit.paths.stream(stream, f"/wraps?after={after}")
        said = visit.link.ask(signing_key(key), "GET", target) if key else visit.ask("GET", target)
        rows = [array(row, 2, "wraps") for row in at_most(said, 16, "wraps")]
        if not rows:
            return found
        found += [blob(row[1], 1, 1 << 22, "wraps") for row in rows]
        if sum(map(len, found)) > _WRAP_BYTES:
            break
        after = number(rows[-1][0], "n", least=after + 1)
    raise SyncError("not_the_relay", what="wraps")


def fetch_wraps(visit: Visit, stream: bytes) -> None:
    """Fetch wraps where an epoch names this store and its key is not here."""
    if visit.stop() or not visit.log.missing_epochs(stream):
        return
    for data in wrap_rows(visit, stream):
        try:
            visit.log.take_wraps(data)
        except SyncError as error:
            visit.alarm(f"wrap_{error.code}", stream)
