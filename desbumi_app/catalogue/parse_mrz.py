"""The two lines at the foot of a passport (ICAO 9303 part 4, TD3), with all five check digits.

What does not add up is refused, never repaired silently; a scanner's O for 0 is repaired and said.
"""

import re
from dataclasses import dataclass
from datetime import date

from desbumi_app.domain.problems import Problem, stop, warn

_WEIGHTS = (7, 3, 1)
_LOOKALIKES = str.maketrans("OQDIZSBG", "00012586")


@dataclass(frozen=True, slots=True)
class Mrz:
    """What the lines say; dates as ISO text, sex 'm', 'f' or None, countries as three letters."""

    issuer: str
    surname: str
    given: str
    number: str
    nationality: str
    born: str
    sex: str | None
    expires: str
    personal: str

    @property
    def name(self) -> str:
        """Given names, then surname: one-word names have no given part."""
        return f"{self.given} {self.surname}".strip()


def check_digit(text: str) -> str:
    """ICAO 9303 part 3, 4.9: weights 7, 3, 1; digits count themselves, A is 10, Z is 35, `<` is 0."""
    total = sum((0 if char == "<" else int(char, 36)) * _WEIGHTS[i % 3] for i, char in enumerate(text))
    return str(total % 10)


def parse_mrz(text: str, *, today: date) -> tuple[Mrz | None, tuple[Problem, ...]]:
    """The passport behind two lines of 44 characters, or None with the reason."""
    lines = [re.sub(r"\s", "", line).upper().replace("«", "<<") for line in text.strip().splitlines()]
    lines = [line for line in lines if line]
    if len(lines) == 1 and len(lines[0]) == 88:
        lines = [lines[0][:44], lines[0][44:]]
    if len(lines) != 2 or any(not re.fullmatch(r"[A-Z0-9<]{44}", line) for line in lines):
        return None, (stop("The passport's last two lines have 44 letters, digits or < each."),)
    if lines[0][0] != "P":
        return None, (stop("These lines are not from a passport."),)
    second, found = _repaired(lines[1])
    wrong = _wrong_checks(second)
    if wrong:
        return None, tuple(stop(msgid) for msgid in wrong)
    return _read(lines[0], second, today, found)


def _repaired(line: str) -> tuple[str, tuple[Problem, ...]]:
    """Letters that look like digits, turned into digits where only digits can stand."""
    fixed = list(line)
    for start, end in ((9, 10), (13, 20), (21, 28), (43, 44)):
        fixed[start:end] = line[start:end].translate(_LOOKALIKES)
    result = "".join(fixed)
    if result == line:
        return line, ()
    return result, (
        warn("Letters were read as digits in the passport's last line. Compare with the passport."),
    )


def _wrong_checks(line: str) -> list[str]:
    """What to say about each check digit that does not fit."""
    personal = line[28:42]
    checks = {
        "The passport number was misread: its check digit does not fit.": (line[0:9], line[9]),
        "The birth date in the passport was misread: its check digit does not fit.": (line[13:19], line[19]),
        "The last day of the passport was misread: its check digit does not fit.": (line[21:27], line[27]),
        "The personal number in the passport was misread: its check digit does not fit.": (
            personal,
            "0" if line[42] == "<" and not personal.strip("<") else line[42],
        ),
        "The passport's last line was misread: its last check digit does not fit.": (
            line[0:10] + line[13:20] + line[21:43],
            line[43],
        ),
    }
    return [msgid for msgid, (part, digit) in checks.items() if check_digit(part) != digit]


def _read(
    first: str, second: str, today: date, found: tuple[Problem, ...]
) -> tuple[Mrz | None, tuple[Problem, ...]]:
    surname, _, given = first[5:].partition("<<")
    born, expires = _day(second[13:19], today.year), _day(second[21:27], today.year + 50)
    if born is None or expires is None:
        return None, (*found, stop("The passport's last line holds a date that does not exist."))
    passport = Mrz(
        issuer=first[2:5].strip("<"),
        surname=_words(surname),
        given=_words(given),
        number=second[0:9].strip("<"),
        nationality=second[10:13].strip("<"),
        born=born,
        sex={"M": "m", "F": "f"}.get(second[20]),
        expires=expires,
        personal=second[28:42].strip("<"),
    )
    return passport, found


def _words(part: str) -> str:
    return " ".join(part.replace("<", " ").split())


def _day(six: str, newest: int) -> str | None:
    """YYMMDD as ISO text in the latest century that is not after the year `newest`."""
    year = newest - (newest - int(six[:2])) % 100
    try:
        return date(year, int(six[2:4]), int(six[4:])).isoformat()
    except ValueError:
        return None
