"""The district answers a request: the admin types the six words, signs the enrolment, and leaves the grant.

Nothing is signed before the words agree. The register epochs are wrapped here; those of cases by the case team only.
"""

from dataclasses import dataclass

from desbumi_app.usecases.invite_village import name_of
from desbumi_app.usecases.open_epoch import admin_key, open_epoch, widen_epochs
from sync.control.devices import DeviceEnrolled
from sync.control.epochs import epoch_name
from sync.control.offices import RecoveryKey, VillageAdded
from sync.control.state import Compartment, ControlState, Device, Invitation, Village
from sync.control_log import ControlLog
from sync.crypto import public_bytes
from sync.enrolment import Identity, Laptop, Request, Terms, make_grant, read_request, same_words, six_words
from sync.epochs import EpochName, Wrap, wrap_epoch
from sync.errors import SyncError
from sync.invitation import Secret
from sync.shapes import at_most, identity
from sync.speaking import Speaker, letters, mail
from sync.transport import Paths

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the admin decides with the words: the region of a new village, the device whose unsent saves may come along."""

    words: str
    region: str = "-"
    succeeds: bytes | None = None


def waiting_requests(speaker: Speaker) -> tuple[Request, ...]:
    """Return the authentic requests that wait for a grant; others are left lying."""
    log, link = speaker.log, speaker.link
    if link is None:
        raise SyncError("offline")
    admin, found = admin_key(log), []
    said = link.ask(admin, "GET", Paths(log.district).of("/invitations"))
    for invitation in at_most(said, 10_000, "invitations"):
        path = f"/invitations/{identity(invitation, 'invitation').hex()}/requests"
        for data in letters(link, admin, log.district, path):
            try:
                found.append(open_request(log, invitation, data))
            except SyncError:
                continue
    return tuple(found)


def open_request(log: ControlLog, invitation: bytes, data: bytes) -> Request:
    """Return a request made with one of this office's invitations; `not_invited` or what makes it untrue."""
    return read_request(_secret(log, invitation), data)


def expected_words(log: ControlLog, request: Request) -> tuple[str, ...]:
    """Return the six words as the laptop must show them."""
    invitation = log.state.invitations.get(request.invitation)
    if invitation is None:
        raise SyncError("not_invited")
    admin = log.held.entries[invitation.n].signers[0]
    return six_words(log.held.genesis, request.invitation, admin, request.laptop)


def grant_enrolment(speaker: Speaker, request: Request, decision: Decision) -> bytes:
    """Enrol a laptop and return the grant (left at the relay too, where there is one).

    Raises SyncError `words_differ` (place), `holds_records`, `without_effect`, ….
    """
    log = speaker.log
    wrong = same_words(decision.words, expected_words(log, request))
    if wrong is not None:
        raise SyncError("words_differ", place=wrong)
    secret, laptop = _secret(log, request.invitation), request.laptop
    check_request_fits(log.state, request, succeeds=decision.succeeds)
    _village(speaker, laptop, decision)
    for item in laptop.identities:
        _enrol(speaker, request, item, decision)
    if not log.state.epochs.get(laptop.register_stream):
        open_epoch(speaker, laptop.register_stream)
    widen_epochs(speaker, laptop.register_stream)
    grant = make_grant(secret, request, _terms(log), _epochs(log, laptop), admin=admin_key(log))
    if speaker.link is not None:
        path = f"/invitations/{request.invitation.hex()}/grants"
        mail(speaker.link, admin_key(log), log.district, path, grant)
    log.trust.forget_secrets([name_of(request.invitation)])
    return grant


def _secret(log: ControlLog, invitation: bytes) -> Secret:
    raw = log.trust.secret(name_of(invitation))
    if raw is None:
        raise SyncError("not_invited")
    return Secret(raw)


