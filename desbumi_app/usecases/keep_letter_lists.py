"""The district tells phones what its villages cancelled, and confirms its list: withdrawals and a checkpoint in the chain.

A village's own word that it cancelled a letter needs nobody's judgement; publishing a new signer's key does, so that
is never done here.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desbumi_app.office import Office
from desbumi_app.usecases.list_letters import withdrawn_letters
from desbumi_app.usecases.open_epoch import ADMIN, admin_key
from sync.control.notices import DIGESTS, Checkpoint, RevocationList
from sync.control.state import ControlState
from sync.control_log import ControlLog
from sync.frontier import frontier_digest
from sync.sealing import frontier_of
from sync.speaking import Speaker

# The chain asks for a week; a day earlier leaves room for a laptop that sleeps.
CONFIRM_EVERY: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was said: how many letters were withdrawn, and whether the list was confirmed."""

    withdrawn: int
    confirmed: bool


def keep_letter_lists(office: Office, speaker: Speaker) -> Kept:
    """Publish what is new and confirm the list when it changed or its date is six days old. Nothing without an admin."""
    if not speaker.log.joined or speaker.log.trust.secret(ADMIN) is None:
        return Kept(0, confirmed=False)
    withdrawn = publish_withdrawals(office, speaker)
    due = is_due(office, speaker.log)
    if due:
        confirm_list(office, speaker)
    return Kept(withdrawn, due)


def waiting_withdrawals(office: Office, state: ControlState) -> dict[bytes, tuple[bytes, ...]]:
    """Digests of cancelled letters by key, which the chain does not list yet; of keys that it knows."""
    found: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for one in withdrawn_letters(office):
        key = state.letter_keys.get(one.key_id)
        if key is not None and one.digest not in key.withdrawn:
            found[one.key_id].add(one.digest)
    return {key: tuple(sorted(digests)) for key, digests in found.items()}


def publish_withdrawals(office: Office, speaker: Speaker) -> int:
    """One entry for each key; how many letters were withdrawn."""
    count = 0
    for key, digests in waiting_withdrawals(office, speaker.log.state).items():
        for start in range(0, len(digests), DIGESTS):
            part = digests[start : start + DIGESTS]
            speaker.say(RevocationList(key, (), part), admin_key(speaker.log))
            count += len(part)
    return count


def is_due(office: Office, log: ControlLog) -> bool:
    """Whether something about letters was said after the newest checkpoint, or its date is six days old."""
    state = log.state
    if not state.letter_keys:
        return False
    confirmed = state.confirmed_on()
    if confirmed is None or not state.checkpoints:
        return True
    newest = log.held.entries[state.checkpoints[-1].n].body
    changed = isinstance(newest, Checkpoint) and newest.letters != state.letters
    return changed or office.clock.now().timestamp() - confirmed > CONFIRM_EVERY.total_seconds()


def confirm_list(office: Office, speaker: Speaker) -> None:
    """Sign that the chain was seen up to its head today."""

    def made(state: ControlState) -> Checkpoint:
        frontier = frontier_digest(state.register_stream, frontier_of(speaker.log, state.register_stream))
        at = int(office.clock.now().timestamp())
        return Checkpoint(state.head.n, state.head.hash, at, frontier, state.letters)

    speaker.say(made, admin_key(speaker.log))
