"""One person's numbers, names and days as several papers tell them, side by side: what agrees and what does not.

Pure, and only as good as what was written down. It never says that a paper is false; it says where to look again.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desbumi_app.domain.calendar import earliest, is_partial, latest
from desbumi_app.domain.identity import SEXES
from desbumi_app.domain.nik import decode, is_nik
from desbumi_app.domain.problems import Message

Row = Mapping[str, object]
Same = Callable[[Sequence[str]], bool]

SOURCES: Final = ("book", "nik", "card", "family", "birth", "passport")


class Verdict(StrEnum):
    """How the papers stand to each other on one point."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ALONE = "alone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One point: what each source says, by its code of SOURCES, and how they agree; `reason` where they do not."""

    subject: str
    said: Mapping[str, str]
    verdict: Verdict
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """What is written down about one person. Rows as stored; empty where there is none."""

    person: Row
    household: Row
    member: Row
    journey: Row
    documents: Sequence[Row]


REASONS: Final = {
    "name": "The names differ. A passport may hold a shorter or older name; a letter of two spellings can say so.",
    "nik": "Two papers show another NIK. Copy it again from the card itself.",
    "kk_number": "Two papers show another family card number. The newest family card counts.",
    "born": "The birth dates differ. Look at the birth certificate: it is the oldest paper.",
    "sex": "The NIK belongs to the other sex. Compare it with the card.",
    "passport_number": "The passport number is written in two ways. Copy it again from the photo page.",
    "birth_number": "The number of the birth certificate is written in two ways. Copy it again.",
}


def compare_papers(papers: Papers) -> tuple[Line, ...]:
    """Every point on which papers can agree, in the order of the desk."""
    person, nik = papers.person, _text(papers.person, "nik")
    return (
        _line("name", {
            "book": _text(person, "name"), "family": _text(papers.member, "name"),
            "passport": _text(person, "passport_name"),
        }, _same_name),
        _line("nik", {
            "book": nik, "card": _number(papers, "id_card"), "family": _text(papers.member, "nik"),
        }, _same_digits),
        _line("kk_number", {
            "book": _text(person, "kk_number"), "family": _text(papers.household, "kk_number") or _number(papers, "family_card"),
        }, _same_digits),
        _line("born", {
            "book": _text(person, "born_on"), "nik": _nik_birth(nik, _text(person, "born_on")),
            "passport": _text(person, "passport_born_on"),
        }, _one_day),
        _line("sex", {"book": _sex(_text(person, "sex")), "nik": _nik_sex(nik)}, _equal),
        _line("passport_number", {
            "book": _text(papers.journey, "passport_number"), "passport": _number(papers, "passport"),
        }, _same_digits),
        _line("birth_number", {
            "book": _text(person, "birth_certificate_number"), "birth": _number(papers, "birth_or_diploma"),
        }, _same_digits),
    )  # fmt: skip


def _line(subject: str, said: Mapping[str, str], same: Same) -> Line:
    told = {source: value for source, value in said.items() if value}
    if not told:
        return Line(subject, told, Verdict.UNKNOWN)
    if len(told) == 1:
        return Line(subject, told, Verdict.ALONE)
    if same(list(told.values())):
        return Line(subject, told, Verdict.AGREES)
    return Line(subject, told, Verdict.DIFFERS, Message(REASONS[subject]))


def _equal(values: Sequence[str]) -> bool:
    return len(set(values)) == 1


def _same_digits(values: Sequence[str]) -> bool:
    return _equal([re.sub(r"[\W_]", "", value).upper() for value in values])


def _same_name(values: Sequence[str]) -> bool:
    """Every pair shares all words of the shorter one: passports leave words out and add a father's name."""
    words = [set(re.findall(r"[^\W\d_]+", value.casefold())) for value in values]
    return all(one <= other or other <= one for one in words for other in words)


def _one_day(values: Sequence[str]) -> bool:
    """Whether one single day fits all of them; what no calendar has fits nothing."""
    if not all(is_partial(value) for value in values):
        return False
    return max(map(earliest, values)) <= min(map(latest, values))


def _nik_birth(nik: str, born: str) -> str:
    """The day in the digits; of the two centuries the one that is nearer to what is written."""
    dates: Iterable[date] = decode(nik).birth_dates() if is_nik(nik) else ()
    known = earliest(born) if is_partial(born) else date(1990, 1, 1)
    best = min(dates, key=lambda day: abs((day - known).days), default=None)
    return best.isoformat() if best else ""


def _nik_sex(nik: str) -> str:
    return (decode(nik).sex or "") if is_nik(nik) else ""


def _sex(code: str) -> str:
    return SEXES.get(code, "")


def _number(papers: Papers, item: str) -> str:
    numbers = [_text(row, "number") for row in papers.documents if row.get("item") == item]
    return next((number for number in reversed(numbers) if number), "")


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""
