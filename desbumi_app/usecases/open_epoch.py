"""Opening an epoch of a stream, and letting later recipients into open ones: signed by an admin, for cases by the case team.

The key is made here, kept in this store before anybody else can have it, and wrapped to whom the chain entitles.
"""

import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.trust_store import WrapSet
from sync.control.devices import EpochOpened
from sync.control.epochs import Opening, plan_epoch, plan_recipients
from sync.control.state import Compartment, ControlState
from sync.control_log import CASE_SIGN, ControlLog, wraps_data
from sync.crypto import signing_key
from sync.epochs import EpochKey, Wrap, wrap_set_hash
from sync.errors import SyncError
from sync.speaking import Speaker
from sync.transport import Paths

ADMIN = "admin"


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


def open_epoch(speaker: Speaker, stream: bytes, *, inbox: bytes | None = None) -> int:
    """Open the next epoch of a stream with a fresh key; returns its number. `inbox`: the cases inbox's public key."""
    log, key = speaker.log, EpochKey(os.urandom(32))
    plans: list[Opening] = []

    def plan(state: ControlState) -> EpochOpened:
        plans.append(plan_epoch(state, stream, key, inbox=inbox))
        return plans[-1].body

    speaker.say(plan, signer_for(log, stream))
    done = plans[-1]
    log.keep_key(stream, done.body.epoch, key)
    _keep(speaker, done.wraps)
    return done.body.epoch


def widen_epochs(speaker: Speaker, stream: bytes) -> int:
    """Wrap every epoch of a stream whose key is here to everyone entitled who lacks it; returns how many grew."""
    log, grown = speaker.log, 0
    for epoch in log.state.epochs.get(stream, ()):
        key = log.key_for(stream, epoch.epoch, epoch.commitment)
        plan = plan_recipients(log.state, stream, epoch.epoch, key) if key is not None else None
        if plan is not None:
            speaker.say(plan.body, signer_for(log, stream))
            _keep(speaker, plan.wraps)
            grown += 1
    return grown


def _keep(speaker: Speaker, wraps: tuple[Wrap, ...]) -> None:
    """Kept first, then left at the relay; without one the next round or bundle carries them."""
    log, link = speaker.log, speaker.link
    held = WrapSet(wrap_set_hash(wraps), wraps[0].stream, wraps[0].n, wraps_data(wraps))
    log.trust.keep_wraps(held, published=False)
    if link is not None:
        target = Paths(log.district).stream(held.stream, "/wraps")
        link.ask(signer_for(log, held.stream), "POST", target, held.data)
        log.trust.keep_wraps(held, published=True)
