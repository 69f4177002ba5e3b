"""The laptop takes its grant: proved by the invitation's secret, confirmed by the whole signed chain, then joined.

Whatever does not fit leaves no trace in the register; what had been saved before waits in the log and is sealed now.
"""

from dataclasses import dataclass

from db.trust_store import TrustStore
from desbumi_app.office import Office
from desbumi_app.usecases.follow_chain import follow_chain
from desbumi_app.usecases.request_enrolment import JOINING, become, kept_chain
from sync.control.chain import Chain
from sync.control_log import ControlLog
from sync.crypto import HpkeKeyPair
from sync.enrolment import Granted, Request, open_grant, read_request
from sync.errors import SyncError
from sync.invitation import Secret
from sync.joining import confirm_grant
from sync.speaking import fetch_control, letters
from sync.transport import RelayLink


@dataclass(frozen=True, slots=True)
class Joined:
    """The district this office belongs to from now on, and where its relay is."""

    district: str
    addresses: tuple[str, ...]


def accept_grant(office: Office, link: RelayLink) -> Joined:
    """Fetch grants and chain from the relay and join. `not_granted_yet` while none of the grants is ours."""
    trust = TrustStore(office.register)
    secret, _ = _asked(trust)
    district = Chain.load(*kept_chain(trust)).state.district
    path = f"/invitations/{secret.invitation.hex()}/grants"
    found = letters(link, secret.signing, district, path)
    entries, receipts = fetch_control(link, secret.signing, district)
    reason = "not_granted_yet"
    for grant in found:
        try:
            return join_with(office, grant, (entries, receipts))
        except SyncError as error:
            reason = error.code
    raise SyncError(reason)


def join_with(office: Office, grant: bytes, control: tuple[list[bytes], list[bytes]]) -> Joined:
    """Join with a grant and the whole chain, from a relay or a stick; SyncError for whatever does not fit."""
    trust = TrustStore(office.register)
    secret, request = _asked(trust)
    granted = open_grant(secret, request, grant, _pairs(office))
    chain = Chain.load(*control, release_keys=())
    if chain.genesis != Chain.load(*kept_chain(trust)).genesis:
        raise SyncError("another_chain", n=0)
    confirm_grant(granted, chain, request.laptop)
    become(office, request.laptop)
    for store in (office.register, office.cases):
        if store is not None:
            log = ControlLog(store)
            log.take(*control)
            _keep_keys(log, granted)
    trust.forget_secrets(JOINING)
    follow_chain(office)
    return Joined(chain.state.name, granted.terms.addresses)


def _asked(trust: TrustStore) -> tuple[Secret, Request]:
    raw, data = trust.secret(JOINING[0]), trust.secret(JOINING[1])
    if raw is None or data is None:
        raise SyncError("nothing_requested")
    secret = Secret(raw)
    return secret, read_request(secret, data)


def _pairs(office: Office) -> dict[bytes, HpkeKeyPair]:
    stores = [office.register, *([office.cases] if office.cases is not None else [])]
    return {
        one.device: HpkeKeyPair.from_private(one.opening) for store in stores for one in store.identities()
    }


def _keep_keys(log: ControlLog, granted: Granted) -> None:
    own = log.store.streams()[0]
    for (stream, epoch), key in granted.keys.items():
        if stream == own:
            log.keep_key(stream, epoch, key)
