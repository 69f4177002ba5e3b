"""Soft flags of one person, each with its reason: something to look at with the papers in hand, never a verdict.

A telephone is often a family's and an agency serves many; so what is shared is said, not judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desbumi_app.domain.calendar import known_ages
from desbumi_app.domain.identity import SOFT_BIRTHDAY, SOFT_BIRTHDAYS, check_passport_birth, nik_disagrees
from desbumi_app.domain.problems import Level, Problem, hint, warn
from desbumi_app.domain.stage import Alert

LEGAL_AGE: Final = 18
NIK_DIFFERS: Final = "The NIK does not agree with birth date or sex. Compare all papers."
UNDER_AGE: Final = "Younger than 18: may be kept as interested, but no letter for a departure can be printed."
PHONE_SHARED: Final = "The telephone number is also that of {names}. Ask whose it is."
NIK_SHARED: Final = (
    "The NIK is also that of {names}. One of them was copied wrongly, or it is the same person twice."
)
PASSPORT_SHARED: Final = (
    "The passport number is also that of {names}. One of them was copied wrongly, or is not genuine."
)
RECRUITER_SHARED: Final = "The same recruiter stands with {names}. Look at these journeys together."

_WEIGHT: Final[Mapping[str, Level]] = {"departure_missing": Level.HINT, "return_missing": Level.HINT}


@dataclass(frozen=True, slots=True)
class Shared:
    """Names of other people with the same number or recruiter; empty where nobody is, or this user may not know."""

    nik: Sequence[str] = ()
    phone: Sequence[str] = ()
    passport: Sequence[str] = ()
    recruiter: Sequence[str] = ()


def contradictions(alerts: Sequence[Alert]) -> tuple[Problem, ...]:
    """What the dated facts contradict, each once; a step that nobody recorded is only a hint."""
    found = [Problem(_WEIGHT.get(one.code, Level.WARN), one.kind, one.message) for one in alerts]
    once = [one for at, one in enumerate(found) if one not in found[:at]]
    return tuple(sorted(once, key=lambda one: one.level is not Level.WARN))


def soft_flags(person: Mapping[str, object], shared: Shared, today: date) -> tuple[Problem, ...]:
    """What to look at, the heaviest first."""
    found: list[Problem] = list(check_passport_birth(person))
    if nik_disagrees(person, today):
        found.append(warn(NIK_DIFFERS, about="nik"))
    for names, sentence, field in (
        (shared.nik, NIK_SHARED, "nik"),
        (shared.passport, PASSPORT_SHARED, "passport_number"),
        (shared.recruiter, RECRUITER_SHARED, "recruiter_name"),
        (shared.phone, PHONE_SHARED, "phone"),
    ):
        if names:
            maker = hint if field == "phone" else warn
            found.append(maker(sentence, about=field, names=", ".join(names)))
    born = str(person.get("born_on") or "")
    ages = known_ages(born, today)
    if ages is not None and ages[0] < LEGAL_AGE:
        found.append(warn(UNDER_AGE, about="born_on"))
    if born[5:] in SOFT_BIRTHDAYS:
        found.append(hint(SOFT_BIRTHDAY, about="born_on", day=f"{born[8:]}-{born[5:7]}"))
    order = {"stop": 0, "warn": 1, "hint": 2}
    return tuple(sorted(found, key=lambda one: order[one.level]))
