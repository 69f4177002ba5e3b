"""Whether the numbers and dates of one person agree. NIK never follows a correction, so all are warnings."""

from collections.abc import Mapping
from datetime import date

from desbumi_app.domain.calendar import earliest, is_partial, latest
from desbumi_app.domain.nik import decode, is_nik
from desbumi_app.domain.problems import Level, Problem, hint, stop, warn

# 31 December was used for forged ages; 1 January and 1 July are given to people whose day is not known.
SOFT_BIRTHDAYS = frozenset({"12-31", "01-01", "07-01"})

NIK_OTHER_BIRTH = "The NIK says {nik_date}, the birth date says {born}. Check card and birth certificate."
NIK_OTHER_SEX = "The NIK belongs to the other sex. Check the card."
NIK_ELSEWHERE = "The NIK was issued in another district."
NIK_IS_KK = "The NIK and the family card number are the same. One of them was copied into the wrong place."
NIK_OF_PARENT = "The NIK is also the NIK of {parent}. One of them was copied into the wrong place."
PASSPORT_OTHER_BIRTH = (
    "The passport says {passport}, the identity card says {born}. See which paper was changed, and when."
)
SOFT_BIRTHDAY = "The birthday is {day}. Such days are often invented: look at an older document."


def check_identity(
    person: Mapping[str, object], today: date, home_region: str | None = None
) -> tuple[Problem, ...]:
    """Problems of nik, kk_number, born_on, sex and the parents' NIK, by the columns of `people`.

    home_region: the four digits of the village's district, to say that a NIK comes from elsewhere.
    """
    nik, born = _text(person, "nik"), _text(person, "born_on")
    found = list(_birth(born, today))
    if not is_nik(nik):
        return tuple(found)
    found += _agreement(nik, born, _text(person, "sex"))
    if home_region and not nik.startswith(home_region):
        found.append(hint(NIK_ELSEWHERE, about="nik"))
    if nik == _text(person, "kk_number"):
        found.append(warn(NIK_IS_KK, about="kk_number"))
    found += [
        warn(NIK_OF_PARENT, about="nik", parent=_text(person, name) or column)
        for column, name in (("mother_nik", "mother_name"), ("father_nik", "father_name"))
        if _text(person, column) == nik
    ]
    return tuple(found)


def nik_disagrees(person: Mapping[str, object], today: date) -> bool:
    """Whether `check_identity` warns about the NIK itself; the usual card, which agrees, is told at once."""
    nik = _text(person, "nik")
    if not nik:
        return False
    usual = nik[6:12] == _digits(_text(person, "born_on"), _text(person, "sex"))
    if usual and nik not in (person.get("mother_nik"), person.get("father_nik")):
        return False
    return any(one.field == "nik" and one.level is Level.WARN for one in check_identity(person, today))


def check_passport_birth(person: Mapping[str, object]) -> tuple[Problem, ...]:
    """Card and passport that cannot mean one day of birth: forged ages were made this way. Looks, never decides."""
    born, passport = _text(person, "born_on"), _text(person, "passport_born_on")
    if not passport_disagrees(person):
        return ()
    return (warn(PASSPORT_OTHER_BIRTH, about="passport_born_on", passport=passport, born=born),)


def passport_disagrees(person: Mapping[str, object]) -> bool:
    """Whether no single day fits both birth dates; unreadable ones say nothing."""
    passport = _text(person, "passport_born_on")
    if not passport:
        return False
    born = _text(person, "born_on")
    if not (is_partial(passport) and is_partial(born)):
        return False
    return latest(born) < earliest(passport) or latest(passport) < earliest(born)


def _digits(born: str, sex: str) -> str | None:
    """The six digits that a full birth date and a sex put into a NIK; None when they leave it open."""
    shift = _SHIFTS.get(sex)
    if len(born) != 10 or shift is None:
        return None
    return f"{int(born[8:]) + shift:02}{born[5:7]}{born[2:4]}"


def _agreement(nik: str, born: str, sex: str) -> list[Problem]:
    parts = decode(nik)
    dates = parts.birth_dates()
    found = []
    if born and dates and not any(earliest(born) <= day <= latest(born) for day in dates):
        shown = f"{parts.day:02}-{parts.month:02}-{parts.year:02}"
        found.append(warn(NIK_OTHER_BIRTH, about="nik", nik_date=shown, born=born))
    if parts.sex and SEXES.get(sex, parts.sex) != parts.sex:
        found.append(warn(NIK_OTHER_SEX, about="nik"))
    return found


# Codes that mean the two sexes a NIK can hold.
SEXES = {"m": "m", "male": "m", "l": "m", "f": "f", "female": "f", "p": "f"}
# What each adds to the day of birth in a NIK.
_SHIFTS = {code: {"m": 0, "f": 40}[sex] for code, sex in SEXES.items()}


def _birth(born: str, today: date) -> list[Problem]:
    if not born:
        return []
    if earliest(born) > today:
        return [stop("The birth date lies in the future.", about="born_on")]
    if today.year - latest(born).year > 120:
        return [warn("This person would be older than 120 years.", about="born_on")]
    if born[5:] in SOFT_BIRTHDAYS:
        return [hint(SOFT_BIRTHDAY, about="born_on", day=f"{born[8:]}-{born[5:7]}")]
    return []


def _text(person: Mapping[str, object], name: str) -> str:
    value = person.get(name)
    return value if isinstance(value, str) else ""
