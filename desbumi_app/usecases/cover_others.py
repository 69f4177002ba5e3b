"""Other people in what officers wrote about one person: their names and numbers are covered before it goes to that person.

Knows the people of the book and of the person's own rows. Somebody whom the book does not know stays in the text: an
officer reads what goes out first, and may leave notes out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from db import bulk
from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.matching.names import COMMON, tokens
from desbumi_app.office import Office
from desbumi_app.usecases.read_person import PersonFile

NAME: Final = "[nama orang lain]"
NUMBER: Final = "[nomor lain]"
MAIL: Final = "[surel lain]"
# Around a word that is also somebody's whole name in the book, for the officer who reads before it goes out.
MARK: Final = "«{}»"
# Fields of one line in which officers write sentences; every field of several lines is one anyway.
WRITTEN: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset({"occupation_note"}),
    "journeys": frozenset({"job_note"}),
    "documents": frozenset({"finding"}),
    "counselling": frozenset({"family_present"}),
    "letters": frozenset({"purpose", "void_reason", "override_reason"}),
    "notices": frozenset({"answer_note"}),
    "attachments": frozenset({"caption"}),
    "plans": frozenset({"what", "next_step"}),
}
_OWN_NAMES: Final = ("name", "alias_name", "passport_name")
_THEIRS: Final = {
    "people": ("mother_name", "father_name"), "contacts": ("name",), "notices": ("witness_name", "guardian_name"),
    "returns": ("handover_witness",), "visits": ("met",), "letters": ("recipient", "handed_to"),
}  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_DAY: Final = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])[ ./-](?:0?[1-9]|1[0-2])[ ./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
)
# Telephone, NIK or family card, passport; never a day, an hour or an amount of money.
_DIGITS: Final = re.compile(
    r"(?<!\d)(?:(?:\+\d{1,3}[ .\-]?|62|0)\d{2,}(?:[ .\-]?\d){5,11}|\(0\d{2,4}\)[ .\-]?\d(?:[ .\-]?\d){4,9}"
    rf"|(?!{_DAY})\d(?:[ .\-]?\d){{15}})(?!\d)|\b(?!(?:rp|rm|no)\d)[a-z]{{1,2}}\d{{6,7}}\b",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_LEAST: Final = 3
# What people are called in a family is no name by itself.
_KIN: Final = frozenset(
    [
        "kakak",
        "adik",
        "kak",
        "dik",
        "ayah",
        "ibu",
        "bapak",
        "inaq",
        "amaq",
        "paman",
        "bibi",
        "tante",
        "om",
        "nenek",
        "kakek",
        "papuq",
        "ninik",
        "anak",
        "suami",
        "istri",
    ]
)


def written(table: str, field: Field) -> bool:
    """Whether an officer writes sentences here."""
    return field.kind is Kind.NOTE or field.name in WRITTEN.get(table, frozenset())


class Others:
    """Everybody but one person, as they may stand in a text about that person."""

    def __init__(self, office: Office, file: PersonFile) -> None:
        own = [str(file.person.get(name) or "") for name in _OWN_NAMES]
        self._own = {word for name in own for word in tokens(name)}
        self._numbers = set(_numbers(_texts([file.person, *file.rows("journeys"), *file.rows("documents")])))
        near = [*_near(file), *(str(one.get("name") or "") for one in file.family)]
        # Of the family and of contacts one word is enough; of everybody else it takes the whole name.
        self._words = {
            word
            for name in near
            for word in tokens(name)
            if len(word) >= _LEAST and word not in self._own | _KIN | COMMON
        }
        mine = {tokens(name) for name in own}
        everybody = (str(name) for _id, name in bulk.columns(office.register, "people", ("name",)) if name)
        self._mails = {text.strip().casefold() for text in _texts([file.person]) if "@" in text}
        self._names: dict[str, set[tuple[str, ...]]] = {}
        self._singles: set[str] = set()
        for name in {tokens(one) for one in (*near, *everybody)} - mine:
            if len(name) == 1 and len(name[0]) >= _LEAST:
                self._singles.add(name[0])
            for part in _parts(name):
                if part == name or not self._own.issuperset(part):
                    self._names.setdefault(part[0], set()).add(part)
        self._singles -= self._own | _KIN | COMMON

    def marked(self, text: str) -> str:
        """As `covered`, and what may still be a name is marked: a word with a capital that is all of somebody's name."""

        def mark(found: re.Match[str]) -> str:
            word = "".join(tokens(found[0]))
            return MARK.format(found[0]) if found[0][:1].isupper() and word in self._singles else found[0]

        return _WORD.sub(mark, self.covered(text))

    def covered(self, text: str) -> str:
        """The text with their names, numbers and addresses of mail covered."""
        text = _MAIL.sub(lambda found: found[0] if found[0].casefold() in self._mails else MAIL, text)
        text = _DIGITS.sub(lambda found: found[0] if self._mine(found[0]) else NUMBER, text)
        words = [(found.span(), "".join(tokens(found[0]))) for found in _WORD.finditer(text)]
        parts, done, at = [], 0, 0
        while at < len(words):
            count = self._count([word for _span, word in words[at : at + 8]])
            if count:
                parts += [text[done : words[at][0][0]], NAME]
                done = words[at + count - 1][0][1]
            at += count or 1
        return re.sub(rf"{re.escape(NAME)}(\s+{re.escape(NAME)})+", NAME, "".join([*parts, text[done:]]))

    def _mine(self, number: str) -> bool:
        return _plain(number) in self._numbers

    def _count(self, words: Sequence[str]) -> int:
        """How many words from here on are somebody's name; 0 for none."""
        whole = [name for name in self._names.get(words[0], ()) if tuple(words[: len(name)]) == name]
        return max(map(len, whole), default=int(words[0] in self._words))


def _parts(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The whole name, and of a long one every two or more words in a row that are not all frequent ones."""
    for length in range(2, len(name) + 1):
        for at in range(len(name) - length + 1):
            part = name[at : at + length]
            if part == name or not COMMON.issuperset(part):
                yield part


def _near(file: PersonFile) -> Iterator[str]:
    for table, names in _THEIRS.items():
        for row in (file.person,) if table == "people" else file.rows(table):
            yield from (str(row[name]) for name in names if row.get(name))


def _texts(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        for value in row.values():
            if isinstance(value, str):
                yield value
            elif isinstance(value, tuple):
                yield from value


def _numbers(texts: Iterable[str]) -> Iterator[str]:
    """Only what is a number as a whole: one inside a note may be anybody's."""
    for text in texts:
        if _DIGITS.fullmatch(text.strip()):
            yield _plain(text)


def _plain(number: str) -> str:
    """Its digits; a telephone number is the same from home and from abroad."""
    digits = re.sub(r"[^\dA-Z]", "", number.upper())
    return "0" + digits[2:] if digits.startswith("62") else digits
