"""The last step of joining: does the signed chain say what the grant said? Until it does, the laptop stays unjoined.

Needs the whole chain, from the relay or a bundle; what it refuses leaves no trace in the register.
"""

from sync.control.chain import Chain
from sync.control.epochs import epoch_name
from sync.enrolment import Granted, Laptop
from sync.errors import SyncError


def confirm_grant(granted: Granted, chain: Chain, laptop: Laptop) -> None:
    """Return if the chain is the granted one, reaches its head, and names admin, identities and epoch keys.

    Raises `another_chain`, `truncated`, `admin_unknown`, `not_enrolled`, `commitment_mismatch`,
    `unknown_epoch`.
    """
    terms = granted.terms
    if chain.genesis != terms.genesis or chain.state.district != terms.district:
        raise SyncError("another_chain", n=0)
    chain.note_head(terms.head)
    if chain.behind:
        raise SyncError("truncated", have=chain.head.n, best=terms.head.n)
    if terms.admin not in chain.state.admins:
        raise SyncError("admin_unknown")
    streams = {"register": laptop.register_stream, "cases": laptop.cases_stream}
    for item in laptop.identities:
        device = chain.state.devices.get(item.device)
        if (
            device is None
            or device.revoked is not None
            or (device.key, device.hpke, device.stream) != (item.key, item.hpke, streams[item.compartment])
        ):
            raise SyncError("not_enrolled", compartment=str(item.compartment))
    for name in granted.names:
        if epoch_name(chain.state, name.stream, name.n) != name:
            raise SyncError("commitment_mismatch", epoch=name.n)
