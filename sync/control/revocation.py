"""What is accepted from a device: everything while it is trusted, a closed set once it is revoked.

Order is the order of the chain, never a clock: an envelope counts if a listed mark descends from it.
"""

from collections.abc import Callable, Collection

from sync.control.devices import Mark
from sync.control.state import ControlState, Device
from sync.errors import SyncError

Previous = Callable[[Mark], Mark | None]


def closed_set(device: Device, previous: Previous) -> frozenset[Mark]:
    """Return all that is accepted from a revoked device: the listed and admitted marks and their ancestors.

    `previous(mark)` is the envelope before it: by its link in the same incarnation, or what the first batch of
    a later incarnation names as its parent; None at a beginning, or where the envelope is not here yet.
    """
    found: set[Mark] = set()
    for listed in (*device.accepted, *device.admitted):
        mark: Mark | None = listed
        while mark is not None and mark not in found:
            found.add(mark)
            mark = previous(mark)
    return frozenset(found)


def is_accepted(device: Device, mark: Mark, ancestors: Collection[Mark] = frozenset()) -> bool:
    """Say whether an envelope counts; the others go to quarantine (kept, held, shown to the district).

    `ancestors` is `closed_set(device, …)`; it is not asked while the device is trusted.
    """
    if mark.stream != device.stream and device.village is not None:
        return False  # a desk also writes into the villages' streams of its compartment
    return device.revoked is None or mark in ancestors


def check_incarnation(device: Device, parent: Mark | None, known: Collection[Mark], *, first: bool) -> None:
    """Return if a device may begin a new incarnation whose signed first batch names `parent`.

    `first`: the device has no incarnation on this lane yet. `known`: marks of this device held here. Raises
    `device_revoked`, `parent_missing`, or `parent_unknown` (keep the batch, ask for what precedes it).
    """
    if device.revoked is not None:
        raise SyncError("device_revoked")
    if first:
        return
    if parent is None:
        raise SyncError("parent_missing")
    if parent not in known:
        raise SyncError("parent_unknown", dseq=parent.dseq)


def succeeds(state: ControlState, origin: bytes, signer: bytes) -> bool:
    """Say whether signed enrolments lead from device `origin` to device `signer` (or they are one)."""
    device = state.devices.get(signer)
    while device is not None:
        if device.id == origin:
            return True
        device = state.devices.get(device.succeeds) if device.succeeds else None
    return False


def revoked_keys(state: ControlState) -> frozenset[bytes]:
    """Return the signing keys of revoked identities: a relay opens no session for them."""
    return frozenset(device.key for device in state.devices.values() if device.revoked is not None)
