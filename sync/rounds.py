"""One sync round with the relay: control first, then own chain, push, pull, merge. It may stop anywhere.

The next round starts from what is durable. "Received" is said on a verified receipt only; a round that finds nothing
new is one request. Order and failures: reference of the protocol, section 5 and 6.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from db.kept import KeptStore
from db.mark import Formed
from db.outbox import OutboxRow
from db.trust_store import Alarm
from sync.body import Dictionary
from sync.cbor import encode
from sync.control.entries import Head
from sync.control_log import ControlLog
from sync.crypto import digest, signing_key
from sync.enforcing import enforce
from sync.envelope import FORMAT
from sync.errors import SyncError
from sync.frontier import encode_frontier
from sync.heartbeat import Heartbeat, form_heartbeat
from sync.inbox import Inbox, Merged, Missing, Taken
from sync.receipts import Receipt, open_receipt
from sync.sealing import frontier_of, seal_ripe
from sync.shapes import array, at_most, blob, hashed, identity, number, refuse
from sync.transport import Paths, RelayLink

DATA, ATTACHMENTS, LATE = 0, 1, 2
_LANES: Final = (DATA, ATTACHMENTS, LATE)
_AGAIN: Final = 3
_TIME_STEP: Final = 3600
ADMIN: Final = "admin"
CASE_SIGN: Final = "case_sign"


@dataclass(frozen=True, slots=True)
class Presence:
    """What a heartbeat says beside the store's own numbers."""

    program: str
    keyring_hash: bytes = bytes(32)
    keyring_generation: int = 0
    schema: int = 1


@dataclass(slots=True)
class RoundReport:
    """What one round did. `sent`: batches with a receipt; `waiting`: batches without one; `revoked`: of this device."""

    sent: int = 0
    waiting: int = 0
    pulled: int = 0
    control: int = 0
    merged: Merged = field(default_factory=Merged)
    forks: int = 0
    refused: list[str] = field(default_factory=list)
    quarantined: int = 0
    revoked: bool = False
    history_changed: bool = False
    requests: int = 0


