"""Value lists: the closed sets of codes that choice fields hold, each with words in both languages.

A code that no list knows is kept and shown as it came; nothing here judges a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desbumi_app.catalogue.fields import CURRENT_FORMAT, Certainty
from desbumi_app.catalogue.load import (
    Label,
    Section,
    Source,
    blocks,
    head,
    only_blocks,
    read_document,
    unique,
)


@dataclass(frozen=True, slots=True)
class Value:
    """One code. `imports` are words of foreign files, `opensid` OpenSID's numbers; `icon` and `tone` draw chips."""

    code: str
    label: Label
    since: int = 1
    until: int | None = None
    imports: tuple[str, ...] = ()
    opensid: tuple[str, ...] = ()
    icon: str = ""
    tone: str = ""
    certainty: Certainty = Certainty.PROPOSED

    @property
    def retired(self) -> bool:
        """No longer offered, still shown."""
        return self.until is not None and self.until <= CURRENT_FORMAT


@dataclass(frozen=True, slots=True)
class ValueList:
    """One list in the order people see it."""

    name: str
    label: Label
    source: str
    values: tuple[Value, ...]
    _by_code: Mapping[str, Value] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index codes and the words that imports may use for them."""
        object.__setattr__(self, "_by_code", {one.code: one for one in self.values})

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, retired ones too."""
        return tuple(one.code for one in self.values)

    @property
    def offered(self) -> tuple[Value, ...]:
        """What a form offers."""
        return tuple(one for one in self.values if not one.retired)

    def find(self, code: str) -> Value | None:
        """The value of this code, or None when no list of this program knows it."""
        return self._by_code.get(code)

    def word(self, code: str, language: str) -> str:
        """The word for a code; an unknown code is shown as it came."""
        found = self.find(code)
        return code if found is None else found.label.of(language)


def word_key(word: str) -> str:
    """A word with case, spaces and punctuation taken away, as imports and headers are compared."""
    return "".join(sign for sign in word.casefold() if sign.isalnum())


def read_values(source: Source, name: str) -> ValueList:
    """Read resources/values/<name>.toml. CatalogueError names file, line and key of the first fault."""
    document = read_document(source, "values", name)
    only_blocks(document, "list", "value")
    section = head(document, "list")
    sections = blocks(document, "value")
    unique(sections, "code", lambda one: one.text("code"))
    if section.text("name") != name:
        raise section.error("name_differs_from_file", "name")
    certainty = section.choice("certainty", Certainty, Certainty.PROPOSED)
    found = ValueList(
        name=name,
        label=section.label(),
        source=section.text("source"),
        values=tuple(_value(one, certainty) for one in sections),
    )
    section.done()
    if not found.values:
        raise section.error("empty_list", "value")
    return found


def _value(section: Section, certainty: Certainty) -> Value:
    found = Value(
        code=section.text("code"),
        label=section.label(),
        since=section.integer("since", 1),
        until=section.number("until"),
        imports=section.texts("import"),
        opensid=section.texts("opensid"),
        icon=section.text("icon", ""),
        tone=section.text("tone", ""),
        certainty=section.choice("certainty", Certainty, certainty),
    )
    section.done()
    return found
