"""The merge rules, pure: multi-value registers and observed-remove sets. Knows no database, no clock, no field.

Heads of a field = writes that no other write of the same record and field names. Clocks only rank what is shown.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from db.changes import Tag
from db.spec import Fold, Scalar


class Head(NamedTuple):
    """One value of a field that nobody has replaced. `late`: its clock lay more than a day after its receipt."""

    save: int
    value: Scalar
    hlc: int
    late: bool = False


class Registered(NamedTuple):
    """State of one register field: its heads, and write ids that were named before they arrived."""

    heads: Mapping[int, Head]
    ahead: frozenset[int] = frozenset()


class Gathered(NamedTuple):
    """State of one set field: living tags, and tags that were removed before they arrived."""

    tags: Mapping[Tag, Scalar]
    ahead: frozenset[Tag] = frozenset()


def write(state: Registered, new: Head, preds: Collection[int], seen: Collection[int]) -> Registered:
    """One write arrives: old heads minus what it names, plus itself unless somebody already named it.

    `seen` are the named writes that had arrived before (they need no remembering). A write cannot name itself.
    """
    named = set(preds) - {new.save}
    heads = {save: head for save, head in state.heads.items() if save not in named}
    if new.save not in state.ahead:
        heads[new.save] = new
    ahead = (state.ahead | (named - set(state.heads) - set(seen))) - {new.save}
    return Registered(heads, ahead)


def alter(
    state: Gathered,
    added: Mapping[Tag, Scalar],
    removed: Collection[Tag],
    seen: Collection[int],
) -> Gathered:
    """One save of a set field arrives: removes exactly the tags it saw, adds its own unless already removed."""
    gone = set(removed) - set(added)
    tags = {tag: value for tag, value in state.tags.items() if tag not in gone}
    tags.update({tag: value for tag, value in added.items() if tag not in state.ahead})
    unknown = {tag for tag in gone if tag not in state.tags and tag.save not in seen}
    return Gathered(tags, (state.ahead | unknown) - set(added))


def heads_of(writes: Iterable[tuple[Head, Collection[int]]]) -> dict[int, Head]:
    """The heads of a field from all its writes at once: the definition that `write` follows one by one."""
    heads: dict[int, Head] = {}
    named: set[int] = set()
    for head, preds in writes:
        heads[head.save] = head
        named.update(pred for pred in preds if pred != head.save)
    return {save: head for save, head in heads.items() if save not in named}


def rank(head: Head) -> tuple[bool, int, int]:
    """What is shown first: not late, then the later clock, then the greater id. Display only."""
    return (not head.late, head.hlc, head.save)


def shown(heads: Iterable[Head]) -> Head | None:
    """The head whose value the column shows; None without heads."""
    return max(heads, key=rank, default=None)


_DIGITS = re.compile(r"\d")


def folded(value: Scalar, fold: Fold) -> Scalar:
    """A value as compared with another head: exact, without case and outer spaces, or its digits only."""
    if not isinstance(value, str) or fold is Fold.EXACT:
        return value
    if fold is Fold.CASEFOLD:
        return " ".join(value.casefold().split())
    return "".join(_DIGITS.findall(value))


def differ(heads: Iterable[Head], fold: Fold) -> bool:
    """Whether the heads disagree, so that a person must look. An emptied field differs from a filled one."""
    return len({folded(head.value, fold) for head in heads}) > 1
