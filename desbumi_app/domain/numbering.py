"""Letter numbers without a network: whose number is next, how it is written, and which are missing.

A series belongs to one device. Another device writes from a leased block, or under its own letter. A number
is taken once, when the letter is finalised; it is never given twice and never closed up.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desbumi_app.domain.indonesian import roman_month

BLOCK_SIZE = 20
DEFAULT_PATTERN = "{kode}/{urut:03}/{singkatan_desa}/{bulan_romawi}/{tahun}"
TOKENS = frozenset({"kode", "urut", "singkatan_desa", "kode_desa", "seri", "bulan", "bulan_romawi", "tahun"})
_TOKEN = re.compile(r"\{([a-z_]*)(?::(0\d))?\}")


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers first..last, both included, that one device may give."""

    first: int
    last: int


def problems_of(pattern: str) -> tuple[str, ...]:
    """Codes of what is wrong with a pattern: unknown_token, no_serial, stray_brace, width, too_long."""
    found = []
    names = [match[1] for match in _TOKEN.finditer(pattern)]
    if set(names) - TOKENS:
        found.append("unknown_token")
    if "urut" not in names:
        found.append("no_serial")
    if re.search(r"[{}]", _TOKEN.sub("", pattern)):
        found.append("stray_brace")
    if any(match[2] and match[1] != "urut" for match in _TOKEN.finditer(pattern)):
        found.append("width")
    if len(pattern) > 120:
        found.append("too_long")
    return tuple(found)


def tells_apart(pattern: str, scheme: str) -> bool:
    """Whether numbers of several series can never read alike: by code needs {kode} or {seri}, others need {seri}."""
    names = {match[1] for match in _TOKEN.finditer(pattern)}
    if scheme == "class_code":
        return bool(names & {"kode", "seri"})
    return scheme not in ("type", "group") or "seri" in names


def written(pattern: str, serial: int, on: date, words: Mapping[str, str], *, device_letter: str = "") -> str:
    """The number as printed: `474/012.B/SKC/XI/2026`. ValueError for a faulty pattern, KeyError for a word.

    words: kode, singkatan_desa, kode_desa, seri as the pattern needs. device_letter marks a sub-series.
    """
    if found := problems_of(pattern):
        raise ValueError(f"number pattern: {', '.join(found)}")
    if serial < 1:
        raise ValueError("serials start at 1")
    own = {
        "bulan": f"{on.month:02}",
        "bulan_romawi": roman_month(on.month),
        "tahun": str(on.year),
    }

    def token(match: re.Match[str]) -> str:
        if match[1] == "urut":
            width = int(match[2] or 0)
            return f"{serial:0{width}}" + (f".{device_letter}" if device_letter else "")
        return own[match[1]] if match[1] in own else words[match[1]]

    return _TOKEN.sub(token, pattern)


def next_serial(used: Collection[int], blocks: Sequence[Block], *, at_least: int = 1) -> int | None:
    """The next number of this device in its blocks; None when they are used up and a new one is needed.

    Always above every number already used inside the block: a voided or skipped number is not given again.
    """
    for block in sorted(blocks, key=lambda b: b.first):
        inside = [number for number in used if block.first <= number <= block.last]
        candidate = max([block.first, at_least, *(number + 1 for number in inside)])
        if candidate <= block.last:
            return candidate
    return None


def next_owned(used: Collection[int], leased: Sequence[Block], *, at_least: int = 1) -> int:
    """The next number of the device that owns the series: after its own last one, jumping leased blocks."""
    own = [number for number in used if not _leased(number, leased)]
    candidate = max([at_least, *(number + 1 for number in own)])
    while block := _leased(candidate, leased):
        candidate = block.last + 1
    return candidate


def lease(used: Collection[int], leased: Sequence[Block], *, size: int = BLOCK_SIZE) -> Block:
    """A block for another device: above everything used and everything leased."""
    top = max([0, *used, *(block.last for block in leased)])
    return Block(top + 1, top + size)


def after_restore(in_store: int, in_mark: int, in_agenda: int) -> tuple[int, tuple[int, ...]]:
    """The first number after a restored backup and the numbers of the gap, which stay unused for ever.

    in_store, in_mark, in_agenda: the last number in the restored register, beside the keyring, in the book.
    """
    last = max(in_store, in_mark, in_agenda)
    return last + 1, tuple(range(in_store + 1, last + 1))


def gaps(used: Iterable[int], leased: Sequence[Block] = ()) -> tuple[int, ...]:
    """Numbers below the last one that no letter has; what a block still holds in reserve is not a gap."""
    taken = set(used)
    top = max((number for number in taken if not _leased(number, leased)), default=0)
    found = [number for number in range(1, top + 1) if number not in taken and not _leased(number, leased)]
    for block in leased:
        inside = [number for number in taken if block.first <= number <= block.last]
        found += [number for number in range(block.first, max(inside, default=0)) if number not in taken]
    return tuple(sorted(found))


def _leased(number: int, leased: Sequence[Block]) -> Block | None:
    return next((block for block in leased if block.first <= number <= block.last), None)
