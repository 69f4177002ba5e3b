"""Data packs: help lines, destinations, agencies. Rows with a source, a day and a certainty; never code or paths.

A district sends newer packs of the same shape; `changed` is the difference a person sees before one is used.
"""

import json
import re
from dataclasses import dataclass
from datetime import date

from desbumi_app.catalogue.load import (
    Label,
    PackagedSource,
    Section,
    Source,
    blocks,
    head,
    only_blocks,
    read_document,
    unique,
)

FOLDER = "packs"
CERTAINTIES = ("S", "K", "P", "U")
# The help lines on the back of a letter, in printed order; then come the mission and the village's own telephone.
BACK_LINES = ("kp2mi_free", "kp2mi_abroad", "kp2mi_whatsapp", "sapa_129")
# The mission in every country; `mission_tw` is the one of a country, by its code. No list has to tell either.
MISSION = "mission"
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
# Years, or years-years: the desk reckons with them.
_SHAPES = {"destination_ages": re.compile(r"[1-9]\d?(-[1-9]\d?)?")}
_MOST = {"key": 100, "value": 200, "label": 300, "source": 300}
_MOST_VALUE = {"issuers": 8_192}  # a certificate, which no paper prints


@dataclass(frozen=True, slots=True)
class PackRow:
    """One fact: `key` names it, `as_of` is the month or day it was last checked (ISO)."""

    key: str
    value: str
    label: Label
    source: str
    as_of: str
    certainty: str


@dataclass(frozen=True, slots=True)
class DataPack:
    """A pack. `values`: the only values its rows may have; empty for free text such as telephone numbers."""

    id: str
    version: int
    label: Label
    values: tuple[str, ...]
    rows: tuple[PackRow, ...]

    def row(self, key: str) -> PackRow | None:
        """The row of this key, if there is one."""
        return next((row for row in self.rows if row.key == key), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a newer pack would do: None stands for a row that is not there."""

    key: str
    old: PackRow | None
    new: PackRow | None


def load_pack(name: str, source: Source | None = None) -> DataPack:
    """One pack. CatalogueError names file, line and key: unknown key, twin key, bad day, value not on its list."""
    document = read_document(source or PackagedSource(), FOLDER, name)
    only_blocks(document, "pack", "row")
    top = head(document, "pack")
    values = top.texts("values")
    sections = blocks(document, "row")
    unique(sections, "key", lambda one: one.text("key"))
    identity = top.text("id")
    rows = tuple(_row(section, identity, values) for section in sections)
    found = DataPack(identity, top.integer("version"), top.label(), values, rows)
    top.done()
    if identity == "hotlines" and (gone := [key for key in BACK_LINES if found.row(key) is None]):
        raise top.error("key_missing", gone[0])  # every letter prints these
    return found


@dataclass(frozen=True, slots=True)
class _Given:
    """One file under every name."""

    data: bytes

    def names(self, _folder: str) -> tuple[str, ...]:
        return ("given",)

    def read(self, _folder: str, _name: str) -> bytes:
        return self.data


def parse_pack(data: bytes) -> DataPack:
    """A pack from the bytes of a file; CatalogueError as `load_pack`."""
    return load_pack("given", _Given(data))


def shipped_names() -> tuple[str, ...]:
    """The packs that this program knows, by name."""
    return PackagedSource().names(FOLDER)


def to_toml(pack: DataPack) -> bytes:
    """The one way in which a pack is written, so that its hash is that of its content."""
    said = [
        "[pack]", f"id = {_quoted(pack.id)}", f"version = {pack.version}", f"label = {_both(pack.label)}",
        *([f"values = [{', '.join(_quoted(one) for one in pack.values)}]"] if pack.values else []),
    ]  # fmt: skip
    for row in pack.rows:
        said += [
            "", "[[row]]", f"key = {_quoted(row.key)}", f"value = {_quoted(row.value)}", f"label = {_both(row.label)}",
            f"source = {_quoted(row.source)}", f"as_of = {_quoted(row.as_of)}", f"certainty = {_quoted(row.certainty)}",
        ]  # fmt: skip
    return ("\n".join(said) + "\n").encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _both(words: Label) -> str:
    return f"{{ id = {_quoted(words.id)}, en = {_quoted(words.en)} }}"


def changed(old: DataPack, new: DataPack) -> tuple[Difference, ...]:
    """Every row that appears, disappears or changes, in the order of its key."""
    before = {row.key: row for row in old.rows}
    after = {row.key: row for row in new.rows}
    keys = sorted(before.keys() | after.keys())
    return tuple(
        Difference(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)
    )


def _row(section: Section, pack: str, values: tuple[str, ...]) -> PackRow:
    found = PackRow(
        key=section.text("key"),
        value=section.text("value"),
        label=section.label(),
        source=section.text("source"),
        as_of=section.text("as_of"),
        certainty=section.text("certainty"),
    )
    if values and found.value not in values:
        raise section.error("unknown_value", "value", found.value)
    shape = _SHAPES.get(pack)
    if shape and not shape.fullmatch(found.value):
        raise section.error("wrong_type", "value", found.value)
    if found.certainty not in CERTAINTIES:
        raise section.error("unknown_value", "certainty", found.certainty)
    if not _is_day(found.as_of):
        raise section.error("wrong_type", "as_of", found.as_of)
    if not found.source.strip():
        raise section.error("key_missing", "source")
    said = {"key": (found.key,), "value": (found.value,), "label": (found.label.id, found.label.en)}
    most = {**_MOST, "value": _MOST_VALUE.get(pack, _MOST["value"])}
    for key, texts in {**said, "source": (found.source,)}.items():
        if any(not text.isprintable() or len(text) > most[key] for text in texts):
            raise section.error("wrong_type", key)
    section.done()
    return found


def _is_day(text: str) -> bool:
    """A month or a day that some calendar has."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01" if text.count("-") == 1 else text)
    except ValueError:
        return False
    return True
