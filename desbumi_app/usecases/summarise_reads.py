"""Once a day what was read, printed and exported becomes one padded save a laptop, so that any copy can say who read a file.

Holds ids, a purpose and a count, never a name. The audit itself stays on its laptop.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from db.audit import AuditLine
from db.session import wire_id
from desbumi_app.office import Office
from desbumi_app.zones import ZONES
from sync.cbor import decode, encode
from sync.errors import SyncError

KINDS: Final = frozenset({"read", "print", "export"})
PAD: Final = 4_096
MOST_ROWS: Final = 400  # of some 60 bytes each, under the 32 KiB of the field
_DONE: Final = ".reads_summarised"
_MOST_BYTES: Final = 32_768

# What a reading was for, as a sentence to be said; the codes of the audit.
PURPOSES: Final[Mapping[str, str]] = {
    "desk": "at the counter",
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

# (wire id of the person, id of the operator, purpose)
Key = tuple[bytes, bytes, str]


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
    today = office.today().isoformat()
    done = _done(office)
    if done["day"] == today:
        return 0
    last, days = done["n"], dict[str, Counter[Key]]()
    for line in office.register.audit_lines(done["n"]):
        if (day := _day(office, line)) >= today:
            break
        last = line.n
        days.setdefault(day, Counter()).update(_keys(office, line))
    bodies = [(day, body) for day, counts in days.items() for body in _bodies(counts)]
    if bodies:
        with office.register.transaction(operator=office.operator.id, purpose="summarise_reads") as tx:
            for day, body in bodies:
                tx.create("read_summaries", {"day": day, "body": body})
    office.register.set_meta(_DONE, json.dumps({"day": today, "n": last}))
    return len(bodies)


def readings_of(office: Office, person: bytes) -> tuple[Reading, ...]:
    """Who looked at a person (stored id), the newest day first: all laptops' summaries, and what this one has not told yet."""
    own, counts = wire_id(person), Counter[tuple[str, bytes, str]]()
    for row in office.register.rows_where("read_summaries"):
        if bytes(row["id"])[:4] == person[:4]:
            for (who, operator, purpose), count in unpacked(row["body"]).items():
                if who == own:
                    counts[str(row["day"] or ""), operator, purpose] += count
    for line in office.register.audit_lines(_done(office)["n"]):
        if line.kind in KINDS and line.operator is not None and person in line.records:
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


def packed(counts: Mapping[Key, int]) -> bytes:
    """The body of one save: its rows behind their length, filled up to a whole 4 KiB, so that it tells how little it holds."""
    rows = [
        [person, operator, purpose, count] for (person, operator, purpose), count in sorted(counts.items())
    ]
    body = encode(rows)
    whole = len(body).to_bytes(4) + body
    return whole + bytes(-len(whole) % PAD)


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


def _bodies(counts: Mapping[Key, int]) -> Iterator[bytes]:
    keys = sorted(counts)
    for at in range(0, len(keys), MOST_ROWS):
        yield packed({key: counts[key] for key in keys[at : at + MOST_ROWS]})


def _keys(office: Office, line: AuditLine) -> Iterable[Key]:
    if line.kind not in KINDS or line.operator is None:
        return
    for record in line.records:
        if line.kind == "read" or office.register.get("people", record) is not None:
            yield wire_id(record), wire_id(line.operator), _purpose(line)


def _purpose(line: AuditLine) -> str:
    return line.purpose if line.kind == "read" else f"{line.kind}:{line.purpose}"


def _day(office: Office, line: AuditLine) -> str:
    at = datetime.fromisoformat(line.at)
    return at.astimezone(ZONES[office.profile.zone]).date().isoformat()


def _done(office: Office) -> dict[str, Any]:
    try:
        kept = json.loads(str(office.register.meta(_DONE) or "{}"))
    except ValueError:
        kept = {}
    n = kept.get("n") if isinstance(kept, dict) else None
    return {"day": kept.get("day") if isinstance(kept, dict) else None, "n": n if isinstance(n, int) else 0}
