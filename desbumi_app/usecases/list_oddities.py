"""What did not fit in the chains, the signed lists or at the relay, as a person should hear it (trust.md 3 and 5).

Nothing stops for it and nothing stored is lost by it; the page Kirim tells it for a month.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from db.kept import KeptStore
from db.trust_store import Alarm, TrustStore
from desbumi_app.office import Office
from desbumi_app.usecases.check_audit import BROKEN
from sync.control_log import ControlLog

TOLD_DAYS: Final = 30


class Odd(Enum):
    """What a person can do about it differs, so these are told apart; the codes of the alarms behind them are many."""

    COPIED = auto()  # two computers, or a copy put back by hand, send as this laptop
    SPLIT = auto()  # another laptop sent two chains, or one that does not follow its own
    LISTS = auto()  # the signed list that the server shows is not the one that was seen before
    MISSING = auto()  # bodies that nobody erased are not there, and are asked for again
    REFUSED = auto()  # something that came was not taken
    NOT_TAKEN = auto()  # the server refused what was sent; it stays here
    ALTERED = auto()  # the chain of who did what is not as it was written


@dataclass(frozen=True, slots=True)
class Oddity:
    """One of them: the letter of the laptop it is about, "" where unknown, and the instant it was noticed, as text."""

    odd: Odd
    laptop: str
    at: str


_KINDS: Final = {
    "own_fork": Odd.COPIED,
    "fork": Odd.SPLIT,
    "parent_missing": Odd.SPLIT,
    "parent_unknown": Odd.SPLIT,
    "refused_too_many_forks": Odd.SPLIT,
    "another_chain": Odd.LISTS,
    "control_fork": Odd.LISTS,
    "relay_lied": Odd.LISTS,
    "relay_claims_ours": Odd.LISTS,
    "body_missing": Odd.MISSING,
    BROKEN: Odd.ALTERED,
}
_EXPECTED: Final = "restored"  # whoever restored the backup knows it


def list_oddities(office: Office) -> tuple[Oddity, ...]:
    """Each kind once a laptop, the newest first; none older than a month, and none that has mended itself."""
    since = (office.clock.now() - timedelta(days=TOLD_DAYS)).date()
    devices = log.state.devices if (log := ControlLog(office.register)).joined else {}
    found: dict[tuple[Odd, str], Oddity] = {}
    for alarm in TrustStore(office.register).alarms():
        if alarm.kind == _EXPECTED or datetime.fromisoformat(alarm.at).date() < since:
            continue
        device = devices.get(alarm.device)
        told = Oddity(_odd(alarm), (device.letter or "") if device else "", alarm.at)
        found[told.odd, told.laptop] = told
    if all(reason != "body_missing" for _batch, _i, reason in KeptStore(office.register).unopened()):
        found = {key: told for key, told in found.items() if told.odd is not Odd.MISSING}
    return tuple(sorted(found.values(), key=lambda told: told.at, reverse=True))


def _odd(alarm: Alarm) -> Odd:
    named = _KINDS.get(alarm.kind)
    if named is not None:
        return named
    return Odd.NOT_TAKEN if alarm.kind.startswith("relay_refused_") else Odd.REFUSED
