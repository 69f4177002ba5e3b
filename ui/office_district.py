"""The district's pairs as the page shows them: what two villages wrote of perhaps one person. Desk worker only.

Opening a pair reads two files and leaves its audit line first. What is not chosen stays as each village has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from db.history import HistoryEntry
from desbumi_app.catalogue.fields import Kind
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.find_pairs import PairToJudge, find_pairs
from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.undo_save import Undoable, undo_save, undoable
from desbumi_app.usecases.unite_people import (
    Split,
    United,
    decode_chosen,
    judge_pair,
    split_people,
    unite_people,
)

# Remarks about the record itself, which the villages do not have to agree on.
OWN_BUSINESS: Final = frozenset({"nik_status", "back_registered", "data_source", "confidence"})
LISTS: Final = ("journeys", "contacts", "documents")


@dataclass(frozen=True, slots=True)
class Written:
    """A value with the person who wrote it and when (instant as text); `value` is the stored form."""

    value: Any
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class FieldOfTwo:
    """One field of `people` as both villages have it."""

    name: str
    left: Written
    right: Written

    @property
    def equal(self) -> bool:
        """Whether there is nothing to choose."""
        return bool(self.left.value == self.right.value)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records: whose village, since when (instant as text), how many fields are filled."""

    record: bytes
    village: str
    at: str
    filled: int
    lists: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PairShown:
    """A pair laid side by side; `link` is the stored id of the union when it was made before."""

    left: Side
    right: Side
    differing: tuple[FieldOfTwo, ...]
    equal: tuple[FieldOfTwo, ...]
    link: bytes | None = None
    chosen: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Union:
    """A union made before: the link and the two records (stored ids)."""

    link: bytes
    one: bytes
    other: bytes
    at: str


def open_pairs(office: Office) -> tuple[PairToJudge, ...]:
    """What waits to be judged, the likeliest first; what was put off comes last."""
    return tuple(sorted(find_pairs(office), key=lambda pair: (pair.said is not None, -pair.verdict.score)))


def unions(office: Office) -> tuple[Union, ...]:
    """What was united, newest first."""
    numbers = {stream: no.to_bytes(4) for no, stream in enumerate(office.register.streams(), start=1)}
    found = []
    for row in office.register.rows_where("links", verdict="same"):
        one, other = (numbers[bytes(row[f"{side}_stream"])] + bytes(row[f"{side}_id"]) for side in ("a", "b"))
        found.append(Union(bytes(row["id"]), one, other, str(row["decided_at"] or "")))
    return tuple(sorted(found, key=lambda union: union.at, reverse=True))


def read_pair(office: Office, one: bytes, other: bytes, link: bytes | None = None) -> PairShown | None:
    """Both records; the reading is stored before. None when one of them is no longer there."""
    left, right = office.register.get("people", one), office.register.get("people", other)
    if left is None or right is None:
        return None
    office.register.note("read", operator=office.operator.id, purpose="judge_pair", records=(one, other))
    names = {
        bytes(row["id"])[-16:]: str(row["name"]) for row in office.register.rows_where("users", archived=None)
    }
    writers = {side: _writers(office.register.history(side), names) for side in (one, other)}
    fields = []
    for field in office.catalogue.table("people").open_fields:
        values = left[field.name], right[field.name]
        if field.kind in {Kind.REF, Kind.FILE, Kind.BYTES} or field.name in OWN_BUSINESS or field.many:
            continue
        if values != (None, None):
            sides = (
                Written(value, *writers[side].get(field.name, ("", "")))
                for value, side in zip(values, (one, other), strict=True)
            )
            fields.append(FieldOfTwo(field.name, *sides))
    chosen = _chosen(office, link)
    return PairShown(
        _side(office, one, left),
        _side(office, other, right),
        tuple(field for field in fields if not field.equal),
        tuple(field for field in fields if field.equal),
        link,
        chosen,
    )


def unite(office: Office, shown: PairShown, chosen: Mapping[str, Any], reason: str) -> United:
    """Say that the two are one person, with these values in both villages."""
    return unite_people(office, shown.left.record, shown.right.record, chosen, reason)


def judge(office: Office, shown: PairShown, verdict: str, reason: str) -> Undoable:
    """Say not_same, later or ask; nothing in the villages changes. What takes it back."""
    return undoable(office, judge_pair(office, shown.left.record, shown.right.record, verdict, reason))


def undo(office: Office, one: Undoable) -> Refused | None:
    """Take a judgement back; Refused says why not."""
    answer = undo_save(office, one)
    return answer if isinstance(answer, Refused) else None


def split(office: Office, link: bytes, reason: str) -> Split:
    """Take a union back."""
    return split_people(office, link, reason)


def _chosen(office: Office, link: bytes | None) -> Mapping[str, Any] | None:
    row = office.register.get("links", link) if link is not None else None
    if row is None:
        return None
    return {item.field: item.new for item in decode_chosen(bytes(row["chosen"] or b""))}


def _writers(entries: tuple[HistoryEntry, ...], names: Mapping[bytes, str]) -> dict[str, tuple[str, str]]:
    """Who wrote each field last, and when."""
    found: dict[str, tuple[str, str]] = {}
    for entry in entries:
        for change in entry.fields:
            found[change.field] = (names.get(entry.operator or b"", ""), entry.at)
    return found


def _side(office: Office, record: bytes, row: Mapping[str, Any]) -> Side:
    related = related_rows(office, record)
    entries = office.register.history(record)
    named = [field.name for field in office.catalogue.table("people").open_fields]
    return Side(
        record,
        village_of(office, record),
        entries[0].at if entries else "",
        sum(row[name] not in (None, "", ()) for name in named),
        {table: len(related[table]) for table in LISTS},
    )


def village_of(office: Office, record: bytes) -> str:
    """The name of the village in whose register a record stands; "" when it has not said its name yet."""
    for row in office.register.rows_where("village_settings"):
        if bytes(row["id"])[:4] == record[:4]:
            return str(row["village_name"] or "")
    return ""
