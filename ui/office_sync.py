"""Sending, fetching and joining as the page shows them: what waits, what was tried, and what came of it.

`look` belongs to the desk worker; what talks to the relay or to a stick belongs to the lane.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from db import keyring
from db.changes import decode_own
from db.outbox import count_waiting
from db.trust_store import TrustStore
from desbumi_app.list_age import Age, age_of
from desbumi_app.office import Office
from desbumi_app.send_history import SENT_AT, Try, remember, tries, unsent
from desbumi_app.usecases.accept_grant import Joined, accept_grant
from desbumi_app.usecases.exchange_bundle import (
    accept_grant_file,
    read_bundle_file,
    write_bundle_file,
    write_request_file,
)
from desbumi_app.usecases.list_oddities import Oddity, list_oddities
from desbumi_app.usecases.request_enrolment import JOINING, Applicant, request_enrolment
from desbumi_app.usecases.send_changes import packing, presence, send_changes
from sync.control_log import ControlLog
from sync.errors import SyncError
from sync.transport import RelayLink

BY_HAND: Final = ".send_by_hand"  # this laptop sends only when somebody presses the button
JOIN_ADDRESS: Final = ".join_address"
JOIN_WORDS: Final = ".join_words"
BUNDLE: Final = ".desbumi"
SHOWN_CHANGES: Final = 50
COUNTED: Final = 10_000
# The network is not there; that is normal, and grey.
NO_NETWORK: Final = frozenset({"offline", "timeout"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One change that waits: of which table and whom, by whom and when (instant as text)."""

    table: str
    name: str
    who: str
    at: str


def alike(waiting: Sequence[Waiting]) -> list[tuple[Waiting, int]]:
    """Changes that would read alike once, in the order they stand in, each with how many there are."""
    found: dict[tuple[str, str, str], tuple[Waiting, int]] = {}
    for one in waiting:
        first, many = found.get(key := (one.table, one.name, one.who), (one, 0))
        found[key] = (first, many + 1)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class SendView:
    """Everything the page shows. `words`: of a request that waits for its answer; `packed`: changes sealed but unsent.

    `age`: of the district's signed list, None before it was confirmed once; `odd`: what did not fit lately.
    """

    joined: bool
    district: str
    waiting: tuple[Waiting, ...]
    total: int
    packed: int
    sent_at: datetime | None
    tries: tuple[Try, ...]
    conflicts: int
    refused: int
    words: tuple[str, ...]
    address: str
    by_hand: bool = False
    age: Age | None = None
    odd: tuple[Oddity, ...] = ()

    @property
    def offline(self) -> bool:
        """Whether the last attempt by network found none."""
        last = next((one for one in self.tries if one.way == "network"), None)
        return last is not None and last.code in NO_NETWORK


def look(office: Office) -> SendView:
    """Desk worker. The state as it is stored; asks no network."""
    register, log = office.register, ControlLog(office.register)
    unsealed = register.unsealed(everything=True, limit=COUNTED)
    packed = count_waiting(register.session)
    sent = register.meta(SENT_AT)
    words = str(register.meta(JOIN_WORDS) or "").split()
    asked = TrustStore(register).secret(JOINING[1]) is not None
    return SendView(
        joined=log.joined,
        district=log.state.name if log.joined else "",
        waiting=_changes(office, [(one.record, one.op) for one in reversed(unsealed[-SHOWN_CHANGES:])]),
        total=len(unsealed) + packed,
        packed=packed,
        sent_at=datetime.fromisoformat(sent) if sent else None,
        tries=tries(office),
        conflicts=len(register.conflicts()),
        refused=len(register.incoming("refused")),
        words=tuple(words) if asked and not log.joined else (),
        address=str(register.meta(JOIN_ADDRESS) or ""),
        by_hand=bool(register.meta(BY_HAND)),
        age=age_of(log.state, office.today()) if log.joined and log.state.confirmed_on() else None,
        odd=list_oddities(office),
    )


def send_quietly(office: Office, stop: Callable[[], bool]) -> Try | None:
    """Lane. A round that nobody asked for: None where this laptop is alone or sends by hand only."""
    if office.register.meta(BY_HAND) or not ControlLog(office.register).joined:
        return None
    return send_now(office, stop, everything=False)


