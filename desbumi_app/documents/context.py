"""Facts as the nested plain values a template may see: texts, lists and mappings, never Python objects.

An empty value becomes Missing, which knows its path, is false in an `if`, and refuses to be printed.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import Address, Hotline, LetterFacts, SeenDocument
from desbumi_app.documents.wording import address, office_name, short_date
from desbumi_app.domain.calendar import is_lately

MAX_VALUE = 2_000  # characters; the form's own limits are lower
MAX_ITEMS = 40
_PAIR, _TOGETHER = re.compile(r"\b(RT|RW) (?=\d)"), "\\1\u00a0"  # no line begins with the bare number


class Text(str):
    """A value with the path it came from, so that a refusal can name it."""

    __slots__ = ("path",)
    path: str


class Missing:
    """Nothing is known here. Printing it raises PaperError `missing` with the path; a `drawn` one is a box."""

    __slots__ = ("path",)
    drawn = False

    def __init__(self, path: str) -> None:
        self.path = path

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        raise PaperError("missing", self.path)

    __html__ = __str__


def text(path: str, value: str) -> Text | Missing:
    """A printable text: one line, composed letters, no control signs. PaperError: too long."""
    clean = unicodedata.normalize("NFC", value)
    if not clean.isascii() or not clean.isprintable():
        clean = "".join(map(_shown, clean))
    clean = _PAIR.sub(_TOGETHER, clean.strip())
    if not clean:
        return Missing(path)
    if len(clean) > MAX_VALUE:
        raise PaperError("too_long", path)
    made = Text(clean)
    made.path = path
    return made


def _shown(sign: str) -> str:
    """A sign as it may be printed: an unseen mark that turns or hides text is left away, but not one between letters."""
    kind = unicodedata.category(sign)
    return " " if kind == "Cc" else "" if kind == "Cf" and sign != "\u200c" else sign


def plain(path: str, value: object) -> object:
    """A dataclass, list or value as plain data with Missing for what is empty."""
    if isinstance(value, Address):
        return text(path, address(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: plain(_at(path, name), getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Mapping):
        return {str(key): plain(_at(path, str(key)), one) for key, one in value.items()}
    if isinstance(value, tuple):
        return _listed(path, value)
    return _scalar(path, value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(kind))


def _scalar(path: str, value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return text(path, str(value) if value else "")
    if isinstance(value, str):
        return text(path, value)
    return Missing(path)


def _listed(path: str, values: tuple[object, ...]) -> list[object]:
    if len(values) > MAX_ITEMS:
        raise PaperError("too_long", path)
    return [plain(path, one) for one in values]


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def context(facts: LetterFacts, inputs: tuple[str, ...] = ()) -> dict[str, object]:
    """All values a letter may name. `inputs` are the letter's own, Missing when not given."""
    found = plain("", facts)
    assert isinstance(found, dict)
    found["extra"] = {name: plain(f"extra.{name}", facts.extra.get(name, "")) for name in inputs}
    found["documents_seen"] = text("documents", seen_documents(facts.documents))
    found["office"] = text("office", office_name(facts.village))
    for line, one in zip(found["hotlines"], facts.hotlines, strict=True):
        line["old"] = is_old(one, facts.dated)
    found["several_givers"] = len(facts.givers) > 1
    for optional in ("caregiver", "chair"):
        if isinstance(found[optional], Missing):
            found[optional] = {}
    return found


def is_old(line: Hotline, today: str) -> bool:
    """Whether a number was checked too long ago, or nobody knows when."""
    return not (line.checked_on and today) or not is_lately(line.checked_on, today)


def seen_documents(documents: tuple[SeenDocument, ...]) -> str:
    """The papers whose original was seen, each with its day, as one enumeration."""
    said = [f"{one.name} ({short_date(one.seen_on)})" for one in documents if one.name and one.seen_on]
    return (
        f"{', '.join(said[:-1])}{',' if len(said) > 2 else ''} dan {said[-1]}"
        if len(said) > 1
        else "".join(said)
    )


def lookup(values: Mapping[str, object], path: str) -> object:
    """The value at a dotted path; through a list, its first entry. Missing when there is none."""
    here: object = values
    for name in path.split("."):
        if isinstance(here, list):
            here = here[0] if here else Missing(path)
        here = here.get(name, Missing(path)) if isinstance(here, Mapping) else Missing(path)
    return here
