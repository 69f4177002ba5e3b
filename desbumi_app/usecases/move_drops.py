"""Moves sealed drops into the case store: what every unlocked case user's session does at once.

The save's id derives from the drop, so two laptops that move one drop write one save (data.md 4). Before it, drafts of
the case store about people whom the register has erased meanwhile are forgotten.
"""

from dataclasses import dataclass

from db.mentions import forget_elsewhere
from db.outbox import young_records
from db.session import wire_id
from desbumi_app.office import Office
from desbumi_app.usecases.case_inbox import (
    KeyOf,
    carried_rightly,
    inbox_pairs,
    opened_by,
    share_inbox,
    writers_of,
)
from desbumi_app.usecases.write_drop import decode_body
from sync.crypto import HpkeKeyPair
from sync.drops import open_drop, parse_drop, verify_drop
from sync.errors import SyncError

# A drop's id gives its save's clock: one beyond the year 6400 fits in no store, and is no id of ours.
_BEYOND = 0x80


@dataclass(frozen=True, slots=True)
class Moved:
    """How many were moved in, and how many stay because they cannot be opened, nobody known signed them, or they are young."""

    moved: int
    left: int


def move_drops(office: Office, key_of: KeyOf | None = None, *, everything: bool = False) -> Moved:
    """Move every waiting drop; by default those of the village's own devices.

    What is younger than 15 s and could still be undone waits, as it does for a batch; `everything` takes it along.
    `key_of(device id)` gives a writer's public key, None for a stranger. StoreError closed without the case key. A drop is archived in the register only after its record is stored in
    `cases`, so a kill in between repeats harmlessly.
    """
    cases = office.open_cases()
    forget_elsewhere(cases.session, office.register.session)
    share_inbox(office)
    pairs, lookup = inbox_pairs(cases), key_of or writers_of(office)
    moved = left = 0
    young = frozenset() if everything else young_records(office.register.session)
    for row in office.register.rows_where("drops"):
        if bytes(row["id"]) in young:
            left += 1
        elif _move(office, pairs, lookup, (bytes(row["id"]), bytes(row["body"] or b""))):
            moved += 1
        else:
            left += 1
    return Moved(moved, left)


def _move(office: Office, pairs: tuple[HpkeKeyPair, ...], lookup: KeyOf, drop: tuple[bytes, bytes]) -> bool:
    record, sealed = drop
    drop_id = wire_id(record)
    try:
        signed = opened_by(pairs, lambda pair: open_drop(pair, drop_id, sealed))
        parsed = parse_drop(signed)
        key = lookup(parsed.device)
        if key is None or drop_id[0] & _BEYOND:
            return False
        verify_drop(drop_id, parsed, key)
        if not carried_rightly(office, record, parsed.device):
            return False
        table, values = decode_body(office.catalogue, parsed.body)
    except SyncError:
        return False
    with office.open_cases().transaction(operator=office.operator.id, purpose="move_drop") as tx:
        tx.move_drop(table, drop_id, values, (drop_id, signed))
    with office.register.transaction(operator=office.operator.id, purpose="drop_moved") as tx:
        tx.archive("drops", record)
    return True
