"""Names every value a letter still needs, not only the first: the yellow boxes of the form.

It composes the letter on scratch facts, filling whatever was refused; the scratch facts never reach a paper.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from desbumi_app.catalogue.letters import Head, LetterTemplate, Signing
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import (
    AbsentParty,
    LetterFacts,
    PartyFacts,
    SeenDocument,
    Signatory,
    Topic,
    Witness,
)
from desbumi_app.documents.letter import compose

_MOST = 60
_DATES: Final = frozenset(
    {"dated", "valid_until", "planned_departure", "birth_date", "held_on", "seen_on", "declared_on"}
)
_MADE: Final[Mapping[str, Any]] = {
    "givers": PartyFacts("x"), "absent": AbsentParty("x", "x", "x", "x"), "witnesses": Witness("x", "x"),
    "documents": SeenDocument("x", "2000-01-01"), "topics": Topic("x", explained=True), "caregiver": PartyFacts("x"),
    "chair": Signatory("x", "x"),
}  # fmt: skip


def missing_keys(template: LetterTemplate, facts: LetterFacts) -> tuple[str, ...]:
    """The dotted names of all values that keep this letter from being finalised, in the order of the letter.

    PaperError for anything that is wrong rather than missing: an unfit value, a faulty template.
    """
    found: list[str] = []
    scratch = facts
    while len(found) < _MOST:
        try:
            compose(template, scratch, "1")
            break
        except PaperError as refused:
            if refused.code != "missing" or refused.key in found:
                raise
            found.append(refused.key)
            scratch = _filled(scratch, refused.key.split("."))
    return tuple(dict.fromkeys([*found, *_around(template, facts)]))


def _around(template: LetterTemplate, facts: LetterFacts) -> list[str]:
    """What signatures and head need beside the text."""
    own = template.signatures
    needs = {
        "witnesses": own.witnesses > sum(bool(one.name.strip()) for one in facts.witnesses),
        "chair.name": own.layout is Signing.THREE and not (facts.chair and facts.chair.name),
        "givers": own.layout is Signing.FAMILY and not facts.givers,
        "addressee": template.head is Head.OFFICE
        and (len(facts.addressee) < 2 or not all(line.strip() for line in facts.addressee)),
    }
    return [key for key, missing in needs.items() if missing]


def _filled(value: Any, path: list[str]) -> Any:
    name, *rest = path
    if isinstance(value, Mapping):
        return {**value, name: "2000-01-01" if name.endswith("_on") else "x"}
    if name == "office":  # made of the village's titles and names
        return dataclasses.replace(value, village=dataclasses.replace(value.village, name="x"))
    if name == "address":
        return dataclasses.replace(value, address=dataclasses.replace(value.address, village="x"))
    old = getattr(value, name)
    if not rest and not isinstance(old, tuple):
        return dataclasses.replace(value, **{name: _scratch(name)})
    if isinstance(old, tuple):
        entries = old or (_MADE[name],)
        new: Any = tuple(_entry(one, rest) for one in entries)
    else:
        new = _filled(old if old is not None else _MADE[name], rest)
    return dataclasses.replace(value, **{name: new})


def _entry(one: Any, rest: list[str]) -> Any:
    if not rest or (isinstance(known := getattr(one, rest[0]), str) and known.strip()):
        return one
    return _filled(one, rest)


def _scratch(name: str) -> object:
    if name == "contract_months":
        return 1
    if name in _DATES:
        return "2000-01-01"
    return "0" * 16 if name == "nik" else "x"
