"""Which field a column header of a foreign file means, and which columns are left unread on purpose.

Compares words only; reading files and matching people happens elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desbumi_app.catalogue.fields import Field
from desbumi_app.catalogue.load import Label, Section, blocks, only_blocks, read_document
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.catalogue.values import word_key

# A population workbook has one row a person; its columns fill these tables, first claim wins.
WORKBOOK_TABLES = ("people", "journeys", "household_members", "households", "contacts", "returns")


@dataclass(frozen=True, slots=True)
class Ignored:
    """Headers that are never read, and the reason the import report gives."""

    headers: tuple[str, ...]
    label: Label
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column goes."""

    table: str
    field: str


class Headers:
    """Header words of one catalogue, spelling, case and punctuation aside."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._targets: dict[str, Target] = {}
        for word, target in claims(catalogue):
            self._targets.setdefault(word_key(word), target)
        self.ignored = read_ignored(catalogue)
        self._ignored = {word_key(word): one for one in self.ignored for word in one.headers}

    def target(self, header: str) -> Target | None:
        """The field that this header means, or None: the officer chooses."""
        return None if self.not_taken(header) else self._targets.get(word_key(header))

    def not_taken(self, header: str) -> Ignored | None:
        """Why this column is left unread, or None."""
        return self._ignored.get(word_key(header))

    @property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Every field ("people.name") with the words it alone answers to, as import_columns.map_columns asks."""
        found: dict[str, list[str]] = {}
        for word, target in self._targets.items():
            found.setdefault(f"{target.table}.{target.field}", []).append(word)
        return {name: tuple(words) for name, words in found.items()}

    @property
    def never(self) -> tuple[str, ...]:
        """Headers of columns that are not read at all."""
        return tuple(word for one in self.ignored for word in one.headers)


def claims(catalogue: Catalogue) -> Iterator[tuple[str, Target]]:
    """Every word a field answers to: its aliases, then its labels and its name, retired fields left out."""
    for aliases_only in (True, False):
        for name in WORKBOOK_TABLES:
            for one in catalogue.table(name).fields:
                if one.retired or (aliases_only and not one.imports):
                    continue
                for word in one.imports if aliases_only else _own_words(one):
                    yield word, Target(name, one.name)


def read_ignored(catalogue: Catalogue) -> tuple[Ignored, ...]:
    """Read resources/rules/imports.toml. CatalogueError names the first fault."""
    document = read_document(catalogue.source, "rules", "imports")
    only_blocks(document, "ignored")
    return tuple(_ignored(one) for one in blocks(document, "ignored"))


def _own_words(one: Field) -> tuple[str, ...]:
    return (one.label.id, one.label.en, one.name) if one.form is not None else ()


def _ignored(section: Section) -> Ignored:
    found = Ignored(section.texts("headers", ...), section.label(), section.text("legal_basis"))
    section.done()
    return found
