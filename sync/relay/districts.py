"""What the relay knows of its districts: the control chain folded, and so who each key is and may do.

Kept in memory, and brought up to date from the database before each answer, so that several relay processes on
one database refuse a revoked device at the same moment.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from sync.control.authority import is_office
from sync.control.devices import Mark
from sync.control.entries import Entry, parse_entry
from sync.control.fold import fold
from sync.control.proofs import INVITATION_LIFE
from sync.control.state import Compartment, ControlState, Device
from sync.errors import SyncError
from sync.receipts import Receipt, parse_receipt
from sync.relay import control_store
from sync.relay.callers import Caller, May
from sync.relay.database import Database


@dataclass(frozen=True, slots=True)
class District:
    """One district's chain and what it says."""

    state: ControlState
    entries: tuple[Entry, ...] = field(repr=False)
    receipts: tuple[Receipt, ...] = field(repr=False)


class Districts:
    """The districts of one relay; safe to ask from any thread."""

    def __init__(self, database: Database, release_keys: tuple[bytes, ...] = ()) -> None:
        self._database = database
        self._release_keys = release_keys
        self._lock = threading.Lock()
        self._known: dict[bytes, District] = {}

    def current(self, district: bytes) -> District | None:
        """Return the district as the database has it now, None if it is not here."""
        head = control_store.head(self._database, district)
        if head < 0:
            return None
        with self._lock:
            known = self._known.get(district)
            if known is None or known.state.head.n < head:
                known = self._load(district, known)
                self._known[district] = known
            return known

    def caller(self, district: bytes, key: bytes, now: datetime) -> Caller:
        """Return who this key is; `unknown_key` for a stranger, also in a district that is not here."""
        known = self.current(district)
        if known is None:
            raise SyncError("unknown_key")
        state = known.state
        device = state.device_of_key(key)
        if device is not None:
            rights = May.LATE | May.CHAIN if device.revoked is not None else _device_rights(device)
            return Caller(key, district, rights, device=device.id, stream=device.stream)
        if is_office(state, key):
            return Caller(key, district, _office_rights(state, key))
        if key in state.release_keys:
            return Caller(key, district, May.CHAIN | May.APPEND)
        for invitation in state.invitations.values():
            if invitation.key == key and invitation.cancelled is None:
                self._check_age(known, invitation.n, now)
                return Caller(key, district, May.REQUEST | May.CHAIN, invitation=invitation.id)
        raise SyncError("unknown_key")

    def _load(self, district: bytes, known: District | None) -> District:
        entries = list(known.entries) if known else []
        receipts = list(known.receipts) if known else []
        for stored in control_store.entries_after(self._database, district, after=len(entries) - 1):
            entries.append(parse_entry(stored.body))
            receipts.append(parse_receipt(stored.receipt))
        return District(
            fold(entries, receipts, release_keys=self._release_keys), tuple(entries), tuple(receipts)
        )

    @staticmethod
    def _check_age(known: District, n: int, now: datetime) -> None:
        if now.timestamp() - known.receipts[n].at > INVITATION_LIFE:
            raise SyncError("invitation_expired")


def may_read(state: ControlState, caller: Caller, stream: bytes) -> bool:
    """Say whether a caller may fetch a data stream: its own, one whose epochs name it, or its desk's kind."""
    owner = state.streams.get(stream)
    if owner is None:
        return False
    if caller.may & May.READ_OWN and (caller.stream == stream or _is_recipient(state, caller, stream)):
        return True
    desk = May.READ_CASES if owner.compartment is Compartment.CASES else May.READ_REGISTERS
    return bool(caller.may & desk)


def may_write(state: ControlState, device: Device, stream: bytes) -> bool:
    """Say whether a device's own batches belong in a stream: its own, or a village's of its desk's compartment."""
    owner = state.streams.get(stream)
    if owner is None:
        return False
    return device.stream == stream or (device.village is None and device.compartment is owner.compartment)


def may_carry(state: ControlState, caller: Caller, stream: bytes) -> bool:
    """Say whether a caller may bring another device's batches, as from a stick: what it may read it may bring."""
    return bool(caller.may & May.CARRY) and may_read(state, caller, stream)


def is_late(device: Device, stream: bytes, end: tuple[int, int, bytes]) -> bool:
    """Say whether a revoked device's batch that ends at (incarnation, dseq, link) lies outside its closed set.

    Below a mark of the same chain it is let through: its links must still lead to the mark, which readers check.
    """
    if device.revoked is None:
        return False
    return not any(_reaches(mark, stream, end) for mark in (*device.accepted, *device.admitted))


def _reaches(mark: Mark, stream: bytes, end: tuple[int, int, bytes]) -> bool:
    incarnation, dseq, link = end
    if (mark.stream, mark.incarnation) != (stream, incarnation):
        return False
    return dseq < mark.dseq or (dseq == mark.dseq and link == mark.link)


def _is_recipient(state: ControlState, caller: Caller, stream: bytes) -> bool:
    return any(caller.device in epoch.recipients for epoch in state.epochs.get(stream, ()))


def _device_rights(device: Device) -> May:
    rights = May.CHAIN | May.APPEND | May.PUSH_OWN | May.READ_OWN | May.CARRY
    if device.village is not None:
        return rights
    return rights | (May.READ_CASES if device.compartment is Compartment.CASES else May.READ_REGISTERS)


def _office_rights(state: ControlState, key: bytes) -> May:
    rights = May.CHAIN | May.APPEND
    if key in state.admins:
        rights |= May.GRANT
    if key in state.case_keys:
        rights |= May.GRANT | May.READ_CASES
    return rights
