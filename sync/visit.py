"""What every step of a round works with: one store, one relay, and what this session has already looked at.

Also the shapes of the relay's answers, which are hostile input. No step of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from db.kept import KeptStore
from db.trust_store import Alarm
from sync.body import Dictionary
from sync.control_log import ControlLog
from sync.inbox import Inbox, Missing
from sync.merging import Merged, Merger
from sync.shapes import array, at_most, hashed, identity, number, refuse
from sync.transport import Paths, RelayLink

DATA, ATTACHMENTS, LATE = 0, 1, 2
LANES: Final = (DATA, ATTACHMENTS, LATE)
LAST_SECOND: Final = 253_402_300_799  # the end of year 9999


@dataclass(frozen=True, slots=True)
class Presence:
    """What a heartbeat says beside the store's own numbers."""

    program: str
    keyring_hash: bytes = bytes(32)
    keyring_generation: int = 0
    schema: int = 1


@dataclass(slots=True)
class RoundReport:
    """What one round did. `sent`: batches with a receipt, `saves` in them; `waiting`: batches without one.

    `revoked`: of this device.
    """

    sent: int = 0
    saves: int = 0
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


class Visit:
    """One store's dealings with one relay, on the thread of that store; `report` is that of the round that runs."""

    def __init__(
        self,
        log: ControlLog,
        link: RelayLink,
        *,
        dictionary: Dictionary | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        known: Mapping[int, Dictionary] = {dictionary.number: dictionary} if dictionary else {}
        self.log, self.link, self.dictionary, self.stop = log, link, dictionary, stop
        self.inbox, self.merger, self.kept = Inbox(log), Merger(log, known), KeptStore(log.store)
        self.report = RoundReport()
        self.checked: set[bytes] = set()
        self.settled = False
        self.skip: set[int] = set()
        self.asked: set[Missing] = set()

    @property
    def paths(self) -> Paths:
        """The targets of this district."""
        return Paths(self.log.district)

    def ask(self, method: str, target: str, body: bytes = b"") -> Any:
        """Ask the relay as this device."""
        return self.link.ask(self.log.store.identity().signing_key(), method, target, body)

    def add(self, done: Merged) -> None:
        """Count what was merged."""
        for outcome, count in done.outcomes.items():
            merged = self.report.merged.outcomes
            merged[outcome] = merged.get(outcome, 0) + count
        self.report.merged.unopened += done.unopened
        self.report.merged.batches += done.batches

    def alarm(self, kind: str, stream: bytes) -> None:
        """Raise an alarm about this device in a stream."""
        me = self.log.store.identity()
        self.log.trust.raise_alarm(Alarm(kind, stream, me.device, me.incarnation, 0, ""))


def as_map(value: Any) -> dict[Any, Any]:
    """Return an answer that is a map, else refuse it."""
    if not isinstance(value, dict):
        refuse("answer")
    return value


def times_of(said: dict[Any, Any], count: int) -> list[int | None]:
    """When the relay received each batch of an answer, in seconds; None for what it does not say or no calendar has."""
    found = said.get("received")
    if not isinstance(found, list) or len(found) != count:
        return [None] * count
    return [second_of(value) for value in found]


def second_of(value: object) -> int | None:
    """A second that a calendar has, from hostile input."""
    return value if type(value) is int and 0 <= value <= LAST_SECOND else None


def rows_of(said: dict[Any, Any], name: str, *, link: bool = True) -> list[list[Any]]:
    """The relay's rows [device, incarnation, number, link or number], checked."""
    rows = [array(row, 4, name) for row in at_most(said.get(name), 8_192, name)]
    for row in rows:
        identity(row[0], "device")
        number(row[1], "incarnation")
        number(row[2], "dseq")
        hashed(row[3], "link") if link else number(row[3], "dseq")
    return rows


def heads_of(said: dict[Any, Any]) -> list[Any]:
    """The relay's heads of a stream: data, attachments, late."""
    return array(said.get("heads"), 3, "heads")
