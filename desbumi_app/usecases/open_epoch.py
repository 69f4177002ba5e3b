"""Opening an epoch of a stream, and letting later recipients into open ones: signed by an admin, for cases by the case team.

The key is made here, kept in this store before anybody else can have it, and wrapped to whom the chain entitles.
"""

import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.control.devices import EpochOpened
from sync.control.epochs import Opening, plan_epoch, plan_recipients, recipient_keys
from sync.control.state import Compartment, ControlState, Device
from sync.control_log import CASE_SIGN, ControlLog
from sync.crypto import digest, label_bytes, signing_key
from sync.epochs import EpochKey
from sync.errors import SyncError
from sync.speaking import Speaker
from sync.transport import Paths
from sync.words2048 import words

ADMIN = "admin"
_WORDS = label_bytes("desbumi/device-words/1")


def admin_key(log: ControlLog) -> Ed25519PrivateKey:
    """Return the admin's key of this office; `not_an_admin` where it has none."""
    raw = log.trust.secret(ADMIN)
    if raw is None:
        raise SyncError("not_an_admin")
    return signing_key(raw)


def signer_for(log: ControlLog, stream: bytes) -> Ed25519PrivateKey:
    """Return the key that signs epochs of a stream: the admin's, or for cases the case team's."""
    owner = log.state.streams.get(stream)
    if owner is None:
        raise SyncError("unknown_stream")
    if owner.compartment is not Compartment.CASES:
        return admin_key(log)
    raw = log.trust.secret(CASE_SIGN)
    if raw is None:
        raise SyncError("not_the_case_team")
    return signing_key(raw)


def strangers(log: ControlLog, stream: bytes) -> tuple[Device, ...]:
    """Return the enrolled identities that could read a cases stream but that the case team has never let in.

    An admin alone enrols identities, also false ones: before it names one, the case team compares its words
    (`device_words`) with the village by telephone. Empty for a register stream, where the admin decides.
    """
    state = log.state
    owner = state.streams.get(stream)
    if owner is None or owner.compartment is not Compartment.CASES:
        return ()
    known = {one.device for one in log.store.identities()}
    for each in (stream, state.cases_stream):
        known.update(*(epoch.recipients for epoch in state.epochs.get(each, ())))
    eligible = recipient_keys(state, stream)
    return tuple(state.devices[one] for one in sorted(eligible) if one in state.devices and one not in known)


def device_words(device: Device) -> tuple[str, ...]:
    """Return six words over an identity's id and keys: equal on two screens only if both mean the same identity."""
    number = (
        int.from_bytes(digest(_WORDS, digest(device.id, device.stream, device.key, device.hpke))[:9]) >> 6
    )
    return tuple(words()[number >> 11 * place & 2047] for place in reversed(range(6)))


def open_epoch(
    speaker: Speaker, stream: bytes, *, inbox: bytes | None = None, admit: frozenset[bytes] = frozenset()
) -> int:
    """Open the next epoch of a stream with a fresh key; returns its number. `inbox`: the cases inbox's public key.

    `admit`: identities (see `strangers`) that the case team lets into a cases stream from now on; others stay out.

    Key and wraps lie in this store before the entry is signed: whatever happens then, the chain names no key that
    nobody has.
    """
    log, key = speaker.log, EpochKey(os.urandom(32))
    plans: list[Opening] = []

    def plan(state: ControlState) -> EpochOpened:
        without = {one.id for one in strangers(log, stream)} - admit
        plans.append(plan_epoch(state, stream, key, inbox=inbox, without=without))
        log.prepare_wraps(plans[-1].wraps, key)
        return plans[-1].body

    speaker.say(plan, signer_for(log, stream))
    log.take_prepared()
    publish_wraps(speaker)
    return plans[-1].body.epoch


def widen_epochs(speaker: Speaker, stream: bytes, *, admit: frozenset[bytes] = frozenset()) -> int:
    """Wrap every epoch of a stream whose key is here to everyone entitled who lacks it; returns how many grew."""
    log, grown = speaker.log, 0
    without = {one.id for one in strangers(log, stream)} - admit
    for epoch in log.state.epochs.get(stream, ()):
        key = log.key_for(stream, epoch.epoch, epoch.commitment)
        if key is None:
            continue
        plan = plan_recipients(log.state, stream, epoch.epoch, key, without=without)
        if plan is not None:
            log.prepare_wraps(plan.wraps, key)
            speaker.say(plan.body, signer_for(log, stream))
            log.take_prepared()
            publish_wraps(speaker)
            grown += 1
    return grown


def publish_wraps(speaker: Speaker) -> None:
    """Leave every wrap set of this office's compartment at the relay; without one the next round or bundle carries them."""
    log, link = speaker.log, speaker.link
    if link is None:
        return
    for held in log.trust.wrap_sets(unpublished=True):
        try:
            key = signer_for(log, held.stream)
        except SyncError:
            continue  # it came along in a bundle and is somebody else's to publish
        link.ask(key, "POST", Paths(log.district).stream(held.stream, "/wraps"), held.data)
        log.trust.keep_wraps(held, published=True)
