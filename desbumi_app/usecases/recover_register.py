"""Getting a register back with the recovery sheet: its file key from a keyring, its epoch keys from wraps.

The rows come from paper, are never stored, and each use is an audit line. `cases` is not recovered this way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db import keyring, recovery
from db.trust_store import WrapSet
from desbumi_app.office import Office
from sync.body import Dictionary
from sync.control.epochs import check_wrap_set, epoch_name
from sync.control.offices import RecoveryKey
from sync.control_log import ControlLog, read_wraps
from sync.control_round import wrap_rows
from sync.crypto import HpkeKeyPair
from sync.epochs import open_epoch
from sync.errors import SyncError
from sync.merging import Merger
from sync.transport import RelayLink
from sync.visit import Visit


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many epoch keys the sheet opened, how many of the stream's epochs stay without a key here."""

    opened: int
    missing: int


def recover_register_key(
    path: Path, rows: Sequence[str], *, village: bytes | None = None, cheap: bool = False
) -> bytearray:
    """The register's file key from a keyring (the laptop's own, or the one beside a backup) and the sheet's four rows.

    StoreError recovery_row (the first wrong row), recovery_key (another village's sheet), keyring_tampered, missing, ….
    """
    return keyring.load(path, village=village, cheap=cheap).recover(rows)


def recover_epochs(
    office: Office,
    rows: Sequence[str],
    link: RelayLink | None = None,
    *,
    dictionary: Dictionary | None = None,
) -> Recovered:
    """Open the epochs of this village that the sheet is a recipient of, and merge what waited for them.

    Wraps come from the relay, or (without a link) from what bundles brought. Raises StoreError recovery_row, SyncError
    `not_joined`, `another_sheet` (the chain names another recovery key), `offline`, ….
    """
    log = ControlLog(office.register)
    pair = HpkeKeyPair.from_seed(recovery.seed_of(rows))
    named = _named(log, pair)
    office.register.note("recovery", operator=office.operator.id, purpose="recover_epochs")
    stream, opened = office.register.streams()[0], 0
    for data in _sets(log, stream, link):
        opened += _open(log, stream, data, (named, pair))
    Merger(log, {dictionary.number: dictionary} if dictionary else {}).merge_unopened()
    epochs = log.state.epochs.get(stream, ())
    missing = [one for one in epochs if log.key_for(stream, one.epoch, one.commitment) is None]
    return Recovered(opened, len(missing))


def _named(log: ControlLog, pair: HpkeKeyPair) -> RecoveryKey:
    me = log.me
    village = log.state.villages.get(me.village) if me is not None and me.village is not None else None
    for named in (village.register_recovery if village else None, log.state.register_recovery):
        if named is not None and named.hpke == pair.public:
            return named
    raise SyncError("another_sheet")


def _sets(log: ControlLog, stream: bytes, link: RelayLink | None) -> Iterable[bytes]:
    held: list[WrapSet] = [one for one in log.trust.wrap_sets() if one.stream == stream]
    return [one.data for one in held] if link is None else wrap_rows(Visit(log, link), stream)


def _open(log: ControlLog, stream: bytes, data: bytes, sheet: tuple[RecoveryKey, HpkeKeyPair]) -> int:
    """A set that the chain does not name, or that is not for the sheet, is passed over."""
    named, pair = sheet
    try:
        wraps = read_wraps(data)
        check_wrap_set(log.state, wraps)
        (item,) = [one for one in wraps if (one.stream, one.recipient) == (stream, named.recipient)]
        epoch = log.state.epochs[stream][item.n - 1]
        if log.key_for(stream, epoch.epoch, epoch.commitment) is not None:
            return 0
        log.keep_key(
            stream, item.n, open_epoch(epoch_name(log.state, stream, item.n), item.recipient, pair, item)
        )
    except (SyncError, ValueError):
        return 0
    return 1
