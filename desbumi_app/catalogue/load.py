"""Opens TOML resources as bytes and reads them strictly: an unknown, missing or misshapen key is an error.

Every error names file, line and key. Nothing here knows what a field or a value list is.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any, Protocol, TypeVar

_Choice = TypeVar("_Choice", bound=StrEnum)

LANGUAGES = ("id", "en")


class CatalogueError(Exception):
    """A resource is wrong. `code` is stable, `file`, `line` and `key` say where; never holds personal data."""

    def __init__(self, code: str, file: str, *, line: int = 0, key: str = "", detail: str = "") -> None:
        super().__init__(f"{file}:{line}: {key}: {code} {detail}".strip())
        self.code = code
        self.file = file
        self.line = line
        self.key = key
        self.detail = detail


class Source(Protocol):
    """Where resource bytes come from: the package in the program, a mapping in tests."""

    def names(self, folder: str) -> tuple[str, ...]:
        """The .toml names of a folder without suffix, sorted."""
        ...

    def read(self, folder: str, name: str) -> bytes:
        """The bytes of one .toml resource; FileNotFoundError when there is none."""
        ...


class PackagedSource:
    """Resources shipped with the program, the same from source and frozen."""

    def names(self, folder: str) -> tuple[str, ...]:
        """The .toml names of a folder without suffix, sorted."""
        here = resources.files("resources").joinpath(folder)
        return tuple(sorted(one.name[:-5] for one in here.iterdir() if one.name.endswith(".toml")))

    def read(self, folder: str, name: str) -> bytes:
        """The bytes of one .toml resource; FileNotFoundError when there is none."""
        return resources.files("resources").joinpath(folder, f"{name}.toml").read_bytes()


@dataclass(frozen=True, slots=True)
class Label:
    """A word for people in both languages."""

    id: str
    en: str

    def of(self, language: str) -> str:
        """The word in this language; Indonesian for any other code."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed TOML resource with its text, so that errors can name a line."""

    file: str
    text: str
    data: dict[str, Any]

    def line_of(self, header: str, index: int, key: str = "") -> int:
        """Line (from 1) of `key` in the index-th block `header`; of the block when absent; 0 when unknown."""
        lines = self.text.splitlines()
        starts = [at for at, line in enumerate(lines) if line.strip() == header]
        if not starts or index >= len(starts):
            return 0
        for at in range(starts[index] + 1, len(lines)):
            stripped = lines[at].strip()
            if stripped.startswith("["):
                break
            if key and stripped.split("=", 1)[0].strip().strip('"') == key:
                return at + 1
        return starts[index] + 1


def read_document(source: Source, folder: str, name: str) -> Document:
    """Read and parse one resource. CatalogueError: missing, not UTF-8, not TOML."""
    file = f"{folder}/{name}.toml"
    try:
        text = source.read(folder, name).decode("utf-8")
        return Document(file, text, tomllib.loads(text))
    except FileNotFoundError:
        raise CatalogueError("resource_missing", file) from None
    except UnicodeDecodeError:
        raise CatalogueError("not_utf8", file) from None
    except tomllib.TOMLDecodeError as wrong:
        raise CatalogueError("not_toml", file, detail=str(wrong)) from None


