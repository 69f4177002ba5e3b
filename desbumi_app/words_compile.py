"""Compiles every `.po` in `resources/text` to a `.mo` beside it: `python -m desbumi_app.words_compile`.

A step of the build and of the tests, never of the running program. It refuses a catalogue in which an entry is
unfinished, doubtful, or has other {named} parameters than its English sentence.
"""

import importlib.resources
import io
import os
import string
import sys
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def catalogues() -> Iterator[tuple[str, str, Traversable]]:
    """Every source catalogue as (language, domain, file)."""
    root = importlib.resources.files("resources") / "text"
    for folder in sorted((f for f in root.iterdir() if f.is_dir()), key=lambda f: f.name):
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith(".po"):
                yield folder.name, file.name.removesuffix(".po"), file


def read(language: str, file: Traversable) -> Catalog:
    """Parse one source catalogue; raises babel's PoFileError when it is malformed."""
    with file.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def problems(catalogue: Catalog) -> list[str]:
    """What keeps a catalogue from being compiled, one English sentence per entry."""
    found = [f"removed entry is still there: {m.id!r}" for m in catalogue.obsolete.values()]
    for message in catalogue:
        if not message.id:
            continue
        sources, targets = _forms(message.id), _forms(message.string)
        if message.fuzzy:
            found.append(f"doubtful: {sources[0]!r}")
        elif not all(targets):
            found.append(f"not translated: {sources[0]!r}")
        elif set().union(*map(named, sources)) != set().union(*map(named, targets)):
            found.append(f"other parameters: {sources[0]!r}")
    return found


def named(sentence: str) -> frozenset[str]:
    """The {named} parameters of a sentence."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def compile_all() -> list[str]:
    """Write every `.mo`; returns the problems found, each with the place it is in."""
    found: list[str] = []
    for language, domain, file in catalogues():
        catalogue = read(language, file)
        found += [f"{language}/{domain}.po: {problem}" for problem in problems(catalogue)]
        book = io.BytesIO()
        write_mo(book, catalogue)
        with importlib.resources.as_file(file) as source:
            _put(Path(source).with_suffix(".mo"), book.getvalue())
    return found


def _put(path: Path, data: bytes) -> None:
    """Another process may be reading this book right now: it sees the old one or the new one, never half."""
    if path.exists() and path.read_bytes() == data:
        return
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(data)
    fresh.replace(path)


def _forms(part: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    if part is None:
        return ("",)
    return (part,) if isinstance(part, str) else tuple(part)


def main() -> int:
    """Compile; print the problems; the exit status says whether there were any."""
    found = compile_all()
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
