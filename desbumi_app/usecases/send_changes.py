"""Sending and fetching: one round for the register, and one for the cases while a case user is unlocked.

Runs on a background thread with an office of its own connections (`Office.lane`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from db import keyring
from desbumi_app.catalogue.wire_dictionary import CURRENT, dictionary_bytes
from desbumi_app.office import Office
from desbumi_app.send_history import remember
from desbumi_app.usecases.follow_chain import follow_chain
from desbumi_app.usecases.keep_letter_lists import keep_letter_lists
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.number_letters import heard
from desbumi_app.usecases.share_packs import share_packs
from sync.body import Dictionary
from sync.contact import fetch_heartbeats
from sync.control_log import ControlLog
from sync.errors import SyncError
from sync.rounds import Rounds
from sync.speaking import Speaker
from sync.transport import RelayLink
from sync.visit import Presence, RoundReport


@dataclass(frozen=True, slots=True)
class Sent:
    """What the rounds did; `cases` is None where no case store is open or joined."""

    register: RoundReport
    cases: RoundReport | None


class Courier:
    """The rounds of one office with one relay; kept between rounds, so that "nothing new" is one request."""

    def __init__(
        self,
        office: Office,
        link: RelayLink,
        presence: Presence,
        *,
        dictionary: Dictionary | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._office, self._link = office, link
        stores = [office.register, *([office.cases] if office.cases is not None else [])]
        self._rounds = [
            Rounds(ControlLog(store), link, presence=presence, dictionary=dictionary, stop=stop)
            for store in stores
        ]

    def send_changes(self, *, everything: bool = False) -> Sent:
        """One round each; between them what the chain says of this village is followed, and drops are moved in.

        Raises SyncError of the register's round; the cases' round is then not tried.
        """
        if everything:  # what that changes goes with this round: nothing is left waiting
            self._move_drops(everything=True)
        reports = []
        for rounds in self._rounds:
            rounds.log.reload()
            if rounds.log.joined:
                reports.append(rounds.run(everything=everything))
            if rounds is self._rounds[0] and rounds.log.joined:
                self._after_register(rounds.log)
        if not reports:
            reports = [self._rounds[0].run()]  # says not_joined
        return Sent(reports[0], reports[1] if len(reports) > 1 else None)

    @property
    def saves(self) -> int:
        """Saves of the register that got a receipt in the newest round, also when it failed later."""
        return self._rounds[0].report.saves

    def _after_register(self, log: ControlLog) -> None:
        follow_chain(self._office)
        heard(self._office)
        self._move_drops()
        if log.me is not None and log.me.village is None:
            fetch_heartbeats(log, self._link)
            keep_letter_lists(self._office, Speaker(log, self._link))
            share_packs(self._office)

    def _move_drops(self, *, everything: bool = False) -> None:
        if self._office.cases is not None and self._office.profile.kind == "village":
            move_drops(self._office, everything=everything)


def relay_address(office: Office) -> str:
    """Return the address of the district's relay as the chain names it; SyncError not_joined, no_relay."""
    relay = ControlLog(office.register).state.relay
    if relay is None or not relay.addresses:
        raise SyncError("no_relay")
    return relay.addresses[0]


def send_changes(
    office: Office,
    presence: Presence,
    *,
    dictionary: Dictionary | None = None,
    stop: Callable[[], bool] = lambda: False,
    everything: bool = True,
) -> Sent:
    """One round with the district's relay, kept among the attempts that this laptop shows, also when it failed.

    `everything` takes along what is younger than 15 s and could still be undone. Raises SyncError. Of the cases' round
    no count is kept: these attempts are shown to whoever opens the book.
    """
    saves = 0
    try:
        link = RelayLink(relay_address(office))
        try:
            courier = Courier(office, link, presence, dictionary=dictionary, stop=stop)
            try:
                done = courier.send_changes(everything=everything)
            finally:
                saves = courier.saves
        finally:
            link.close()
    except SyncError as error:
        remember(office, "network", code=error.code, sent=saves)
        raise
    received = sum(done.register.merged.outcomes.values())
    remember(office, "network", sent=saves, received=received)
    return done


def presence(office: Office) -> Presence:
    """What the heartbeat says: the program's version, and the keyring as it lies on the disk."""
    # Opening the office has judged its cost already; here only its bytes are hashed.
    ring = keyring.load(office.files.keyring, village=office.profile.office, cheap=True)
    return Presence(version("desbumi"), ring.hash(), ring.generation)


@cache
def packing() -> Dictionary:
    """The shipped dictionary that saves are packed with."""
    return Dictionary(CURRENT, dictionary_bytes())
