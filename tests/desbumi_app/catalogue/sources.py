"""Resources with one file changed, so that a test can break exactly one rule."""

import re

from desbumi_app.catalogue.load import PackagedSource, Source
from desbumi_app.catalogue.tables import Catalogue, load_catalogue


class Overlaid:
    """The shipped resources with some files replaced or added."""

    def __init__(self, replaced: dict[str, bytes], below: Source | None = None) -> None:
        self._replaced = replaced
        self._below = below or PackagedSource()

    def names(self, folder: str) -> tuple[str, ...]:
        added = {key.split("/")[1] for key in self._replaced if key.startswith(f"{folder}/")}
        return tuple(sorted(added | set(self._below.names(folder))))

    def read(self, folder: str, name: str) -> bytes:
        found = self._replaced.get(f"{folder}/{name}")
        return self._below.read(folder, name) if found is None else found


def shipped(file: str) -> str:
    folder, name = file.split("/")
    return PackagedSource().read(folder, name).decode()


def changed(file: str, text: str) -> Catalogue:
    """The shipped catalogue with one file replaced; what it does not touch is taken over as already read."""
    found, (folder, name) = Catalogue(Overlaid({file: text.encode()})), file.split("/")
    for table in load_catalogue().tables:
        found._tables[table.name] = table
    for values in found.source.names("values"):
        found._values[values] = load_catalogue().values(values)
    (found._tables if folder == "fields" else found._values).pop(name, None)
    return found


def edited(file: str, old: str, new: str) -> Catalogue:
    """The shipped catalogue with the first `old` in one file replaced; fails when `old` is not there."""
    text = shipped(file)
    assert old in text, old
    return changed(file, text.replace(old, new, 1))


def edited_field(file: str, field: str, old: str, new: str) -> Catalogue:
    """The shipped catalogue with one line of one field block replaced."""
    text = shipped(file)
    blocks = re.split(r"(?m)^(?=\[\[field\]\])", text)
    for at, block in enumerate(blocks):
        if f'\nname = "{field}"\n' in block:
            assert old in block, (field, old)
            blocks[at] = block.replace(old, new, 1)
            return changed(file, "".join(blocks))
    raise AssertionError(field)
