"""Founding a district: root, first admin, desk and relay are named in the first entries of a new control chain.

The root's private key is returned to be put on paper and kept offline; once the relay has the district it is stored
nowhere.
"""

import os
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.store import Store
from desbumi_app.office import Office
from desbumi_app.usecases.open_epoch import ADMIN, admin_key, open_epoch, publish_wraps
from sync.control.devices import DeviceEnrolled
from sync.control.entries import sign_entry
from sync.control.offices import AdminKey, CaseKey, Founded, RecoveryKey, RelayNamed
from sync.control_log import CASE_HPKE, CASE_SIGN, ControlLog
from sync.crypto import HpkeKeyPair, generate_signing_key, public_bytes, signing_key_bytes
from sync.errors import SyncError
from sync.speaking import Speaker
from sync.transport import RelayLink

ROOT: Final = "founding:root"


@dataclass(frozen=True, slots=True)
class CaseDesk:
    """What the case team hands the founders: public keys only, made in its own store."""

    stream: bytes
    device: bytes
    key: bytes
    hpke: bytes
    team_key: bytes
    team_hpke: bytes
    institution: str


@dataclass(frozen=True, slots=True)
class Founding:
    """What the founders decide. Institutions are codes; recovery keys are the public halves of printed sheets."""

    name: str
    institution: str
    cases: CaseDesk | None = None
    register_recovery: bytes | None = None
    cases_recovery: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewDistrict:
    """A founded district. `root`: the 32-byte private key for the paper; nothing keeps it from now on."""

    district: bytes
    genesis: bytes
    root: bytes = field(repr=False)


def make_case_desk(cases: Store, institution: str) -> CaseDesk:
    """Make the case team's keys inside its own store and return the public parts; a repeat returns the same."""
    log = ControlLog(cases)
    sign, hpke = log.trust.secret(CASE_SIGN), log.trust.secret(CASE_HPKE)
    if sign is None or hpke is None:
        sign, hpke = signing_key_bytes(generate_signing_key()), HpkeKeyPair.generate().private
        log.trust.keep_secret(CASE_SIGN, sign)
        log.trust.keep_secret(CASE_HPKE, hpke)
    me = cases.identity()
    return CaseDesk(
        stream=me.stream,
        device=me.device,
        key=public_bytes(me.signing_key()),
        hpke=HpkeKeyPair.from_private(me.opening).public,
        team_key=public_bytes(Ed25519PrivateKey.from_private_bytes(sign)),
        team_hpke=HpkeKeyPair.from_private(hpke).public,
        institution=institution,
    )


def found_district(office: Office, plan: Founding, link: RelayLink) -> NewDistrict:
    """Found a district with this office's store (kind "district") as its desk, and publish it at the relay.

    Everything is signed here first; until the relay has it, the root's key waits inside the encrypted store, so that
    a call that was cut off is repeated and gives the same district. Raises SyncError `already_joined`, `offline`,
    `not_allowed` (the relay carries no further district), ….
    """
    log = ControlLog(office.register)
    relay_key = link.hello().key
    if log.joined and log.trust.secret(ROOT) is None:
        raise SyncError("already_joined")
    if not log.joined:
        _begin(log, plan)
    admin, speaker = admin_key(log), Speaker(log)
    if log.state.relay is None or log.state.relay.key != relay_key:
        speaker.say(RelayNamed(relay_key, (link.address,), ()), admin)
    desks = [_desk(office.register), *([_case_desk(plan.cases)] if plan.cases is not None else [])]
    for desk in desks:
        if desk.device not in log.state.devices:
            speaker.say(desk, admin)
    if not log.state.epochs.get(log.state.register_stream):
        open_epoch(speaker, log.state.register_stream)
    return _publish(log, link)


def _begin(log: ControlLog, plan: Founding) -> None:
    root, admin = generate_signing_key(), generate_signing_key()
    body = _founded(log.store, plan, root, admin)
    entry = sign_entry(body.district, None, body, root, admin)
    log.trust.keep_secret(ADMIN, signing_key_bytes(admin))
    log.trust.keep_secret(ROOT, signing_key_bytes(root))
    log.begin(entry.data)


def _publish(log: ControlLog, link: RelayLink) -> NewDistrict:
    speaker = Speaker(log, link)
    speaker.listen(admin_key(log))
    publish_wraps(speaker)
    root = log.trust.secret(ROOT)
    assert root is not None
    log.trust.forget_secrets([ROOT])
    return NewDistrict(log.district, log.held.genesis, root)


def move_relay(speaker: Speaker) -> None:
    """Go on with the relay at this link: one that lost everything is founded again, another one is named in the chain.

    Laptops hear of another relay from a bundle. Raises SyncError `offline`, `not_an_admin`, `not_allowed`, ….
    """
    log, link, admin = speaker.log, speaker.link, admin_key(speaker.log)
    if link is None:
        raise SyncError("offline")
    greeting = link.hello()
    speaker.listen(admin)
    known = log.state.relay
    if known is None or (known.key, known.addresses) != (greeting.key, (link.address,)):
        speaker.say(RelayNamed(greeting.key, (link.address,), known.pages if known else ()), admin)
    if log.trust.history() != greeting.history:
        log.trust.follow_history(greeting.history)
    publish_wraps(speaker)


def _founded(store: Store, plan: Founding, root: Ed25519PrivateKey, admin: Ed25519PrivateKey) -> Founded:
    cases = plan.cases
    return Founded(
        district=os.urandom(16),
        name=plan.name,
        root=public_bytes(root),
        control_stream=os.urandom(16),
        register_stream=store.streams()[0],
        cases_stream=cases.stream if cases else os.urandom(16),
        admin=AdminKey(public_bytes(admin), plan.institution),
        case_key=CaseKey(cases.team_key, cases.team_hpke, cases.institution) if cases else None,
        register_recovery=_recovery(plan.register_recovery),
        cases_recovery=_recovery(plan.cases_recovery),
    )


def _recovery(public: bytes | None) -> RecoveryKey | None:
    return RecoveryKey(os.urandom(16), public) if public is not None else None


def _desk(store: Store) -> DeviceEnrolled:
    me = store.identity()
    hpke = HpkeKeyPair.from_private(me.opening).public
    key = public_bytes(me.signing_key())
    return DeviceEnrolled(me.device, None, me.stream, key, hpke, None, None, None)


def _case_desk(cases: CaseDesk) -> DeviceEnrolled:
    return DeviceEnrolled(cases.device, None, cases.stream, cases.key, cases.hpke, None, None, None)