def check_request_fits(state: ControlState, request: Request, *, succeeds: bytes | None = None) -> None:
    """Return if a request can be granted as a whole, before anything is signed; a repeat after a crash fits too.

    Every id in a request was chosen by who made it: another village's streams or devices open nothing for him.
    Raises `invitation_of_another_village`, `invitation_used`, `another_village`, `stream_in_use`, `device_known`,
    `holds_records`.
    """
    laptop, invitation = request.laptop, state.invitations.get(request.invitation)
    known = state.villages.get(laptop.village)
    if invitation is None:
        raise SyncError("not_invited")
    if invitation.village not in {None, laptop.village}:
        raise SyncError("invitation_of_another_village")
    if known is None:
        _check_streams_free(state, laptop)
    else:
        _check_known(known, laptop, invitation)
        if known.n < invitation.n and not laptop.fresh and succeeds is None:
            raise SyncError("holds_records")
    enrolled = [
        (state.devices[item.device], item) for item in laptop.identities if item.device in state.devices
    ]
    for device, item in enrolled:
        if not _is_of(device, item, laptop):
            raise SyncError("device_known", compartment=str(item.compartment))
    if invitation.used and not enrolled:
        raise SyncError("invitation_used")


def _check_streams_free(state: ControlState, laptop: Laptop) -> None:
    streams = {laptop.register_stream, laptop.cases_stream}
    if len(streams) != 2 or not streams.isdisjoint({*state.streams, state.control_stream}):
        raise SyncError("stream_in_use")


def _check_known(known: Village, laptop: Laptop, invitation: Invitation) -> None:
    """A known village has its own streams; for a new village's invitation it must have been added for that one."""
    if (known.register_stream, known.cases_stream) != (laptop.register_stream, laptop.cases_stream):
        raise SyncError("another_village")
    if invitation.village is None and known.n < invitation.n:
        raise SyncError("invitation_of_another_village")


def _is_of(device: Device, item: Identity, laptop: Laptop) -> bool:
    """Whether an enrolled device is the one that asks: its keys and its stream, not revoked."""
    stream = laptop.register_stream if item.compartment is Compartment.REGISTER else laptop.cases_stream
    held = (device.key, device.hpke, device.stream, device.village)
    return device.revoked is None and held == (item.key, item.hpke, stream, laptop.village)


def _village(speaker: Speaker, laptop: Laptop, decision: Decision) -> None:
    """Add a new village with the ids it made itself."""
    if laptop.village in speaker.log.state.villages:
        return
    recovery = RecoveryKey(*laptop.recovery) if laptop.recovery else None
    speaker.say(
        VillageAdded(
            village=laptop.village,
            name=laptop.name,
            region=decision.region,
            register_stream=laptop.register_stream,
            cases_stream=laptop.cases_stream,
            register_recovery=recovery,
        ),
        admin_key(speaker.log),
    )


def _enrol(speaker: Speaker, request: Request, item: Identity, decision: Decision) -> None:
    if item.device in speaker.log.state.devices:
        return
    laptop = request.laptop
    register = item.compartment is Compartment.REGISTER
    body = DeviceEnrolled(
        device=item.device,
        village=laptop.village,
        stream=laptop.register_stream if register else laptop.cases_stream,
        key=item.key,
        hpke=item.hpke,
        letter=_letter(speaker.log.state, laptop) if register else None,
        succeeds=decision.succeeds if register else None,
        invitation=request.invitation,
    )
    speaker.say(body, admin_key(speaker.log))


def _letter(state: ControlState, laptop: Laptop) -> str | None:
    """The letter that was asked for, else the next free one; none after the 26th."""
    taken = {item.letter for item in state.devices.values() if item.stream == laptop.register_stream}
    wished = laptop.letter if laptop.letter not in taken else None
    return wished or next((letter for letter in _LETTERS if letter not in taken), None)


def _terms(log: ControlLog) -> Terms:
    relay = log.state.relay
    return Terms(
        district=log.district,
        genesis=log.held.genesis,
        head=log.held.head,
        admin=public_bytes(admin_key(log)),
        relay_key=relay.key if relay else None,
        addresses=relay.addresses if relay else (),
    )


def _epochs(log: ControlLog, laptop: Laptop) -> list[tuple[EpochName, Wrap]]:
    """The register epochs, wrapped once more for the grant, so that the laptop can begin without a further call."""
    found = []
    register = [item for item in laptop.identities if item.compartment is Compartment.REGISTER]
    for epoch in log.state.epochs.get(laptop.register_stream, ()):
        key = log.key_for(laptop.register_stream, epoch.epoch, epoch.commitment)
        for item in register if key is not None else ():
            assert key is not None
            name = epoch_name(log.state, laptop.register_stream, epoch.epoch)
            found.append((name, wrap_epoch(name, item.device, item.hpke, key)))
    return found
