"""A laptop asks to join: from 26 typed characters to a signed request and the six words on the screen.

Until the grant has been proved, nothing of the district is believed or kept as its chain.
"""

from dataclasses import dataclass

from db.errors import StoreError
from db.store import Store
from db.trust_store import TrustStore
from desbumi_app.office import Office
from sync.cbor import decode, encode
from sync.control.chain import Chain
from sync.control.state import Compartment, Invitation
from sync.control_log import ControlLog
from sync.crypto import HpkeKeyPair, digest, public_bytes
from sync.enrolment import Identity, Laptop, make_request, six_words
from sync.errors import SyncError
from sync.invitation import Secret, read_secret
from sync.speaking import fetch_control, mail
from sync.transport import RelayLink

JOINING = ("joining:secret", "joining:request", "joining:chain")
# Settings of this computer: the village's cases stream where no case store is open, and the inbox's public key.
CASES_STREAM = ".cases-stream"
INBOX_PUBLIC = "case_inbox_public"
CHAIN_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a laptop wishes: a letter for its numbers; and the public key of the village's recovery sheet (keyring).

    The recovery key counts only from the first laptop of a village.
    """

    letter: str | None = None
    recovery: bytes | None = None


@dataclass(frozen=True, slots=True)
class Requested:
    """A request that was left or written. `words`: read from this screen to the admin; never on paper."""

    invitation: bytes
    words: tuple[str, ...]
    district: str
    data: bytes


def request_enrolment(office: Office, code: str, applicant: Applicant, link: RelayLink) -> Requested:
    """Fetch the chain with the invitation, leave the request at the relay, return the six words.

    Raises SyncError `code_*` with the wrong group, `already_joined`, `not_found`, `offline`,
    `holds_records` (a second laptop must be empty), ….
    """
    secret = read_secret(code)
    district = link.find_district(secret.invitation)
    entries, receipts = fetch_control(link, secret.signing, district)
    asked = prepare_request(office, secret, applicant, (entries, receipts))
    path = f"/invitations/{secret.invitation.hex()}/requests"
    mail(link, secret.signing, district, path, asked.data)
    return asked


def prepare_request(
    office: Office, secret: Secret, applicant: Applicant, control: tuple[list[bytes], list[bytes]]
) -> Requested:
    """Make and keep the request for a chain that came from a relay or a stick; a repeat gives the same request."""
    log = ControlLog(office.register)
    if log.joined and log.me is not None:  # an identity that followed a rekey asks anew
        raise SyncError("already_joined")
    chain = Chain.load(*control)
    invitation = chain.state.invitations.get(secret.invitation)
    if invitation is None or invitation.key != secret.public or invitation.cancelled is not None:
        raise SyncError("not_invited")
    laptop = _laptop(office, applicant, chain, invitation)
    trust = TrustStore(office.register)
    signing = [store.identity().signing_key() for store in _stores(office)]
    held = trust.secret("joining:request")
    same = held is not None and trust.secret("joining:secret") == secret.raw
    data = held if same and held is not None else make_request(secret, laptop, signing)
    for name, value in zip(JOINING, (secret.raw, data, encode(list(map(list, control)))), strict=True):
        trust.keep_secret(name, value)
    admin = chain.entries[invitation.n].signers[0]
    words = six_words(chain.genesis, secret.invitation, admin, laptop)
    return Requested(secret.invitation, words, chain.state.name, data)


def kept_chain(trust: TrustStore) -> tuple[list[bytes], list[bytes]]:
    """Return the chain that came with the invitation."""
    raw = trust.secret("joining:chain")
    if raw is None:
        raise SyncError("nothing_requested")
    entries, receipts = decode(raw, max_bytes=CHAIN_BYTES, max_depth=2, max_items=1_000_000)
    return entries, receipts


def _stores(office: Office) -> list[Store]:
    return [office.register, *([office.cases] if office.cases is not None else [])]


def _laptop(office: Office, applicant: Applicant, chain: Chain, invitation: Invitation) -> Laptop:
    known = chain.state.villages.get(invitation.village) if invitation.village is not None else None
    stores = _stores(office)
    fresh = all(TrustStore(store).is_empty(_first_rows(office)) for store in stores)
    if known is not None and not fresh and office.register.streams()[0] != known.register_stream:
        raise SyncError("holds_records")
    cases = office.cases.streams()[0] if office.cases is not None else office.register.meta(CASES_STREAM)
    if known is None and cases is None:
        raise SyncError("cases_stream_unknown")
    first = known is None and applicant.recovery is not None
    recovery = digest(applicant.recovery or b"")[:16], applicant.recovery or b""
    inbox = office.register.meta(INBOX_PUBLIC)
    return Laptop(
        village=known.id if known else office.profile.office,
        name=known.name if known else office.profile.place,
        register_stream=known.register_stream if known else office.register.streams()[0],
        cases_stream=known.cases_stream if known else bytes(cases),
        identities=tuple(_identity(store) for store in stores),
        letter=applicant.letter,
        fresh=fresh,
        recovery=recovery if first else None,
        inbox=bytes(inbox) if inbox is not None and known is None else None,
    )


def _first_rows(office: Office, *names: str) -> frozenset[int]:
    """Numbers of the tables that set-up itself fills: its users come along, its settings give way to the village's."""
    wanted = names or ("users", "village_settings")
    return frozenset(spec.no for spec in office.catalogue.specs("register") if spec.name in wanted)


def become(office: Office, laptop: Laptop) -> None:
    """A further laptop, its grant proved, takes its village's streams for its own still empty stores.

    SyncError `holds_records` when something was saved since it asked; a repeat after a crash changes nothing.
    """
    users, settings = _first_rows(office, "users"), _first_rows(office, "village_settings")
    office.register.set_meta(CASES_STREAM, laptop.cases_stream)
    for store, stream, carries, drops in (
        (office.register, laptop.register_stream, users, settings),
        (office.cases, laptop.cases_stream, frozenset[int](), frozenset[int]()),
    ):
        if store is None or store.streams()[0] == stream:
            continue
        try:
            TrustStore(store).adopt_stream(stream, carries=carries, drops=drops)
        except StoreError as error:
            raise SyncError("holds_records") from error


def _identity(store: Store) -> Identity:
    me = store.identity()
    compartment = Compartment.CASES if store.kind == "cases" else Compartment.REGISTER
    hpke = HpkeKeyPair.from_private(me.opening).public
    return Identity(compartment, me.device, public_bytes(me.signing_key()), hpke)
