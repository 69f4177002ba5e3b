"""The whole derived state, hashed and built again from the log; and what an upgrade computes anew."""
# ruff: noqa: S608 - table names come from our own declarations, values are always bound

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from db import lists, refold
from db.canonical import array, integer, scalar
from db.derived import TO_FOLD
from db.errors import StoreBug
from db.records import ARCHIVED_FIELD
from db.schema import DERIVED, field_key
from db.session import Session, writing
from db.spec import Merge, Scalar, TableSpec
from db.stamps import entries

Leaf = tuple[int, int, int, Scalar, int]


def state_hash(session: Session, stream: bytes | None = None) -> bytes:
    """SHA-256 over all heads and tags (never over derived columns), the same on every computer that has merged them."""
    streams = {no: bytes(ident) for no, ident in session.read("SELECT no, id FROM stream")}
    digests = []
    for no, ident in sorted(streams.items(), key=lambda item: item[1]):
        if stream is None or ident == stream:
            digests.append(ident + _stream_hash(session, no))
    return hashlib.sha256(b"desbumi/state/1" + b"".join(digests)).digest()


def _stream_hash(session: Session, stream_no: int) -> bytes:
    total = hashlib.sha256()
    for spec in sorted(session.shared.tables.values(), key=lambda one: one.no):
        for leaf in _leaves(session, spec, stream_no):
            total.update(len(leaf).to_bytes(4, "big") + leaf)
    return total.digest()


def _leaves(session: Session, spec: TableSpec, stream_no: int) -> Iterator[bytes]:
    """One leaf a record, by wire id: its heads and tags as (field key, write id, index, value, clock), sorted."""
    fields = [one for one in (ARCHIVED_FIELD, *spec.fields) if one.merge is not Merge.SET]
    names = "".join(f', "{one.name}"' for one in fields)
    place = {one.no: (b"\x85" + integer(field_key(spec.no, one.no)), at) for at, one in enumerate(fields)}
    many = _many(session, spec, stream_no)
    sql = f'SELECT id, stamps{names} FROM "{spec.name}" WHERE stream = ? ORDER BY id'
    number = lru_cache(maxsize=64)(integer)
    for record, stamps, *values in session.conn.execute(sql, (stream_no,)):
        # The stamps lie in the order of the field numbers already.
        found = [
            (no, save, 0, place[no][0] + number(save) + b"\x00" + scalar(values[place[no][1]]) + number(hlc))
            for no, save, hlc in entries(stamps)
        ]
        if record in many:
            found = sorted([*found, *(_encoded(spec, leaf) for leaf in many[record])])
        if found:
            yield record[4:] + array([leaf[3] for leaf in found])


def _encoded(spec: TableSpec, leaf: Leaf) -> tuple[int, int, int, bytes]:
    key, save, at, value, hlc = leaf
    body = b"\x85" + integer(key) + integer(save) + integer(at) + scalar(value) + integer(hlc)
    return key - field_key(spec.no, 0), save, at, body


def _many(session: Session, spec: TableSpec, stream_no: int) -> dict[bytes, list[Leaf]]:
    """Heads of fields with two or more, and tags, by record."""
    low, head = field_key(spec.no, 0), stream_no.to_bytes(4, "big")
    found: dict[bytes, list[Leaf]] = defaultdict(list)
    for sql in (
        "SELECT record, field, save, 0, value, hlc FROM head",
        "SELECT record, field, save, i, value, 0 FROM set_tag",
    ):
        where = f"{sql} WHERE field BETWEEN ? AND ? AND substr(record, 1, 4) = ?"
        for record, *leaf in session.read(where, (low, low + 0xFFFF, head)):
            found[bytes(record)].append((leaf[0], leaf[1], leaf[2], leaf[3], leaf[4]))
    return found


def rebuild(session: Session) -> None:
    """Drops everything that can be derived and computes it from the log again, in one transaction."""
    with writing(session, kind="rebuild") as work:
        work.conn.execute("DELETE FROM meta WHERE name = ?", (TO_FOLD,))
        for table in DERIVED:
            everything = "INSERT INTO people_fts(people_fts) VALUES ('delete-all')"
            work.conn.execute(everything if table == "people_fts" else f"DELETE FROM {table}")
        for spec in session.shared.tables.values():
            work.conn.execute(f'DELETE FROM "{spec.name}"')
        for spec in session.shared.tables.values():
            refold.fold_again(work, spec)
        work.records.clear()
        work.dirty = True


def upgrade(session: Session) -> None:
    """After opening: replays what an older program did not understand, and renews the lines of a newer projection."""
    if session.meta(TO_FOLD):
        rebuild(session)
    with writing(session, kind="upgrade") as work:
        replayed = refold.understand(work)
        projection = session.shared.projection
        if projection is not None and "people" in session.shared.tables:
            done = work.conn.execute("SELECT value FROM meta WHERE name = 'derive_version'").fetchone()
            if done is None or done[0] != projection.version:
                for (record,) in work.conn.execute("SELECT id FROM people").fetchall():
                    work.people[bytes(record)] = None
                work.conn.execute(
                    "REPLACE INTO meta(name, value) VALUES ('derive_version', ?)",
                    (projection.version,),
                )
        if not replayed and not work.people:
            return
        work.detail = str(replayed)


def check_lists(session: Session) -> None:
    """Raises StoreBug when the token counts do not follow from the people listed (used by the self-test)."""
    stored = dict(session.read("SELECT token, people FROM name_token"))
    counted = lists.count_tokens([row[0] for row in session.read("SELECT tokens FROM people_text")])
    if stored != dict(counted):
        raise StoreBug("name tokens do not match the people listed")
