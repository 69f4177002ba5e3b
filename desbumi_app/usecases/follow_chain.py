"""What the control chain on this computer says of the village itself is followed: inbox, checking address, data packs.

Done after joining, after each round and each bundle, so that a moved relay or a new inbox is taken without anybody's doing.
"""

from urllib.parse import urlsplit

from desbumi_app.letter_keys import VERIFY_ADDRESS
from desbumi_app.office import Office
from desbumi_app.packs_in_use import follow_packs
from desbumi_app.usecases.case_inbox import follow_inbox
from sync.control_log import ControlLog


def follow_chain(office: Office) -> bool:
    """Follow inbox, checking address and data packs; whether one of them changed. Before joining nothing happens."""
    changed = [follow_inbox(office), follow_address(office), bool(follow_packs(office))]
    return any(changed)


def follow_address(office: Office) -> bool:
    """Letters carry the short address of the relay that the chain names; whether it changed.

    An address that the district set apart from its relay's (trust.md 9) is kept as long as the relay's stays.
    """
    log = ControlLog(office.register)
    if not log.joined or log.me is None or log.me.village is None:
        return False
    relay = log.state.relay
    short = short_address(relay.addresses[0]) if relay is not None and relay.addresses else ""
    if not short or office.register.meta(_FOLLOWED) == short:
        return False
    office.register.set_meta(_FOLLOWED, short)
    office.register.set_meta(VERIFY_ADDRESS, short)
    return True


def short_address(address: str) -> str:
    """An address as papers print it: without scheme and closing slash."""
    parts = urlsplit(address)
    return (parts.netloc + parts.path).rstrip("/") if parts.scheme else address.rstrip("/")


_FOLLOWED = ".verify_followed"