def set_by_hand(office: Office, by_hand: bool) -> None:  # noqa: FBT001  (what a switch says)
    """Desk worker. Whether this laptop sends only when somebody presses the button."""
    office.register.set_meta(BY_HAND, "1" if by_hand else "")


def send_now(office: Office, stop: Callable[[], bool], *, everything: bool = True) -> Try:
    """Lane. One round with the relay; no network is an answer, not an error. Raises SyncError for anything else.

    `everything` takes along what is younger than 15 s and could still be undone.
    """
    try:
        send_changes(office, presence(office), dictionary=packing(), stop=stop, everything=everything)
    except SyncError as error:
        if error.code not in NO_NETWORK:
            raise
    return tries(office)[0]


def to_stick(office: Office, path: Path) -> int:
    """Lane. Write a bundle; its size in bytes. The changes wait until the other side's receipt comes back."""
    write_bundle_file(office, path, dictionary=packing())
    remember(office, "usb_out", sent=unsent(office))
    return path.stat().st_size


def from_stick(office: Office, path: Path) -> Try:
    """Lane. Take a bundle in; a repeat changes nothing."""
    before = unsent(office)
    done = read_bundle_file(office, path, dictionary=packing())
    sent, received = max(before - unsent(office), 0), sum(done.merged.outcomes.values())
    return remember(office, "usb_in", code=done.damage or "", sent=sent, received=received)


def ask_to_join(office: Office, code: str, address: str) -> tuple[str, ...]:
    """Lane. Leave a request at the relay; the six words to read out. SyncError code_*, offline, …."""
    link = RelayLink(address)
    try:
        asked = request_enrolment(office, code, _applicant(office), link)
    finally:
        link.close()
    office.register.set_meta(JOIN_ADDRESS, address)
    office.register.set_meta(JOIN_WORDS, " ".join(asked.words))
    return asked.words


def ask_by_file(office: Office, code: str, chain: Path, request: Path) -> tuple[str, ...]:
    """Lane. The same from a file of the district; the request is written beside it."""
    asked = write_request_file(office, code, _applicant(office), chain, request)
    office.register.set_meta(JOIN_WORDS, " ".join(asked.words))
    return asked.words


def take_answer(office: Office) -> Joined:
    """Lane. Look whether the district has answered, and join. SyncError not_granted_yet, offline, …."""
    link = RelayLink(str(office.register.meta(JOIN_ADDRESS) or ""))
    try:
        return accept_grant(office, link)
    finally:
        link.close()


def take_answer_file(office: Office, path: Path) -> Joined:
    """Lane. Join with the district's answer on a stick."""
    return accept_grant_file(office, path)


def bundle_name(name: str, on: str) -> str:
    """desbumi-sukamaju-20261121.desbumi."""
    return f"desbumi-{name}-{on.replace('-', '')}{BUNDLE}"


def _applicant(office: Office) -> Applicant:
    ring = keyring.load(office.files.keyring, village=office.profile.office, cheap=True)
    return Applicant(recovery=ring.recovery_public)


def _changes(office: Office, saves: list[tuple[bytes, bytes]]) -> tuple[Waiting, ...]:
    users = {
        bytes(row["id"])[-16:]: str(row["name"]) for row in office.register.rows_where("users", archived=None)
    }
    tables = {
        table.no: table.name
        for table in (*office.catalogue.of_store("register"), *office.catalogue.of_store("district"))
    }
    found = []
    for record, op in saves:
        change = decode_own(op)
        table = tables.get(change.table_no, "")
        found.append(
            Waiting(table, _name(office, table, record), users.get(change.operator or b"", ""), change.at)
        )
    return tuple(found)


def _name(office: Office, table: str, record: bytes) -> str:
    if not table or table not in {spec.name for spec in office.catalogue.of_store(office.register.kind)}:
        return ""
    row: Mapping[str, Any] = office.register.get(table, record) or {}
    if row.get("person_id"):
        row = office.register.get("people", record[:4] + bytes(row["person_id"])) or {}
    return str(row.get("name") or "")
