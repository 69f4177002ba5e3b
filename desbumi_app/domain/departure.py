"""What to know before a departure is recorded or a departure letter is printed. The village forbids nothing.

The only stop that is the law's own is the age of eighteen, and only for departure letters (Law 18/2017,
art. 5a): reality stays recordable at any age. Everything else is a date that cannot be, or a warning.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from desbumi_app.domain.calendar import add_months, age_range, earliest, latest
from desbumi_app.domain.identity import SOFT_BIRTHDAY, SOFT_BIRTHDAYS
from desbumi_app.domain.problems import Problem, hint, stop, warn

LEGAL_AGE = 18

UNDER_AGE_LETTER = "Younger than 18 on the day of departure: no letter for a departure may be printed."
UNDER_AGE_TODAY = (
    "Younger than 18 today: this letter is right only for a departure after the eighteenth birthday."
)
UNDER_AGE = "Younger than 18 on the day of departure. Record it, and refer to the children's flow."
MAYBE_UNDER_AGE = "The birth date is not exact: the person may be younger than 18. See a birth certificate."
NO_BIRTH_DATE = "Without a birth date nobody can say whether the person is 18."
TOO_YOUNG_THERE = "The destination asks for an age of at least {age}, by our list of {as_of}. Ask first."
TOO_OLD_THERE = "The destination asks for an age of at most {age}, by our list of {as_of}. Ask first."
ADVISED_AGE = "Some offices ask for an age of {age} for household work, although the law says 18. Ask first."
VISA_NOT_FOR_WORK = "A visa of this kind does not permit work. Ask who arranged it."


@dataclass(frozen=True, slots=True)
class AgeRule:
    """Whole years that a destination asks for; `oldest` None where it names no limit. as_of: the day of the row."""

    youngest: int
    oldest: int | None = None
    as_of: str = "?"


@dataclass(frozen=True, slots=True)
class DepartureRules:
    """The numbers behind the warnings; each comes from a dated row of a data pack.

    advised_age: an age that some offices ask for such work although the law says eighteen.
    """

    passport_months: int = 18
    longest_contract_months: int = 60
    destination_age: AgeRule | None = None
    advised_age: int | None = None
    visa_kinds_without_work: Collection[str] = frozenset({"visit", "pilgrimage", "transit", "self_employed"})


@dataclass(frozen=True, slots=True)
class DepartureDraft:
    """The columns of people and journeys that the check reads; dates as (partial) ISO text or None."""

    born_on: str | None = None
    planned_departure_on: str | None = None
    departed_on: str | None = None
    arrived_on: str | None = None
    passport_issued_on: str | None = None
    passport_expires_on: str | None = None
    visa_kind: str | None = None
    contract_starts_on: str | None = None
    contract_ends_on: str | None = None
    bpjs_ends_on: str | None = None
    for_letter: bool = False


def draft_from(values: Mapping[str, object], *, for_letter: bool = False) -> DepartureDraft:
    """A draft from columns of people and journeys joined in one mapping; other columns are ignored."""
    names = [name for name in DepartureDraft.__slots__ if name != "for_letter"]
    texts = {name: value for name in names if isinstance(value := values.get(name), str) and value}
    return DepartureDraft(**texts, for_letter=for_letter)


def check(draft: DepartureDraft, today: date, rules: DepartureRules) -> list[Problem]:
    """Everything found, stops first. A draft without for_letter never stops for age."""
    found = [
        *_age(draft, today, rules),
        *_dates(draft, today),
        *_passport(draft, today, rules),
        *_contract(draft, rules),
    ]
    if draft.visa_kind in rules.visa_kinds_without_work:
        found.append(warn(VISA_NOT_FOR_WORK, about="visa_kind"))
    return sorted(found, key=lambda problem: problem.level != "stop")


def departure_day(draft: DepartureDraft, today: date) -> str:
    """The recorded day of departure, else the planned one, else today."""
    return draft.departed_on or draft.planned_departure_on or today.isoformat()


def _age(draft: DepartureDraft, today: date, rules: DepartureRules) -> list[Problem]:
    if draft.born_on is None:
        maker = stop if draft.for_letter else warn
        return [maker(NO_BIRTH_DATE, about="born_on")]
    day = departure_day(draft, today)
    youngest, oldest = age_range(draft.born_on, earliest(day))
    found = _legal_age(draft, youngest, oldest)
    if draft.for_letter and not found and age_range(draft.born_on, today)[0] < LEGAL_AGE:
        found.append(warn(UNDER_AGE_TODAY, about="born_on"))
    found += _asked_age(youngest, oldest, rules)
    if draft.born_on[5:] in SOFT_BIRTHDAYS:
        shown = f"{draft.born_on[8:]}-{draft.born_on[5:7]}"
        found.append(hint(SOFT_BIRTHDAY, about="born_on", day=shown))
    return found


def _asked_age(youngest: int, oldest: int, rules: DepartureRules) -> list[Problem]:
    """What the destination asks, else what is advised for such work; a warning with the day of the row."""
    asked = rules.destination_age
    if asked is not None and youngest < asked.youngest:
        return [warn(TOO_YOUNG_THERE, about="born_on", age=str(asked.youngest), as_of=asked.as_of)]
    if asked is not None and asked.oldest is not None and oldest > asked.oldest:
        return [warn(TOO_OLD_THERE, about="born_on", age=str(asked.oldest), as_of=asked.as_of)]
    if rules.advised_age is not None and LEGAL_AGE <= youngest < rules.advised_age:
        return [warn(ADVISED_AGE, about="born_on", age=str(rules.advised_age))]
    return []


def _legal_age(draft: DepartureDraft, youngest: int, oldest: int) -> list[Problem]:
    if youngest >= LEGAL_AGE:
        return []
    if oldest >= LEGAL_AGE:
        maker = stop if draft.for_letter else warn
        return [maker(MAYBE_UNDER_AGE, about="born_on")]
    return [stop(UNDER_AGE_LETTER, about="born_on") if draft.for_letter else warn(UNDER_AGE, about="born_on")]


def _dates(draft: DepartureDraft, today: date) -> list[Problem]:
    found = []
    for name, value in (("departed_on", draft.departed_on), ("arrived_on", draft.arrived_on)):
        if value and earliest(value) > today:
            found.append(
                stop("This day has not come yet. A plan belongs in the planned departure.", about=name)
            )
    if draft.born_on and draft.departed_on and latest(draft.departed_on) < earliest(draft.born_on):
        found.append(stop("The departure lies before the birth.", about="departed_on"))
    if draft.departed_on and draft.arrived_on and latest(draft.arrived_on) < earliest(draft.departed_on):
        found.append(stop("The arrival lies before the departure.", about="arrived_on"))
    return found


def _passport(draft: DepartureDraft, today: date, rules: DepartureRules) -> list[Problem]:
    if draft.passport_expires_on is None:
        return []
    expires = earliest(draft.passport_expires_on)
    if draft.passport_issued_on and expires <= earliest(draft.passport_issued_on):
        return [stop("The passport ends before it was issued.", about="passport_expires_on")]
    leaves = earliest(departure_day(draft, today))
    if expires <= leaves:
        return [warn("The passport is no longer valid on the day of departure.", about="passport_expires_on")]
    if expires < add_months(leaves, rules.passport_months):
        text = "The passport ends less than {months} months after the departure."
        return [warn(text, about="passport_expires_on", months=str(rules.passport_months))]
    if draft.contract_ends_on and expires < latest(draft.contract_ends_on):
        return [warn("The passport ends before the contract does.", about="passport_expires_on")]
    return []


def _contract(draft: DepartureDraft, rules: DepartureRules) -> list[Problem]:
    if draft.contract_ends_on is None:
        return []
    ends = earliest(draft.contract_ends_on)
    found = []
    if draft.contract_starts_on:
        starts = earliest(draft.contract_starts_on)
        if ends <= starts:
            return [stop("The contract ends before it begins.", about="contract_ends_on")]
        if ends > add_months(starts, rules.longest_contract_months):
            text = "The contract runs longer than {months} months. Check the dates."
            found.append(warn(text, about="contract_ends_on", months=str(rules.longest_contract_months)))
    if draft.bpjs_ends_on and latest(draft.bpjs_ends_on) < ends:
        found.append(warn("The social insurance ends before the contract does.", about="bpjs_ends_on"))
    return found
