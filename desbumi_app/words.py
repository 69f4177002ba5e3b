"""Turns English sentences into the words a person sees.

The only opener of message catalogues. A catalogue is `resources/text/<language>/<domain>.mo`, read as bytes, so
that the frozen program is the same. It must not decide which language is wanted, nor format dates or numbers.
"""

import importlib.resources
import io
import logging
from collections.abc import Mapping, Sequence
from gettext import GNUTranslations, NullTranslations
from importlib.resources.abc import Traversable
from typing import Final, Protocol

log = logging.getLogger("desbumi." + __name__)

LANGUAGES: Final = ("id", "en")
DEFAULT_LANGUAGE: Final = "id"
# What the window says before it is opened stands in these; the others are read when a sentence is not in them.
FIRST: Final = ("ui.mo", "door.mo")


class Says(Protocol):
    """What the layers below the window return instead of a sentence: an English msgid and its parameters."""

    @property
    def msgid(self) -> str:
        """An English sentence with {named} parameters."""

    @property
    def params(self) -> Mapping[str, str]:
        """What the parameters stand for, already in words."""


class Words:
    """All domains of one language as one book; a msgid without a translation is shown in English."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self.language = language
        self._catalogue = load(language)

    def use(self, language: str) -> None:
        """Switch the language while the program runs; sentences asked for from now on are in it."""
        self._catalogue = load(language)
        self.language = language

    def text(self, msgid: str, **params: object) -> str:
        """The sentence for this msgid, with its {named} parameters filled in.

        Raises KeyError if a named parameter is missing.
        """
        return _fill(self._catalogue.gettext(msgid), params)

    def context(self, context: str, msgid: str, **params: object) -> str:
        """Like `text`, for a word whose meaning depends on where it stands ("Open": a verb or a state)."""
        return _fill(self._catalogue.pgettext(context, msgid), params)

    def plural(self, singular: str, plural: str, n: int, **params: object) -> str:
        """The form for `n` things; {n} is filled in with Indonesian or English thousands separators."""
        shown = f"{n:,}".replace(",", ".") if self.language == "id" else f"{n:,}"
        return _fill(self._catalogue.ngettext(singular, plural, n), {"n": shown, **params})

    def message(self, message: Says) -> str:
        """The sentence for a `Message` from the layers below."""
        return self.text(message.msgid, **message.params)


class _NextPages(NullTranslations):
    """Stands for the catalogues that nobody has read yet; reads one more whenever a sentence was not found before."""

    def __init__(self, folder: Traversable, names: Sequence[str]) -> None:
        super().__init__()
        self._folder, self._names = folder, names
        self._book: NullTranslations | None = None

    def gettext(self, message: str) -> str:
        return self._read().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._read().ngettext(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        return self._read().pgettext(context, message)

    def _read(self) -> NullTranslations:
        if self._book is None:
            name, *rest = self._names
            book = GNUTranslations(io.BytesIO((self._folder / name).read_bytes()))
            if rest:
                book.add_fallback(_NextPages(self._folder, rest))
            self._book = book  # last: another thread may be looking for a word right now
        return self._book


def load(language: str) -> NullTranslations:
    """Every compiled catalogue of a language as one chain; raises ValueError for an unknown language."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is not one of {LANGUAGES}")
    folder = importlib.resources.files("resources") / "text" / language
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".mo")) if folder.is_dir() else []
    if names:
        return _NextPages(folder, sorted(names, key=lambda name: name not in FIRST))
    if language == DEFAULT_LANGUAGE:
        log.warning("no compiled message catalogue for %s", language)
    return NullTranslations()


def _fill(sentence: str, params: Mapping[str, object]) -> str:
    return sentence.format_map(params) if params else sentence
