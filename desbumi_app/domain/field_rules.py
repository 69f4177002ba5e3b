"""The rules that resources/fields name in `rule = …`, by that name. Each looks at one saved or typed record.

A rule gets the columns of the record (people and journeys joined where a field needs both), the day, and
rows of data packs by name. Without a row it says nothing: what is unknown is never a fault.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date

from desbumi_app.domain.calendar import earliest, latest
from desbumi_app.domain.departure import DepartureRules, check, departure_day, draft_from
from desbumi_app.domain.identity import check_identity, check_passport_birth
from desbumi_app.domain.problems import Problem, hint, stop, warn

Values = Mapping[str, object]
Rule = Callable[[Values, date, Values], tuple[Problem, ...]]

_TITLES = re.compile(
    r"^(h|hj|haji|hajah|drs|dra|dr|ir|prof|bapak|ibu|bpk|tgh|ust|ustadz)\b\.?\s", re.IGNORECASE
)


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def name_as_on_card(values: Values, _: date, __: Values) -> tuple[Problem, ...]:
    """One-word names are right as they are; digits and titles do not belong into a name."""
    name = _text(values, "name")
    if re.search(r"\d", name):
        return (warn("There is a digit in the name.", about="name"),)
    if _TITLES.match(name):
        text = "Write the name as on the card, without a title."
        return (warn(text, about="name", suggestion=_TITLES.sub("", name)),)
    return ()


def nik_agrees_with_birth(values: Values, today: date, packs: Values) -> tuple[Problem, ...]:
    """See identity.check_identity; packs['home_region'] is the first four digits of the village's code."""
    return check_identity(values, today, _text(packs, "home_region") or None)


def passport_name_agrees(values: Values, _: date, __: Values) -> tuple[Problem, ...]:
    """The name in the passport shares its words with the name on the card."""
    words = [
        set(re.findall(r"[^\W\d_]+", _text(values, name).casefold())) for name in ("name", "passport_name")
    ]
    if all(words) and not (words[0] <= words[1] or words[1] <= words[0]):
        return (warn("The passport shows another name than the identity card.", about="passport_name"),)
    return ()


def passport_birth_agrees(values: Values, _: date, __: Values) -> tuple[Problem, ...]:
    """See identity.check_passport_birth."""
    return check_passport_birth(values)


def extension_ends_after_start(values: Values, _: date, __: Values) -> tuple[Problem, ...]:
    """A new contract ends after it begins."""
    starts, ends = _text(values, "starts_on"), _text(values, "ends_on")
    if starts and ends and latest(ends) <= earliest(starts):
        return (stop("The contract ends before it begins.", about="ends_on"),)
    return ()


def passport_number_shape(values: Values, _: date, __: Values) -> tuple[Problem, ...]:
    """Letters, then digits, 7 to 9 characters; other countries and emergency papers differ."""
    number = _text(values, "passport_number")
    if number and not re.fullmatch(r"[A-Z]{1,2}\d{6,7}", number):
        text = "Indonesian passports have one or two letters, then 6 or 7 digits."
        return (warn(text, about="passport_number"),)
    return ()


def _digits(name: str, count: int, msgid: str) -> Rule:
    def rule(values: Values, _: date, __: Values) -> tuple[Problem, ...]:
        digits = re.sub(r"[\s.-]", "", _text(values, name))
        fine = not digits or (len(digits) == count and digits.isdigit())
        return () if fine else (warn(msgid, about=name),)

    return rule


def three_digits(values: Values, _: date, __: Values) -> tuple[Problem, ...]:
    """RT and RW are up to three digits."""
    return tuple(
        stop("RT and RW have one to three digits.", about=name)
        for name in ("rt", "rw")
        if _text(values, name) and not re.fullmatch(r"[0-9]{1,3}", _text(values, name))
    )


def _of_departure(*names: str, for_letter: bool = False) -> Rule:
    def rule(values: Values, today: date, packs: Values) -> tuple[Problem, ...]:
        given = packs.get("departure")
        rules = given if isinstance(given, DepartureRules) else DepartureRules()
        found = check(draft_from(values, for_letter=for_letter), today, rules)
        return tuple(problem for problem in found if not names or problem.field in names)

    return rule


def document_valid_at_departure(values: Values, today: date, _: Values) -> tuple[Problem, ...]:
    """A paper that ends before the departure helps nobody there."""
    ends, leaves = _text(values, "expires_on"), departure_day(draft_from(values), today)
    if ends and earliest(ends) < earliest(leaves):
        return (warn("This paper ends before the departure.", about="expires_on"),)
    return ()


def p3mi_on_list(values: Values, _: date, packs: Values) -> tuple[Problem, ...]:
    """packs['p3mi']: the folded names of licensed agencies; packs['p3mi_as_of']: the date of that list."""
    names = packs.get("p3mi")
    name = _folded_firm(_text(values, "p3mi_name"))
    if name and isinstance(names, Collection) and names and name not in {_folded_firm(str(n)) for n in names}:
        text = "This agency is not in our list of licensed agencies of {as_of}. Ask before signing."
        return (warn(text, about="p3mi_name", as_of=_text(packs, "p3mi_as_of") or "?"),)
    return ()


def destination_policy(values: Values, _: date, packs: Values) -> tuple[Problem, ...]:
    """packs['closed']: country codes where placement is closed; packs['closed_as_of']: the date of that list."""
    closed = packs.get("closed")
    if isinstance(closed, Collection) and _text(values, "country") in closed and _text(values, "country"):
        text = "Placement there is closed in our list of {as_of}. Postpone and refer."
        return (warn(text, about="country", as_of=_text(packs, "closed_as_of") or "?"),)
    return ()


def wage_is_plausible(values: Values, _: date, packs: Values) -> tuple[Problem, ...]:
    """packs['wage_band']: lowest and highest monthly wage of the destination, in smallest units."""
    wage, band = values.get("wage"), packs.get("wage_band")
    if isinstance(wage, int) and isinstance(band, tuple) and not band[0] <= wage <= band[1]:
        return (
            hint("This wage is unusual for the destination. Compare it with the contract.", about="wage"),
        )
    return ()


def _folded_firm(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", name.casefold())
    return " ".join(word for word in words if word not in ("pt", "cv", "tbk"))


RULES: Mapping[str, Rule] = {
    "name_as_on_card": name_as_on_card,
    "nik_agrees_with_birth": nik_agrees_with_birth,
    "adult_at_departure": _of_departure("born_on"),
    "three_digits": three_digits,
    "passport_name_agrees": passport_name_agrees,
    "passport_birth_agrees": passport_birth_agrees,
    "extension_ends_after_start": extension_ends_after_start,
    "passport_number_shape": passport_number_shape,
    "passport_covers_journey": _of_departure("passport_expires_on"),
    "contract_ends_after_start": _of_departure("contract_ends_on"),
    "bpjs_covers_contract": _of_departure("bpjs_ends_on"),
    "bpjs_has_11_digits": _digits("bpjs_number", 11, "A BPJS Ketenagakerjaan number has 11 digits."),
    "jkn_has_13_digits": _digits("jkn_number", 13, "A JKN number has 13 digits."),
    "may_depart": _of_departure("departed_on", "arrived_on", "visa_kind"),
    "may_be_ready": _of_departure("born_on", "passport_expires_on", "contract_ends_on", "visa_kind"),
    "document_valid_at_departure": document_valid_at_departure,
    "p3mi_on_list": p3mi_on_list,
    "destination_policy": destination_policy,
    "wage_is_plausible": wage_is_plausible,
}
