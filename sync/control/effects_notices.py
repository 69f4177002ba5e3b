"""What the entries that everybody reads change: letter keys, erasures, packs, releases, checkpoints.

Each function returns the next state or raises `WithoutEffectError`; who may sign was checked before.
"""

from dataclasses import replace

from sync.control.authority import Step, WithoutEffectError
from sync.control.effects_offices import open_village
from sync.control.entries import Head
from sync.control.notices import (
    Checkpoint,
    ErasureObjected,
    ForkSettled,
    LegalHold,
    LetterKeyAdded,
    LetterKeyRetired,
    MinimumVersion,
    PackPublished,
    RecordErased,
    ReleasePublished,
    RevocationList,
)
from sync.control.proofs import ERASURE_WAIT
from sync.control.state import Confirmed, ControlState, Erasure, LetterKey, Pack, Release


def add_letter_key(step: Step, body: LetterKeyAdded) -> ControlState:
    """A random id is used once."""
    state = step.state
    if body.key_id in state.letter_keys:
        raise WithoutEffectError("letter_key_known")
    if any(body.key == item.key for item in state.letter_keys.values()):
        raise WithoutEffectError("key_in_use")
    if not open_village(state, body.village):
        raise WithoutEffectError("no_such_village")
    key = LetterKey(body.key_id, body.village, body.key, step.entry.n)
    return replace(state, letter_keys={**state.letter_keys, key.id: key})


def _letter_key(step: Step, key_id: bytes) -> LetterKey:
    key = step.state.letter_keys.get(key_id)
    if key is None:
        raise WithoutEffectError("no_such_letter_key")
    return key


def _with_letter_key(state: ControlState, key: LetterKey) -> ControlState:
    return replace(state, letter_keys={**state.letter_keys, key.id: key})


def retire_letter_key(step: Step, body: LetterKeyRetired) -> ControlState:
    """Retired stays retired; that a key was compromised may become known later, and is never taken back."""
    key = _letter_key(step, body.key_id)
    if key.retired is not None and key.compromised >= body.compromised:
        raise WithoutEffectError("already_retired")
    retired = step.entry.n if key.retired is None else key.retired
    return _with_letter_key(step.state, replace(key, retired=retired, compromised=body.compromised))


def list_letters(step: Step, body: RevocationList) -> ControlState:
    """Lists add up; a withdrawn letter stays withdrawn."""
    key = _letter_key(step, body.key_id)
    wider = replace(key, known=key.known | set(body.known), withdrawn=key.withdrawn | set(body.withdrawn))
    return _with_letter_key(step.state, wider)


def erase_record(step: Step, body: RecordErased) -> ControlState:
    """Takes effect after 7 days: `settle_erasures` says when the whole chain is folded."""
    if body.stream not in step.state.streams:
        raise WithoutEffectError("no_such_stream")
    erasure = Erasure(step.entry.n, body.stream, body.record, frozenset(body.envelopes))
    return replace(step.state, erasures={**step.state.erasures, erasure.n: erasure})


def object_to_erasure(step: Step, body: ErasureObjected) -> ControlState:
    """An objection after the erasure took effect comes too late."""
    if body.erasure not in step.state.erasures:
        raise WithoutEffectError("no_such_erasure")
    if step.proofs.passed(body.erasure, ERASURE_WAIT, by=step.entry.n):
        raise WithoutEffectError("too_late")
    return replace(step.state, objections=(*step.state.objections, (step.entry.n, body.erasure)))


def hold_record(step: Step, body: LegalHold) -> ControlState:
    """Placing and lifting are remembered in order: (n placed) or (n placed, n lifted)."""
    name = (body.stream, body.record)
    before = step.state.holds.get(name, ())
    held = len(before) % 2 == 1
    if held == body.placed:
        raise WithoutEffectError("hold_unchanged")
    return replace(step.state, holds={**step.state.holds, name: (*before, step.entry.n)})


def settle_erasures(step: Step) -> ControlState:
    """Return the state, at the end of a chain, with each erasure in force, waiting or stopped."""
    erasures = {n: _settled(step, erasure) for n, erasure in step.state.erasures.items()}
    return replace(step.state, erasures=erasures)


def _settled(step: Step, erasure: Erasure) -> Erasure:
    stops = [at for at, n in step.state.objections if n == erasure.n]
    holds = step.state.holds.get((erasure.stream, erasure.record), ())
    if len(holds) % 2 == 1 and not step.proofs.passed(erasure.n, ERASURE_WAIT, by=holds[-1]):
        stops.append(holds[-1])
    if stops:
        return replace(erasure, stopped=min(stops))
    return replace(erasure, in_force=step.proofs.passed(erasure.n, ERASURE_WAIT))


def publish_pack(step: Step, body: PackPublished) -> ControlState:
    """Versions of a pack only rise."""
    before = step.state.packs.get(body.pack)
    if before is not None and body.version <= before.version:
        raise WithoutEffectError("older_version")
    pack = Pack(body.pack, body.version, body.hash, body.size, body.as_of, step.entry.n)
    return replace(step.state, packs={**step.state.packs, pack.name: pack})


def publish_release(step: Step, body: ReleasePublished) -> ControlState:
    """Downgrades are refused."""
    if step.state.releases and body.version <= step.state.releases[-1].version:
        raise WithoutEffectError("older_version")
    release = Release(body.version, body.builds, step.entry.n)
    return replace(step.state, releases=(*step.state.releases, release))


def confirm(step: Step, body: Checkpoint) -> ControlState:
    """A checkpoint of another chain, or of other letters than those before it, has no effect. Wrong clocks: see proofs."""
    if step.hash_at(body.at_n) != body.head:
        raise WithoutEffectError("another_chain")
    if body.letters != step.state.letters:
        raise WithoutEffectError("other_letters")
    seen = Confirmed(step.entry.n, Head(body.at_n, body.head), body.date, body.frontier, step.admins)
    return replace(step.state, checkpoints=(*step.state.checkpoints, seen))


def require_version(step: Step, body: MinimumVersion) -> ControlState:
    """The newest entry counts, also where it lowers the minimum."""
    return replace(step.state, minimum_version=(body.major, body.minor, body.warn_from))


def settle_fork(step: Step, body: ForkSettled) -> ControlState:
    """The chain this entry stands in must hold what the root chose."""
    if step.hash_at(body.at_n) != body.chosen or body.chosen in body.refused:
        raise WithoutEffectError("another_chain")
    settled = dict.fromkeys(body.refused, body.chosen)
    return replace(step.state, settled={**step.state.settled, **settled})