class Rounds:
    """The rounds of one store with one relay, on the thread of that store."""

    def __init__(
        self,
        log: ControlLog,
        link: RelayLink,
        *,
        presence: Presence,
        dictionary: Dictionary | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """`dictionary` packs what is sent and reads what comes; `stop` is asked between two requests."""
        self.log, self.link = log, link
        self._presence, self._dictionary, self._stop = presence, dictionary, stop
        known: Mapping[int, Dictionary] = {dictionary.number: dictionary} if dictionary else {}
        self.inbox = Inbox(log, known)
        self.kept = KeptStore(log.store)
        self._checked: set[bytes] = set()
        self._settled = False
        self._skip: set[int] = set()
        self._asked: set[Missing] = set()

    # -- the round ---------------------------------------------------------------------------------------------------

    def run(self, *, everything: bool = False) -> RoundReport:
        """One round. `everything` seals saves younger than 15 s too (locking, shutting down).

        Raises SyncError `not_joined`, `offline`, `timeout`, `not_the_relay`, `another_relay`, `unknown_key`, …; what
        was done before stays done.
        """
        report, before = RoundReport(), self.link.requests
        self._skip.clear()
        try:
            self._round(report, everything=everything)
        finally:
            report.requests = self.link.requests - before
            report.waiting = len(self.log.store.outbox("waiting", 1_000))
        return report

    def _round(self, report: RoundReport, *, everything: bool) -> None:
        self._greet()
        try:
            news = self._news(report)
        except SyncError as error:
            if error.code != "revoked":
                raise
            news, report.revoked = [], True
            self._pull_control(report, None)
        self._settle(report)
        if not report.revoked:
            for stream in self.log.streams():
                if stream not in self._checked and not self._stop():
                    self._check_chains(report, stream)
        seal_ripe(self.log, dictionary=self._dictionary, everything=everything)
        self._push(report)
        for stream, heads in news:
            for lane in _LANES:
                self._pull(report, stream, lane, heads[lane])
        self._ask_for_bodies(report)

    def _greet(self) -> None:
        """Speak only to the relay that the chain names."""
        if not self.log.joined:
            raise SyncError("not_joined")
        if self.link.greeting is None:
            key = self.link.hello().key
            if key not in self.log.relay_keys():
                self.link.greeting = None
                raise SyncError("another_relay")

    def _ask(self, method: str, target: str, body: bytes = b"") -> Any:
        return self.link.ask(self.log.store.identity().signing_key(), method, target, body)

    @property
    def _paths(self) -> Paths:
        return Paths(self.log.district)

    def _news(self, report: RoundReport) -> list[tuple[bytes, tuple[int, int, int]]]:
        """Say how we are, hear what is new; control is pulled before anything else is looked at."""
        trust = self.log.trust
        # A village's own streams, and a desk's; what a fresh chain adds is asked for in the next round.
        rows = [[s, *(trust.cursor(s, lane) for lane in _LANES)] for s in self.log.streams()]
        said = _map(self._ask("POST", self._paths.of("/sync"), encode([self.heartbeat(), rows])))
        history = identity(said.get("history"), "history")
        head = array(said.get("control"), 2, "control")
        self._pull_control(report, Head(number(head[0], "control"), hashed(head[1], "control")))
        if history != trust.history():
            report.history_changed = trust.history() is not None
            trust.follow_history(history)
            self._checked.clear()
        streams = set(self.log.streams())
        news = []
        for row in at_most(said.get("news"), len(rows), "news"):
            stream, *heads = array(row, 4, "news")
            if identity(stream, "stream") in streams:
                data, attachments, late = (number(value, "head") for value in heads)
                news.append((stream, (data, attachments, late)))
        return news

    def heartbeat(self) -> bytes | None:
        """The signed message of how this device is; None before it is enrolled."""
        me, store = self.log.me, self.log.store
        if me is None:
            return None
        identity_, chosen = store.identity(), self.log.sealing_key(me.stream)
        waiting = store.outbox("waiting", 1_000)
        beat = Heartbeat(
            district=self.log.district,
            stream=me.stream,
            device=me.id,
            incarnation=identity_.incarnation,
            counter=self.log.trust.count_up("heartbeat"),
            program=self._presence.program,
            register_format=int(store.meta("format") or 1),
            batch_format=FORMAT,
            schema=self._presence.schema,
            unsent=len(waiting) + len(store.unsealed(everything=True, limit=1_000)),
            oldest_unsent_age=self._oldest_age(),
            keyring_hash=self._presence.keyring_hash,
            keyring_generation=self._presence.keyring_generation,
            epoch=chosen[0].epoch if chosen else 0,
        )
        return form_heartbeat(beat, identity_.signing_key())

    def _oldest_age(self) -> int:
        return self.kept.oldest_unsent_hours()

    # -- control -----------------------------------------------------------------------------------------------------

    def _pull_control(self, report: RoundReport, theirs: Head | None) -> None:
        """Fetch entries until the relay's head is ours; give the relay what it has lost; see forks."""
        chain = self.log.held
        if theirs is not None and theirs == chain.head:
            return
        if theirs is not None and theirs.n < chain.head.n:
            self._offer_control(theirs)
            return
        after = chain.head.n if theirs is None or theirs.n > chain.head.n else theirs.n - 1
        for _ in range(1_000):
            said = _map(self._ask("GET", self._paths.of(f"/control?after={after}")))
            rows = [array(row, 3, "entry") for row in at_most(said.get("entries"), 1_000, "entries")]
            if not rows:
                break
            try:
                bodies = [blob(row[1], 1, 1 << 16, "entry") for row in rows]
                report.control += self.log.take(bodies, [blob(row[2], 1, 4096, "receipt") for row in rows])
            except SyncError as error:
                if error.code != "gap" or not isinstance(error.detail.get("need"), int):
                    raise
                after = int(str(error.detail["need"])) - 1
                continue
            after = number(rows[-1][0], "n")
        if theirs is not None:
            self.log.note_head(theirs)
        self._settled = False

    def _offer_control(self, theirs: Head) -> None:
        """A relay that was restored has fewer entries than we: append them again, bytes unchanged."""
        for entry in self.log.held.entries[theirs.n + 1 :]:
            said = _map(self._ask("POST", self._paths.of("/control"), entry.data))
            self.log.take((), [blob(said.get("receipt"), 1, 4096, "receipt")])

    def _settle(self, report: RoundReport) -> None:
        """Do what newly arrived control says, before data: keys, quarantine, erasure, batches that waited for it."""
        if self._settled:
            return
        self._publish_wraps()
        if not report.revoked:
            for stream in self.log.streams():
                self._fetch_wraps(stream)
        enforce(self.log)
        self._take_in(report, self.inbox.retry())
        self._add(report, self.inbox.merge_unopened())
        self._settled = True

    def _publish_wraps(self) -> None:
        raw = self.log.trust.secret(ADMIN) or self.log.trust.secret(CASE_SIGN)
        if raw is None:
            return
        for wraps in self.log.trust.wrap_sets(unpublished=True):
            target = self._paths.stream(wraps.stream, "/wraps")
            self.link.ask(signing_key(raw), "POST", target, wraps.data)
            again = self._wrap_rows(wraps.stream, key=raw)
            if wraps.data not in again:
                raise SyncError("wraps_not_kept")
            self.log.trust.keep_wraps(wraps, published=True)

    def _wrap_rows(self, stream: bytes, *, key: bytes | None = None) -> list[bytes]:
        found: list[bytes] = []
        after = 0
        while True:
            target = self._paths.stream(stream, f"/wraps?after={after}")
            said = self.link.ask(signing_key(key), "GET", target) if key else self._ask("GET", target)
            rows = [array(row, 2, "wraps") for row in at_most(said, 16, "wraps")]
            if not rows:
                return found
            found += [blob(row[1], 1, 1 << 22, "wraps") for row in rows]
            after = number(rows[-1][0], "n", least=after + 1)

    def _fetch_wraps(self, stream: bytes) -> None:
        if self._stop() or not self.log.missing_epochs(stream):
            return
        for data in self._wrap_rows(stream):
            try:
                self.log.take_wraps(data)
            except SyncError as error:
                self._alarm(f"wrap_{error.code}", stream)

    # -- own and others' chains ---------------------------------------------------------------------------------------

    def _check_chains(self, report: RoundReport, stream: bytes) -> None:
        """One exchange: what the relay lacks is offered, what we lost of our own comes back, forks are told."""
        if self.log.state.streams.get(stream) is None:
            return
        mine = frontier_of(self.log, stream)
        said = _map(self._ask("POST", self._paths.stream(stream, "/frontier"), encode_frontier(mine)))
        for device, incarnation, dseq, _link in _rows(said, "forks"):
            self._forked(stream, device, incarnation, dseq)
        ends = {(row[0], row[1]): row for row in _rows(said, "frontier")}
        forked = {(row[0], row[1]) for row in _rows(said, "forks")}
        own = {one.device for one in self.log.store.identities()}
        for device, incarnation, first, _last in _rows(said, "fetch", link=False):
            if (device, incarnation) in forked:
                continue
            if device in own:
                self._pull_chain(report, Missing(stream, device, incarnation, first))
                self._go_on_after(stream, ends[device, incarnation])
            elif self.log.trust.cursor(stream, DATA) >= number(_heads(said)[0], "head"):
                self._pull_chain(report, Missing(stream, device, incarnation, first))
        for device, incarnation, first, last in _rows(said, "send", link=False):
            if device in own:
                self.log.store.send_again(stream, first - 1)
            else:
                self._carry(stream, device, incarnation, (first, last))
        self._checked.add(stream)

    def _go_on_after(self, stream: bytes, end: list[Any]) -> None:
        """The relay holds more of our own chain than we did: this file was restored. A new incarnation goes on."""
        me = self.log.store.identity()
        device, incarnation, dseq, link = end
        if (device, incarnation) != (me.device, me.incarnation):
            return
        self.log.trust.raise_alarm(Alarm("restored", stream, device, incarnation, dseq, ""))
        self._new_incarnation(stream, Formed(incarnation, dseq, link))

    def _forked(self, stream: bytes, device: bytes, incarnation: int, dseq: int) -> None:
        me = self.log.store.identity()
        own = any(one.device == device for one in self.log.store.identities())
        kind = "own_fork" if own else "fork"
        fresh = self.log.trust.raise_alarm(Alarm(kind, stream, device, incarnation, dseq, ""))
        if fresh and (device, incarnation) == (me.device, me.incarnation):
            ends = {(e.device, e.incarnation): e for e in self.kept.ends(stream) if not e.branch}
            end = ends.get((device, incarnation))
            if end is not None:
                self._new_incarnation(stream, Formed(incarnation, end.dseq, end.link))

    def _new_incarnation(self, stream: bytes, parent: Formed) -> None:
        """For a desk that writes into many streams the parent in its own stream counts; elsewhere it is looked up."""
        me = self.log.store.identity()
        if stream != me.stream:
            parent = Formed(me.incarnation, 0, b"")
        self.log.trust.new_incarnation(parent)

    def _carry(self, stream: bytes, device: bytes, incarnation: int, span: tuple[int, int]) -> None:
        """Bring others' batches that the relay lacks: they came by bundle, or the relay was restored."""
        for row in self.kept.of_device(stream, device):
            if row.incarnation == incarnation and row.last_dseq >= span[0] and not self._stop():
                try:
                    said = _map(self._ask("POST", self._paths.stream(stream, "/batches"), row.data))
                    receipt = open_receipt(
                        blob(said.get("receipt"), 1, 2048, "receipt"), self.log.relay_keys()
                    )
                    if row.hash in receipt.hashes:
                        self.kept.keep_receipt(row.hash, receipt.data)
                except SyncError as error:
                    if error.code in {"offline", "timeout", "not_the_relay", "relay_full"}:
                        raise
                    return

    def _pull_chain(self, report: RoundReport, missing: Missing) -> None:
        path = f"/chains/{missing.device.hex()}/{missing.incarnation}?from={missing.dseq}"
        said = _map(self._ask("GET", self._paths.stream(missing.stream, path)))
        batches = [blob(b, 1, 1 << 18, "batch") for b in at_most(said.get("batches"), 64, "batches")]
        taken = self.inbox.take(batches)
        taken.missing.clear()
        self._take_in(report, taken)
        self._take_in(report, self.inbox.retry(), deeper=False)

    # -- push --------------------------------------------------------------------------------------------------------

    def _push(self, report: RoundReport) -> None:
        """Oldest first, bytes unchanged; a gap means that earlier batches have to be sent again."""
        gaps = 0
        while not self._stop():
            rows = [row for row in self.log.store.outbox("waiting", 50) if row.n not in self._skip]
            if not rows:
                return
            for row in rows:
                if self._stop():
                    return
                if not self._push_one(report, row):
                    gaps += 1
                    break
            if gaps > _AGAIN:
                return

    def _push_one(self, report: RoundReport, row: OutboxRow) -> bool:
        """Send one batch; False when earlier ones must come first."""
        try:
            said = _map(self._ask("POST", self._paths.stream(row.stream, "/batches"), row.data))
        except SyncError as error:
            need = error.detail.get("need")
            if error.code == "gap" and isinstance(need, int) and 0 < need < row.first_dseq:
                self.log.store.send_again(row.stream, need - 1)
                return False
            if error.detail.get("retryable") is not False:
                raise
            report.refused.append(error.code)
            self._alarm(f"relay_refused_{error.code}", row.stream)
            self._skip.add(row.n)
            return True
        receipt = self._receipt(said, row)
        self.log.store.batch_received(row.n, receipt.data)
        report.sent += 1
        if said.get("place") == "fork":
            report.forks += 1
            me = self.log.store.identity()
            self._forked(row.stream, me.device, me.incarnation, row.first_dseq)
        elif said.get("place") == "quarantined":
            report.quarantined += 1
        elif receipt.first_seq == self.log.trust.cursor(row.stream, DATA) + 1:
            self.kept.take((), (row.stream, DATA, receipt.first_seq))
        return True

    def _receipt(self, said: dict[Any, Any], row: OutboxRow) -> Receipt:
        """Believe only a receipt of the district's relay for exactly these bytes in this stream."""
        receipt = open_receipt(blob(said.get("receipt"), 1, 2048, "receipt"), self.log.relay_keys())
        if receipt.stream != row.stream or digest(row.data) not in receipt.hashes:
            raise SyncError("bad_receipt")
        newest = self.log.state.time
        if newest is None or receipt.at - newest >= _TIME_STEP:
            self.log.take((), [receipt.data])  # proof that time has passed
            self._settled = False
        return receipt

    # -- pull --------------------------------------------------------------------------------------------------------

    def _pull(self, report: RoundReport, stream: bytes, lane: int, head: int) -> None:
        """From the cursor, without a hole; each page is kept durably before the next is asked for."""
        history = self.log.trust.history()
        assert history is not None
        while not self._stop():
            after = self.log.trust.cursor(stream, lane)
            if after >= head:
                return
            query = f"after={after}&history={history.hex()}"
            path = f"/late?{query}" if lane == LATE else f"/batches?{query}&lane={lane}"
            said = _map(self._ask("GET", self._paths.stream(stream, path)))
            batches = [blob(b, 1, 1 << 18, "batch") for b in at_most(said.get("batches"), 1_024, "batches")]
            place = (said.get("history"), said.get("first"), said.get("next"))
            if place != (history, after + 1, after + len(batches)):
                raise SyncError("not_the_relay", what="page")
            if not batches:
                return
            report.pulled += len(batches)
            self._take_in(report, self.inbox.take(batches, cursor=(stream, lane, after + len(batches))))

    def _ask_for_bodies(self, report: RoundReport) -> None:
        """Bodies that somebody stripped without an order are asked for again, once a session each."""
        for missing in self.inbox.missing_bodies():
            if missing not in self._asked and not report.revoked and not self._stop():
                self._asked.add(missing)
                self._pull_chain(report, missing)
                self._add(report, self.inbox.merge_unopened())

    def _take_in(self, report: RoundReport, taken: Taken, *, deeper: bool = True) -> None:
        report.forks += taken.forks
        report.refused += taken.refused
        self._add(report, self.inbox.merge())
        if any(device.revoked is not None for device in self.log.state.devices.values()):
            enforce(self.log)
        if deeper:
            for missing in dict.fromkeys(taken.missing):
                self._pull_chain(report, missing)

    @staticmethod
    def _add(report: RoundReport, done: Merged) -> None:
        for outcome, count in done.outcomes.items():
            report.merged.outcomes[outcome] = report.merged.outcomes.get(outcome, 0) + count
        report.merged.unopened += done.unopened
        report.merged.batches += done.batches

    def _alarm(self, kind: str, stream: bytes) -> None:
        me = self.log.store.identity()
        self.log.trust.raise_alarm(Alarm(kind, stream, me.device, me.incarnation, 0, ""))


def _map(value: Any) -> dict[Any, Any]:
    if not isinstance(value, dict):
        refuse("answer")
    return value


def _rows(said: dict[Any, Any], name: str, *, link: bool = True) -> list[list[Any]]:
    """The relay's rows [device, incarnation, number, link or number], checked."""
    rows = [array(row, 4, name) for row in at_most(said.get(name), 8_192, name)]
    for row in rows:
        identity(row[0], "device")
        number(row[1], "incarnation")
        number(row[2], "dseq")
        hashed(row[3], "link") if link else number(row[3], "dseq")
    return rows


def _heads(said: dict[Any, Any]) -> list[Any]:
    return array(said.get("heads"), 3, "heads")