class Section:
    """One TOML table read key by key; `done()` refuses whatever nobody asked for."""

    def __init__(self, document: Document, header: str, index: int, data: Mapping[str, Any]) -> None:
        self._document = document
        self._header = header
        self._index = index
        self._data = data
        self._asked: set[str] = set()

    def error(self, code: str, key: str = "", detail: str = "") -> CatalogueError:
        """An error at this key of this section; the caller raises it."""
        name = self._data.get("name") or self._data.get("code") or self._data.get("id")
        shown = f"{name}.{key}" if isinstance(name, str) else key
        line = self._document.line_of(self._header, self._index, key)
        return CatalogueError(code, self._document.file, line=line, key=shown, detail=detail)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self._data

    def _take(self, key: str, kind: type, default: Any) -> Any:
        self._asked.add(key)
        if key not in self._data:
            if default is ...:
                raise self.error("key_missing", key)
            return default
        value = self._data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error("wrong_type", key, f"expected {kind.__name__}")
        return value

    def text(self, key: str, default: Any = ...) -> str:
        """A string; required unless a default is given."""
        return str(self._take(key, str, default))

    def optional(self, key: str) -> str | None:
        """A string or None."""
        value: str | None = self._take(key, str, None)
        return value

    def integer(self, key: str, default: Any = ...) -> int:
        """A whole number; required unless a default is given."""
        return int(self._take(key, int, default))

    def number(self, key: str) -> int | None:
        """A whole number or None."""
        value: int | None = self._take(key, int, None)
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        return bool(self._take(key, bool, default))

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """A list of strings; empty unless required with `...`."""
        values = self._take(key, list, default)
        if any(not isinstance(value, str) for value in values):
            raise self.error("wrong_type", key, "expected strings")
        return tuple(values)

    def choice(self, key: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        """A member of a closed set; required unless a default is given."""
        value = self.text(key, ... if default is None else default.value)
        try:
            return kind(value)
        except ValueError:
            raise self.error("unknown_value", key, value) from None

    def label(self, key: str = "label") -> Label:
        """A word in both languages, required."""
        found = self.label_or_none(key)
        if found is None:
            raise self.error("key_missing", key)
        return found

    def label_or_none(self, key: str) -> Label | None:
        """A word in both languages, or None; one language alone is an error."""
        data = self._take(key, dict, None)
        if data is None:
            return None
        for language in LANGUAGES:
            word = data.get(language)
            if not isinstance(word, str) or not word.strip():
                raise self.error("label_missing", key, language)
        if set(data) - set(LANGUAGES):
            raise self.error("unknown_key", key, ", ".join(sorted(set(data) - set(LANGUAGES))))
        return Label(data["id"], data["en"])

    def inner(self, key: str) -> "Section | None":
        """A nested table as a section, or None."""
        data = self._take(key, dict, None)
        return None if data is None else Section(self._document, self._header, self._index, data)

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of strings; empty when absent."""
        values = self._take(key, list, ())
        if any(not isinstance(row, list) or any(not isinstance(one, str) for one in row) for row in values):
            raise self.error("wrong_type", key, "expected lists of strings")
        return tuple(tuple(row) for row in values)

    def peek(self, key: str) -> object:
        """A value as it stands, when its type decides how it is read."""
        return self._data.get(key)

    def mapping(self, key: str) -> Mapping[str, Any]:
        """A nested table as it stands; empty when absent. The caller checks it."""
        data: Mapping[str, Any] = self._take(key, dict, {})
        return data

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        left = sorted(set(self._data) - self._asked)
        if left:
            raise self.error("unknown_key", left[0], ", ".join(left))


def head(document: Document, key: str) -> Section:
    """The single block `[key]` of a document."""
    data = document.data.get(key)
    if not isinstance(data, dict):
        raise CatalogueError("block_missing", document.file, key=key)
    return Section(document, f"[{key}]", 0, data)


def blocks(document: Document, key: str) -> tuple[Section, ...]:
    """The blocks `[[key]]` of a document, in order."""
    found = document.data.get(key, [])
    if not isinstance(found, list) or any(not isinstance(one, dict) for one in found):
        raise CatalogueError("wrong_type", document.file, key=key)
    return tuple(Section(document, f"[[{key}]]", at, one) for at, one in enumerate(found))


def only_blocks(document: Document, *keys: str) -> None:
    """Refuse top-level blocks other than these."""
    left = sorted(set(document.data) - set(keys))
    if left:
        line = document.line_of(f"[{left[0]}]", 0) or document.line_of(f"[[{left[0]}]]", 0)
        raise CatalogueError("unknown_key", document.file, line=line, key=left[0])


def unique(sections: tuple[Section, ...], key: str, of: Callable[[Section], object]) -> None:
    """Refuse two sections with the same value."""
    seen: set[object] = set()
    for section in sections:
        value = of(section)
        if value in seen:
            raise section.error("used_twice", key, str(value))
        seen.add(value)
