"""One sync round with the relay: control first, then own chain, push, pull, merge. It may stop anywhere.

The next round starts from what is durable; one that finds nothing new is one request. The steps are in control_round,
chain_check, pushing and pulling.
"""

from collections.abc import Callable
from typing import Final

from sync.body import Dictionary
from sync.cbor import encode
from sync.chain_check import check_chains
from sync.control.entries import Head
from sync.control_log import ControlLog
from sync.control_round import pull_control, settle
from sync.envelope import FORMAT
from sync.errors import SyncError
from sync.heartbeat import Heartbeat, form_heartbeat
from sync.pulling import ask_for_bodies, pull
from sync.pushing import push
from sync.sealing import seal_ripe
from sync.shapes import array, at_most, hashed, identity, number
from sync.transport import RelayLink
from sync.visit import LANES, Presence, RoundReport, Visit, as_map

# A round ends after this, wherever it is: a relay could have something to say for ever. The next one goes on.
ROUND_SECONDS: Final = 1_200.0


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
        self._presence, self._stop, self._until = presence, stop, 0.0
        self._visit = Visit(log, link, dictionary=dictionary, stop=self._ends)
        link.stop = stop

    @property
    def report(self) -> RoundReport:
        """Of the newest round, also while it runs or after it failed."""
        return self._visit.report

    def run(self, *, everything: bool = False) -> RoundReport:
        """One round. `everything` seals saves younger than 15 s too (locking, shutting down).

        Raises SyncError `not_joined`, `offline`, `timeout`, `not_the_relay`, `another_relay`, `unknown_key`, …; what
        was done before stays done.
        """
        report, before = RoundReport(), self.link.requests
        self._until = self._now() + ROUND_SECONDS
        self._visit.report = report
        self._visit.skip.clear()
        try:
            self._round(report, everything=everything)
        except SyncError as error:
            if error.code != "stopped":  # somebody's wish, in the middle of a request
                raise
        finally:
            report.requests = self.link.requests - before
            report.waiting = self._visit.kept.waiting_batches()
        return report

    def _now(self) -> float:
        return self.log.store.session.shared.clock.monotonic()

    def _ends(self) -> bool:
        """Asked between two requests: whether somebody stopped the round, or it has gone on for long enough."""
        return self._stop() or self._now() > self._until

    def _round(self, report: RoundReport, *, everything: bool) -> None:
        visit = self._visit
        self._greet()
        try:
            news = self._news(report)
        except SyncError as error:
            if error.code != "revoked":
                raise
            news, report.revoked = [], True
            pull_control(visit, None)
        settle(visit)
        if not report.revoked:
            for stream in self.log.streams():
                if stream not in visit.checked and not visit.stop():
                    check_chains(visit, stream)
        seal_ripe(self.log, dictionary=visit.dictionary, everything=everything)
        push(visit)
        for stream, heads in news:
            for lane in LANES:
                pull(visit, stream, lane, heads[lane])
        ask_for_bodies(visit)

    def _greet(self) -> None:
        """Speak only to the relay that the chain names."""
        if not self.log.joined:
            raise SyncError("not_joined")
        greeting = self.link.greeting or self.link.hello()
        if greeting.key not in self.log.relay_keys():
            self.link.greeting = None
            raise SyncError("another_relay")

    def _news(self, report: RoundReport) -> list[tuple[bytes, tuple[int, int, int]]]:
        """Say how we are, hear what is new; control is pulled before anything else is looked at."""
        trust = self.log.trust
        # A village's own streams, and a desk's; what a fresh chain adds is asked for in the next round.
        rows = [[s, *(trust.cursor(s, lane) for lane in LANES)] for s in self.log.streams()]
        said = as_map(
            self._visit.ask("POST", self._visit.paths.of("/sync"), encode([self.heartbeat(), rows]))
        )
        history = identity(said.get("history"), "history")
        head = array(said.get("control"), 2, "control")
        pull_control(self._visit, Head(number(head[0], "control"), hashed(head[1], "control")))
        if history != trust.history():
            report.history_changed = trust.history() is not None
            trust.follow_history(history)
            self._visit.checked.clear()
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
            unsent=self._visit.kept.waiting_batches() + len(store.unsealed(everything=True, limit=1_000)),
            oldest_unsent_age=self._visit.kept.oldest_unsent_hours(),
            keyring_hash=self._presence.keyring_hash,
            keyring_generation=self._presence.keyring_generation,
            epoch=chosen[0].epoch if chosen else 0,
        )
        return form_heartbeat(beat, identity_.signing_key())
