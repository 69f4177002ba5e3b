"""Once a day what was read, printed and exported becomes one padded save a laptop, so that any copy can say who read a file.

Holds ids, a purpose and a count, never a name. The audit itself stays on its laptop. What was read in `cases` is
summarised in `cases` and nowhere else.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from db.audit import AuditLine
from db.session import wire_id
from db.store import Store
from desbumi_app.office import Office
from desbumi_app.zones import ZONES
from sync.cbor import decode, encode
from sync.errors import SyncError

KINDS: Final = frozenset({"read", "print", "export"})
PAD: Final = 4_096
MOST_ROWS: Final = 400  # of some 60 bytes each, under the 32 KiB of the field
CASES_PAD: Final = 1_024
CASES_MOST_ROWS: Final = 32  # one save of `cases` holds 3,900 bytes
_DONE: Final = ".reads_summarised"
_MOST_BYTES: Final = 32_768

# What a reading was for, as a sentence to be said; the codes of the audit.
PURPOSES: Final[Mapping[str, str]] = {
    "desk": "at the counter",
    "sealed": "in the sealed notes",
    "departure": "for a departure",
    "check_in": "for a check-in",
    "return": "for a return",
    "compare_papers": "to compare the papers",
    "settle_conflict": "to settle different entries",
    "judge_pair": "to judge a pair",
    "prepare_letter": "for a letter",
    "letter_batch": "for letters of a group",
    "issue_letter": "for a letter",
    "print_checklist": "for a checklist",
    "paper_for_signing": "for a letter",
    "signed_paper": "for a letter",
    "export": "for an export",
    "person_file": "for the person",
    "people_list": "in a list",
    "paper_printer": "on paper",
    "paper_file": "in a file",
    "paper_reader": "on the screen",
    "paper_masked": "on paper",
}
OTHER_PURPOSE: Final = "for the record"

# (wire id of the person, in `cases` of the record; id of the operator, purpose)
Key = tuple[bytes, bytes, str]


@dataclass(frozen=True, slots=True)
class Book:
    """Where the reads of one store are summarised: its table, the step bodies are padded to, the rows of one save."""

    table: str
    pad: int = PAD
    most: int = MOST_ROWS


REGISTER: Final = Book("read_summaries")
CASES: Final = Book("case_reads", CASES_PAD, CASES_MOST_ROWS)


@dataclass(frozen=True, slots=True)
class Reading:
    """How often somebody of the office looked at one person on one day. `day` ISO text; `by` a name, empty if unknown."""

    day: str
    by: str
    purpose: str
    count: int


def summarise_reads(office: Office) -> int:
    """Store what was read on the days that are over and not yet summarised; how many saves were made. Cheap when none is."""
    if office.profile.kind != "village":
        return 0
    made = _summarise(office, office.register, REGISTER)
    return made + (_summarise(office, office.cases, CASES) if office.cases is not None else 0)


def _summarise(office: Office, store: Store, book: Book) -> int:
    today = office.today().isoformat()
    done = _done(store)
    if done["day"] == today:
        return 0
    last, days = done["n"], dict[str, Counter[Key]]()
    for line in store.audit_lines(done["n"]):
        if (day := _day(office, line)) >= today:
            break
        last = line.n
        days.setdefault(day, Counter()).update(_keys(store, line))
    bodies = [(day, body) for day, counts in days.items() for body in _bodies(counts, book)]
    if bodies:
        with store.transaction(operator=office.operator.id, purpose="summarise_reads") as tx:
            for day, body in bodies:
                tx.create(book.table, {"day": day, "body": body})
    store.set_meta(_DONE, json.dumps({"day": today, "n": last}))
    return len(bodies)


def readings_of(office: Office, person: bytes) -> tuple[Reading, ...]:
    """Who looked at a person (stored id), the newest day first: all laptops' summaries, and what this one has not told yet."""
    return readings_in(office, office.register, REGISTER, frozenset({person}))


def readings_in(office: Office, store: Store, book: Book, records: frozenset[bytes]) -> tuple[Reading, ...]:
    """Who looked at one of these records (stored ids of one stream) of a store, the newest day first.

    A line of the audit counts once, however many of them it opened; a summary of several counts the most opened one.
    """
    own, counts = {wire_id(one) for one in records}, Counter[tuple[str, bytes, str]]()
    streams = {one[:4] for one in records}
    for row in store.rows_where(book.table):
        if bytes(row["id"])[:4] in streams:
            seen: dict[tuple[str, bytes, str], int] = {}
            for (who, operator, purpose), count in unpacked(row["body"]).items():
                if who in own:
                    key = (str(row["day"] or ""), operator, purpose)
                    seen[key] = max(count, seen.get(key, 0))
            counts.update(seen)
    for line in store.audit_lines(_done(store)["n"]):
        if line.kind in KINDS and line.operator is not None and records.intersection(line.records):
            counts[_day(office, line), wire_id(line.operator), _purpose(line)] += 1
    names = {
        wire_id(bytes(one["id"])): str(one["name"] or "")
        for one in office.register.rows_where("users", archived=None)
    }
    found = [
        Reading(day, names.get(who, ""), purpose, count) for (day, who, purpose), count in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.by, one.purpose), reverse=True))


def purpose_words(purpose: str) -> str:
    """What a reading was for, as a sentence to be said; every form that was opened is the record."""
    return PURPOSES.get(purpose.rpartition(":")[2], OTHER_PURPOSE)


def packed(counts: Mapping[Key, int], pad: int = PAD) -> bytes:
    """The body of one save: its rows behind their length, filled up to whole steps, so that it tells how little it holds."""
    rows = [
        [person, operator, purpose, count] for (person, operator, purpose), count in sorted(counts.items())
    ]
    body = encode(rows)
    whole = len(body).to_bytes(4) + body
    return whole + bytes(-len(whole) % pad)


def unpacked(body: Any) -> dict[Key, int]:
    """The inverse; one that cannot be read (a newer program's, or damaged) tells of nobody."""
    data = bytes(body or b"")
    try:
        rows = decode(data[4 : 4 + int.from_bytes(data[:4])], max_bytes=_MOST_BYTES, max_depth=2)
        return {
            (bytes(who), bytes(operator), str(purpose)): int(count) for who, operator, purpose, count in rows
        }
    except (SyncError, TypeError, ValueError):
        return {}


def _bodies(counts: Mapping[Key, int], book: Book) -> Iterator[bytes]:
    keys = sorted(counts)
    for at in range(0, len(keys), book.most):
        yield packed({key: counts[key] for key in keys[at : at + book.most]}, book.pad)


def _keys(store: Store, line: AuditLine) -> Iterable[Key]:
    if line.kind not in KINDS or line.operator is None:
        return
    for record in line.records:
        if line.kind == "read" or (store.kind == "register" and store.get("people", record) is not None):
            yield wire_id(record), wire_id(line.operator), _purpose(line)


def _purpose(line: AuditLine) -> str:
    return line.purpose if line.kind == "read" else f"{line.kind}:{line.purpose}"


def _day(office: Office, line: AuditLine) -> str:
    at = datetime.fromisoformat(line.at)
    return at.astimezone(ZONES[office.profile.zone]).date().isoformat()


def _done(store: Store) -> dict[str, Any]:
    try:
        kept = json.loads(str(store.meta(_DONE) or "{}"))
    except ValueError:
        kept = {}
    n = kept.get("n") if isinstance(kept, dict) else None
    return {"day": kept.get("day") if isinstance(kept, dict) else None, "n": n if isinstance(n, int) else 0}
