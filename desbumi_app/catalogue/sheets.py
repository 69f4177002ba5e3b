"""The fixed words of sheets (recovery sheet, invitation, checklist head, back pages, QR note), as named texts.

Texts may hold {name} where a value goes; values are put in by documents, which escapes them. Nothing is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from desbumi_app.catalogue.load import CatalogueError, PackagedSource, Source, read_document

FOLDER = "sheets"


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The words of one sheet: single texts and lists of texts."""

    name: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def text(self, key: str) -> str:
        """One text. CatalogueError when the sheet has none of this name."""
        if key not in self.texts:
            raise CatalogueError("key_missing", f"{FOLDER}/{self.name}.toml", key=key)
        return self.texts[key]

    def many(self, key: str) -> tuple[str, ...]:
        """One list of texts. CatalogueError when the sheet has none of this name."""
        if key not in self.lists:
            raise CatalogueError("key_missing", f"{FOLDER}/{self.name}.toml", key=key)
        return self.lists[key]


def sheet_words(name: str, source: Source | None = None) -> SheetWords:
    """The words of a sheet. CatalogueError: missing, not TOML, or neither text nor list of texts."""
    return _read(name, source) if source else _packaged(name)


@cache
def _packaged(name: str) -> SheetWords:
    return _read(name, PackagedSource())


def _read(name: str, source: Source) -> SheetWords:
    document = read_document(source, FOLDER, name)
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in document.data.items():
        if isinstance(value, str):
            texts[key] = value
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            lists[key] = tuple(value)
        else:
            raise CatalogueError("wrong_type", document.file, key=key)
    return SheetWords(name, texts, lists)
