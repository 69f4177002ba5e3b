"""What came of the last attempts to send, kept on this computer: the page Send and the strip show it. Asks no network."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Final

from db.clock import instant
from db.outbox import count_unsealed, count_waiting
from desbumi_app.office import Office

SENT_AT: Final = ".sent_at"  # the day and time of the last receipt
HISTORY: Final = ".send_history"
KEPT_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: when, by which way ("network", "usb_out", "usb_in"), its failure code or "", and the counts."""

    at: str
    way: str
    code: str
    sent: int
    received: int


def tries(office: Office) -> tuple[Try, ...]:
    """The last attempts, newest first."""
    return tuple(Try(**one) for one in json.loads(office.register.meta(HISTORY) or "[]"))


def remember(office: Office, way: str, *, code: str = "", sent: int = 0, received: int = 0) -> Try:
    """Keep an attempt; a row of attempts by network in which nothing happened is one line, the newest."""
    tried = Try(instant(office.clock.now()), way, code, sent, received)
    before = tries(office)
    quiet = way == "network" and not sent and not received
    if before and quiet and replace(before[0], at=tried.at) == tried:
        before = before[1:]
    kept = [asdict(one) for one in (tried, *before)][:KEPT_TRIES]
    office.register.set_meta(HISTORY, json.dumps(kept))
    if way == "network" and not code:
        office.register.set_meta(SENT_AT, office.clock.now().isoformat())
    return tried


def unsent(office: Office) -> int:
    """How many saves the district has not confirmed."""
    session = office.register.session
    return count_unsealed(session) + count_waiting(session)
