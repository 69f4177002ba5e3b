"""The district says that two records are one person, or that they are not, and takes it back without a loss.

A link is a guarded record of the district's own stream; each chosen value is an ordinary save into the village's
stream with the link as its reason. Nothing else of the other village is copied (design 5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from db.clock import instant
from db.edits import Transaction
from db.errors import StoreError
from db.store import Store
from desbumi_app.office import Office
from desbumi_app.outcomes import Saved
from sync.cbor import decode, encode
from sync.errors import SyncError

MARK: Final = "also_registered_in"
_CHOSEN_BYTES: Final = 16_384


@dataclass(frozen=True, slots=True)
class Replaced:
    """One value that a merge wrote: record, field, what stood there, what was written."""

    record: bytes
    field: str
    old: str | int | None
    new: str | int | None


@dataclass(frozen=True, slots=True)
class United:
    """The link's stored id, and what was written into the two villages."""

    link: bytes
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """What was written back, and what somebody has changed since and therefore stays as it is."""

    restored: tuple[Replaced, ...]
    left: tuple[Replaced, ...]


def unite_people(office: Office, one: bytes, other: bytes, chosen: Mapping[str, Any], reason: str) -> United:
    """Say that two records are the same person. `chosen`: fields of `people` whose value both shall have.

    A field in dispute is settled by it. StoreError no_such_record; nothing is stored then.
    """
    register = office.register
    rows = {side: _person(register, side) for side in (one, other)}
    places = {side: _place(register, side) for side in (one, other)}
    replaced = tuple(
        Replaced(side, name, row[name], value)
        for side, row in rows.items()
        for name, value in chosen.items()
        if row[name] != value
    )
    with register.transaction(operator=office.operator.id, purpose="unite_people") as tx:
        link = _put_link(
            office, tx, (one, other), {**_decision(office, "same", reason), "chosen": encode_chosen(replaced)}
        )
        for item in replaced:
            tx.settle("people", item.record, item.field, item.new, reason_of(link))
        for side, far in ((one, other), (other, one)):
            if place := places[far]:
                tx.add("people", side, MARK, place)
    return United(link, replaced)


def judge_pair(office: Office, one: bytes, other: bytes, verdict: str, reason: str) -> Saved:
    """Say not_same, ask or later about a pair; the record is the link. Changes no record of a village."""
    if verdict not in {"not_same", "ask", "later"}:
        raise ValueError(verdict)
    with office.register.transaction(operator=office.operator.id, purpose="judge_pair") as tx:
        return Saved(_put_link(office, tx, (one, other), _decision(office, verdict, reason)), tx.txn)


def split_people(office: Office, link: bytes, reason: str) -> Split:
    """Take a union back: not_same, the mark removed, values written back where nobody has changed them since."""
    register = office.register
    row = register.get("links", link)
    if row is None or row["verdict"] != "same":
        raise StoreError("no_such_record")
    sides = _sides(register, row)
    replaced = decode_chosen(bytes(row["chosen"] or b""))
    back = tuple(item for item in replaced if _untouched(register, item, reason_of(link)))
    places = {side: _place(register, side) for side in sides}
    with register.transaction(operator=office.operator.id, purpose="split_people") as tx:
        tx.change("links", link, _decision(office, "not_same", reason))
        for item in back:
            tx.settle("people", item.record, item.field, item.old, reason_of(link))
        for side, far in (sides, sides[::-1]):
            if place := places[far]:
                tx.remove("people", side, MARK, place)
    return Split(back, tuple(item for item in replaced if item not in back))


def reason_of(link: bytes) -> str:
    """The reason that a village reads in the history of a value the district chose."""
    return f"link:{link[-16:].hex()}"


def encode_chosen(replaced: tuple[Replaced, ...]) -> bytes:
    """What a union replaced, kept in the link so that it can be taken back: [[record, field, old, new], ...]."""
    return encode([[item.record, item.field, item.old, item.new] for item in replaced])


def decode_chosen(data: bytes) -> tuple[Replaced, ...]:
    """The inverse; an unreadable one (a newer program's) restores nothing."""
    if not data:
        return ()
    try:
        rows = decode(data, max_bytes=_CHOSEN_BYTES, max_depth=2)
        return tuple(Replaced(bytes(record), str(field), old, new) for record, field, old, new in rows)
    except (SyncError, TypeError, ValueError):
        return ()


def _person(register: Store, record: bytes) -> Mapping[str, Any]:
    row = register.get("people", record)
    if row is None:
        raise StoreError("no_such_record")
    return row


def _place(register: Store, record: bytes) -> str | None:
    """The region code of the village whose stream a record is in."""
    for row in register.rows_where("village_settings"):
        if bytes(row["id"])[:4] == record[:4]:
            return None if row["region_code"] is None else str(row["region_code"])
    return None


def _decision(office: Office, verdict: str, reason: str) -> dict[str, Any]:
    at = instant(office.clock.now())
    return {"verdict": verdict, "reason": reason, "decided_by": office.operator.id, "decided_at": at}


def _put_link(office: Office, tx: Transaction, pair: tuple[bytes, bytes], judged: Mapping[str, Any]) -> bytes:
    """One link a pair, whatever the order: judged again, it is changed, and its history says how."""
    streams = office.register.streams()
    one, other = sorted(pair)
    values = {"chosen": None, **judged}
    sides = {
        "a_stream": streams[int.from_bytes(one[:4]) - 1],
        "a_id": one[4:],
        "b_stream": streams[int.from_bytes(other[:4]) - 1],
        "b_id": other[4:],
    }
    for row in office.register.rows_where("links", a_id=sides["a_id"], b_id=sides["b_id"]):
        if (row["a_stream"], row["b_stream"]) == (sides["a_stream"], sides["b_stream"]):
            tx.change("links", bytes(row["id"]), values)
            return bytes(row["id"])
    return tx.create("links", {**sides, **values})


def _sides(register: Store, row: Mapping[str, Any]) -> tuple[bytes, bytes]:
    numbers = {stream: no.to_bytes(4) for no, stream in enumerate(register.streams(), start=1)}
    one, other = (numbers[bytes(row[f"{side}_stream"])] + bytes(row[f"{side}_id"]) for side in ("a", "b"))
    return one, other


def _untouched(register: Store, item: Replaced, reason: str) -> bool:
    """Whether the value shown is still the one this union wrote: the newest save of the field carries its reason."""
    return next(_reasons(register, item), None) == reason


def _reasons(register: Store, item: Replaced) -> Iterator[str | None]:
    heads = {head.save for head in register.heads("people", item.record, item.field)}
    for entry in reversed(register.history(item.record)):
        if entry.save in heads:
            yield entry.reason
