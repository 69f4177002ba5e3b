"""Epochs as the control chain names them: which key a device may seal or open with, and who may receive it.

Never trusts a wrap: HPKE base mode has no sender, so a key counts only under a commitment in the chain.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sync.control.devices import EpochOpened, RecipientAdded
from sync.control.state import Compartment, ControlState, Epoch
from sync.crypto import HpkeKeyPair
from sync.epochs import EpochKey, EpochName, Wrap, open_epoch, wrap_epoch, wrap_set_hash
from sync.errors import SyncError


@dataclass(frozen=True, slots=True)
class Opening:
    """An epoch about to be opened: the body to sign, and the wraps it names."""

    body: EpochOpened
    wraps: tuple[Wrap, ...]


@dataclass(frozen=True, slots=True)
class Widening:
    """Recipients about to be added: the body to sign, and the wraps it names."""

    body: RecipientAdded
    wraps: tuple[Wrap, ...]


def newest_epoch(state: ControlState, stream: bytes) -> Epoch:
    """Return the epoch a device must seal under; `no_epoch` before the first."""
    epochs = state.epochs.get(stream, ())
    if not epochs:
        raise SyncError("no_epoch")
    return epochs[-1]


def epoch_name(state: ControlState, stream: bytes, epoch: int) -> EpochName:
    """Return the signed name of an epoch; `unknown_epoch` if the chain (as far as it is here) has none."""
    epochs = state.epochs.get(stream, ())
    if not 1 <= epoch <= len(epochs):
        raise SyncError("unknown_epoch", epoch=epoch)
    return EpochName(state.district, stream, epoch, epochs[epoch - 1].commitment)


def recipient_keys(state: ControlState, stream: bytes) -> Mapping[bytes, bytes]:
    """Return the HPKE keys by recipient id to whom an epoch of this stream goes.

    Register: the stream's devices, the district's register desk, the village's and the district's recovery
    keys. Cases: the stream's devices, the case team and its desk, the recovery key for cases. Never an admin.
    """
    owner = state.streams.get(stream)
    if owner is None:
        raise SyncError("unknown_stream")
    cases = owner.compartment is Compartment.CASES
    desk = state.cases_stream if cases else state.register_stream
    found = {
        item.id: item.hpke
        for item in state.devices.values()
        if item.revoked is None and item.stream in {stream, desk}
    }
    if cases:
        found |= {item.recipient: item.hpke for item in state.case_team.values()}
        recovery = [state.cases_recovery]
    else:
        village = state.villages.get(owner.village) if owner.village is not None else None
        recovery = [state.register_recovery, village.register_recovery if village else None]
    return found | {item.recipient: item.hpke for item in recovery if item}


def plan_epoch(
    state: ControlState,
    stream: bytes,
    key: EpochKey,
    *,
    inbox: bytes | None = None,
    without: Collection[bytes] = frozenset(),
) -> Opening:
    """Return the next epoch of a stream with a fresh key, wrapped to everyone entitled; sign the body, send both.

    `without`: recipient ids that whoever signs does not vouch for.
    """
    n = len(state.epochs.get(stream, ())) + 1
    name = EpochName(state.district, stream, n, key.commitment)
    recipients = {
        item: public for item, public in recipient_keys(state, stream).items() if item not in without
    }
    wraps = tuple(wrap_epoch(name, recipient, recipients[recipient], key) for recipient in sorted(recipients))
    body = EpochOpened(stream, n, key.commitment, wrap_set_hash(wraps), tuple(sorted(recipients)), inbox)
    return Opening(body, wraps)


def plan_recipients(
    state: ControlState, stream: bytes, epoch: int, key: EpochKey, *, without: Collection[bytes] = frozenset()
) -> Widening | None:
    """Return the entry and wraps for everyone entitled who cannot read this epoch yet; None if nobody is missing."""
    name = epoch_name(state, stream, epoch)
    have = state.epochs[stream][epoch - 1].recipients
    eligible = recipient_keys(state, stream)
    missing = {item: eligible[item] for item in eligible if item not in have and item not in without}
    if not missing:
        return None
    wraps = tuple(wrap_epoch(name, item, missing[item], key) for item in sorted(missing))
    body = RecipientAdded(stream, epoch, key.commitment, wrap_set_hash(wraps), tuple(sorted(missing)))
    return Widening(body, wraps)


def check_wrap_set(state: ControlState, wraps: Iterable[Wrap]) -> None:
    """Return if these wraps, of one epoch, are a set that the chain names; `wrong_wrap` for any other.

    A relay stores and an admin re-reads only whole sets that pass.
    """
    held = tuple(wraps)
    places = {(item.stream, item.n) for item in held}
    if len(places) != 1:
        raise SyncError("wrong_wrap")
    stream, n = places.pop()
    epoch_name(state, stream, n)
    if wrap_set_hash(held) not in state.epochs[stream][n - 1].wraps:
        raise SyncError("wrong_wrap", epoch=n)


def open_wrap(state: ControlState, recipient: bytes, pair: HpkeKeyPair, item: Wrap) -> EpochKey:
    """Return the key of an epoch that the chain names; `unknown_epoch`, `unreadable`, `commitment_mismatch`."""
    return open_epoch(epoch_name(state, item.stream, item.n), recipient, pair, item)
