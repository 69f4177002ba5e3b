"""The village's one key pair for sealed drops: whose public half is written to, and who can open what was written.

The private half lies in the case store only, and reaches the village's other case users inside its sealed stream.
"""

from collections.abc import Callable

from db.store import Store
from desbumi_app.bootstrap import INBOX_PRIVATE, INBOX_PUBLIC
from desbumi_app.office import Office
from sync.control.revocation import succeeds
from sync.control.state import Compartment
from sync.control_log import ControlLog
from sync.crypto import HpkeKeyPair
from sync.errors import SyncError

KeyOf = Callable[[bytes], bytes | None]


def inbox_pairs(cases: Store) -> tuple[HpkeKeyPair, ...]:
    """Every key pair that may open a drop of this village: this laptop's own, and those of its other laptops."""
    privates = [bytes(cases.meta(INBOX_PRIVATE))]
    privates += [bytes(row["private"]) for row in cases.rows_where("inbox_keys") if row["private"]]
    return tuple(HpkeKeyPair.from_private(private) for private in dict.fromkeys(privates))


def share_inbox(office: Office) -> bool:
    """Hand this laptop's pair to the village's other case users, once it has joined; whether it was written now."""
    cases = office.open_cases()
    pair = HpkeKeyPair.from_private(bytes(cases.meta(INBOX_PRIVATE)))
    if not ControlLog(cases).joined or cases.rows_where("inbox_keys", public=pair.public):
        return False
    with cases.transaction(operator=office.operator.id, purpose="share_inbox") as tx:
        tx.create("inbox_keys", {"public": pair.public, "private": pair.private})
    return True


def follow_inbox(office: Office) -> bool:
    """From now on write drops to the inbox that the control chain names for this village; whether it changed.

    The case team signs it (docs/control-chain.md), so an admin cannot put his own in its place.
    """
    log = ControlLog(office.register)
    if not log.joined or log.me is None or log.me.village is None:
        return False
    wanted = [
        inbox
        for stream, inbox in log.state.inboxes.items()
        if (owner := log.state.streams.get(stream)) is not None
        and owner.village == log.me.village
        and owner.compartment is Compartment.CASES
    ]
    if not wanted or bytes(office.register.meta(INBOX_PUBLIC)) == wanted[-1]:
        return False
    office.register.set_meta(INBOX_PUBLIC, wanted[-1])
    return True


def writers_of(office: Office) -> KeyOf:
    """The public keys of whoever may write drops here: own identities, and every register device of the village."""
    keys = {
        one.device: one.signing_key().public_key().public_bytes_raw() for one in office.register.identities()
    }
    log = ControlLog(office.register)
    if log.joined:
        own = office.register.streams()[0]
        keys |= {device.id: device.key for device in log.state.devices.values() if device.stream == own}
    return keys.get


def carried_rightly(office: Office, record: bytes, writer: bytes) -> bool:
    """Whether a drop came the way its writer's own saves come: no key of a revoked laptop signs one afterwards.

    While the writer is trusted, anybody of the village may have carried it. Once it is revoked, the drop counts only if
    the writer's own chain brought it within what the revocation accepts, or a laptop that goes on for it.
    """
    log = ControlLog(office.register)
    device = log.state.devices.get(writer) if log.joined else None
    if device is None or device.revoked is None:
        return True
    own = {one.device for one in office.register.identities()}
    if writer in own:
        return True
    saves = [entry for entry in office.register.history(record) if not entry.held]
    if not saves or saves[0].device is None:
        return False
    carrier = saves[0].device
    return carrier == writer or succeeds(log.state, writer, carrier)


def opened_by(pairs: tuple[HpkeKeyPair, ...], open_with: Callable[[HpkeKeyPair], bytes]) -> bytes:
    """What the first fitting pair opens; SyncError unreadable when none does."""
    for pair in pairs:
        try:
            return open_with(pair)
        except SyncError:
            continue
    raise SyncError("unreadable")
