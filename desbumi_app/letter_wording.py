"""A village's own wording of a letter: kept in versions beside the shipped text, checked like it, used for the next paper.

Only words may differ. Who signs, what keeps a letter from being printed and what it must hold stay as shipped, so no
wording opens a gate; a wording that no longer fits after an update is set aside and the shipped one is used.
"""

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from desbumi_app.catalogue.letters import LetterTemplate, parse_letter
from desbumi_app.catalogue.load import CatalogueError
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.letter import check_template
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.letter_facts import settings_of
from desbumi_app.office import Office

FIELD: Final = "letter_texts"
FOLDER: Final = "letters"
# What a village may word: title, texts, words over signatures, length of validity, its class codes.
FIXED: Final = (
    "id", "code", "head", "numbered", "stamp_duty", "second_person", "valid_unit", "gate", "sensitivity",
    "inputs", "decisive", "back", "about", "confidential",
)  # fmt: skip
SIGNING: Final = ("layout", "witnesses", "known_by", "signers")

KEPT_AS_SHIPPED: Final = "{file}, line {line}, {key}: this stays as the program brings it."
_FAULTS: Final = {
    "not_toml": "{file}, line {line}, {key}: this line cannot be read.",
    "key_missing": "{file}, line {line}, {key}: this key is missing.",
    "key_unknown": "{file}, line {line}, {key}: this key is not known.",
    "wrong_type": "{file}, line {line}, {key}: this value has the wrong form.",
    "template_syntax": "{file}, line {line}, {key}: a bracket is open or closed too much.",
    "template_forbidden": "{file}, line {line}, {key}: this is not allowed in a letter.",
    "placeholder_forbidden": "{file}, line {line}, {key}: this letter may not print this value.",
    "filter_unknown": "{file}, line {line}, {key}: this way of writing a value is not known.",
    "tag_forbidden": "{file}, line {line}, {key}: only <b>, <i> and <br/> are allowed.",
    "too_long": "{file}, line {line}, {key}: this text is too long.",
}
_OTHER: Final = "{file}, line {line}, {key}: this is not right."


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a village's text of a letter; an empty text goes back to the shipped one. `shipped`: its SHA-256."""

    letter: str
    version: int
    shipped: str
    on: str
    by: str
    text: str

    def packed(self) -> str:
        """As stored."""
        body = [self.letter, self.version, self.shipped, self.on, self.by, self.text]
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison: mark "-" only shipped, "+" only the village's, " " both."""

    mark: str
    text: str


def versions_of(office: Office, letter: str) -> tuple[Wording, ...]:
    """Every version of a letter's wording here, the oldest first."""
    return tuple(one for one in _all(settings_of(office)) if one.letter == letter)


def wording_of(office: Office, letter: str) -> bytes:
    """The text in force: the village's newest that still fits, else the shipped one."""
    shipped = office.catalogue.source.read(FOLDER, letter)
    newest = next(reversed(versions_of(office, letter)), None)
    if newest is None or not newest.text or find_fault(office, letter, newest.text) is not None:
        return shipped
    return newest.text.encode()


def in_force(office: Office, shipped: LetterTemplate) -> LetterTemplate:
    """The letter as this village words it."""
    if not any(one.letter == shipped.id for one in _all(settings_of(office))):
        return shipped
    return _parsed(shipped.id, wording_of(office, shipped.id))


def find_fault(office: Office, letter: str, text: str) -> Problem | None:
    """What is wrong with a wording, by file, line and key; None when it can be used."""
    file = f"{FOLDER}/{letter}.toml"
    try:
        made = _parsed(letter, text.encode())
        check_template(made)
    except CatalogueError as wrong:
        return _fault(
            file, wrong.line or _line_in(wrong.detail), wrong.key or "-", _FAULTS.get(wrong.code, _OTHER)
        )
    except PaperError as wrong:
        return _fault(file, _line_of(text, wrong.key), wrong.key[:40], _FAULTS.get(wrong.code, _OTHER))
    shipped = _parsed(letter, office.catalogue.source.read(FOLDER, letter))
    changed = _changed(shipped, made)
    if changed is None:
        return None
    return stop(KEPT_AS_SHIPPED, about=FIELD, file=file, line=str(_line_of(text, changed)), key=changed)


def compare(shipped: str, own: str) -> tuple[Line, ...]:
    """Line by line, with what both share around each difference."""
    found = difflib.unified_diff(shipped.splitlines(), own.splitlines(), lineterm="", n=1)
    return tuple(Line(one[:1], one[1:]) for one in found if not one.startswith(("---", "+++", "@@")))


def digest_of(text: bytes) -> str:
    """By what a version remembers the shipped text it was written against."""
    return hashlib.sha256(text).hexdigest()


class _OneText:
    """A source with a single letter."""

    def __init__(self, name: str, text: bytes) -> None:
        self._name, self._text = name, text

    def names(self, folder: str) -> tuple[str, ...]:
        """Only this one."""
        return (self._name,) if folder == FOLDER else ()

    def read(self, folder: str, name: str) -> bytes:
        """Its bytes; FileNotFoundError for any other."""
        if (folder, name) != (FOLDER, self._name):
            raise FileNotFoundError(name)
        return self._text


def worded(letter: str, text: str) -> LetterTemplate:
    """A letter as a text says it; the text was looked at by `find_fault`."""
    return _parsed(letter, text.encode())


@lru_cache(maxsize=128)
def _parsed(letter: str, text: bytes) -> LetterTemplate:
    return parse_letter(letter, _OneText(letter, text))


def _all(settings: Mapping[str, Any]) -> Sequence[Wording]:
    found = []
    for packed in settings.get(FIELD) or ():
        body = json.loads(packed)
        if isinstance(body, list) and len(body) == 6:  # a newer program's form is left alone
            found.append(Wording(*body))
    return sorted(found, key=lambda one: (one.letter, one.version, one.on))


def _changed(shipped: LetterTemplate, made: LetterTemplate) -> str | None:
    for name in FIXED:
        if getattr(shipped, name) != getattr(made, name):
            return name
    for name in SIGNING:
        if getattr(shipped.signatures, name) != getattr(made.signatures, name):
            return name
    if not set(made.placeholders) <= set(shipped.placeholders):
        return "placeholders"
    return None if set(shipped.required) <= set(made.required) else "required"


def _fault(file: str, line: int, key: str, msgid: str) -> Problem:
    return stop(msgid, about=FIELD, file=file, line=str(line), key=key)


def _line_of(text: str, key: str) -> int:
    """The first line that walks over or prints the key, else the first that holds it; 0 when none does."""
    found = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if key and key in line]
    worded = [at for at, line in found if f"in {key}" in line or f"{{{{ {key} " in line]
    return next(iter([*worded, *(at for at, _line in found)]), 0)


def _line_in(detail: str) -> int:
    """The line that a reader of TOML names in its own words."""
    _, _, rest = detail.partition("at line ")
    digits = rest.partition(",")[0].strip()
    return int(digits) if digits.isdecimal() else 0
