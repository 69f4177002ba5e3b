"""Making a new store and opening an old one: tables, identity, the mark, and what an upgrade has to replay."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from db import derived, erasure, identity, rebuild, schema
from db.clock import Clock
from db.engine import Connection, open_store, translated
from db.errors import StoreBug, StoreError
from db.mark import Formed, Mark, Marked
from db.projection import Projection
from db.session import DESK_CACHE_KIB, LANE_CACHE_KIB, Session, Shared, writing
from db.spec import TableSpec
from db.stamps import HybridClock

MARK_SUFFIX = ".mark"
# Lies beside a file that was put back from a backup until it has been opened once.
RESTORED_SUFFIX = ".restored"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the application hands a store: declarations, the clock, and the people list's rule."""

    specs: tuple[TableSpec, ...]
    clock: Clock
    projection: Projection | None = None


def create(
    path: Path, key: bytearray, given: Surroundings, *, kind: str, stream: bytes | None = None
) -> Session:
    """A new file with a new device identity; removed again when it cannot be finished."""
    tables = schema.tables_of(kind, given.specs)
    conn = open_store(path, key, create=True)
    try:
        with translated():
            schema.migrate(conn, tables)
            conn.execute(
                "INSERT INTO meta(name, value) VALUES ('erasure_key', ?)", (secrets.token_bytes(32),)
            )
            conn.execute("INSERT INTO stream(no, id) VALUES (1, ?)", (stream or secrets.token_bytes(16),))
            conn.execute("INSERT INTO meta(name, value) VALUES ('kind', ?)", (kind,))
    finally:
        conn.close()
    session = _attach(path, key, given, (kind, tables))
    with writing(session, kind="create") as work:
        device, number = secrets.token_bytes(16), identity.next_incarnation(0)
        identity.add(work, stream_no=1, device=device, incarnation=number, parent=None)
    _begin(session)
    return session


def open_session(path: Path, key: bytearray, given: Surroundings) -> Session:
    """Opens a file and brings it up to the declarations given."""
    conn = open_store(path, key)
    try:
        with translated():
            kind = _kind(conn)
            tables = schema.tables_of(kind, given.specs)
            schema.migrate(conn, tables)
            derived.renew(conn)
    finally:
        conn.close()
    session = _attach(path, key, given, (kind, tables))
    try:
        _begin(session)
    except BaseException:
        session.close()
        raise
    return session


def _kind(conn: Connection) -> str:
    """The kind of store. An encrypted file without ours in it is not a register."""
    if conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone() is None:
        raise StoreError("not_a_register")
    row = conn.execute("SELECT value FROM meta WHERE name = 'kind'").fetchone()
    if row is None:
        raise StoreError("not_a_register")
    return str(row[0])


def _attach(
    path: Path, key: bytearray, given: Surroundings, held: tuple[str, tuple[TableSpec, ...]]
) -> Session:
    kind, tables = held
    shared = Shared(
        path=path,
        key=bytearray(key),
        kind=kind,
        tables=MappingProxyType({spec.name: spec for spec in tables}),
        by_no=MappingProxyType({spec.no: spec for spec in tables}),
        clock=given.clock,
        projection=given.projection,
        ticks=HybridClock(given.clock),
        mark=Mark(path.with_suffix(MARK_SUFFIX), key),
    )
    return Session(shared, cache_kib=LANE_CACHE_KIB if kind == "cases" else DESK_CACHE_KIB)


def _begin(session: Session) -> None:
    """What every opening does once: identity, the mark, the upgrade."""
    shared = session.shared
    shared.ripe = (session.one("SELECT coalesce(max(n), 0) FROM change") or (0,))[0]
    me = identity.current(session)
    shared.device, shared.main_stream = me.device, session.stream_no(me.stream) or 1
    _renew_mark(session)
    _go_on_after_restore(session)
    rebuild.upgrade(session)
    erasure.erase_again(session)


def _renew_mark(session: Session) -> None:
    """A mark that is cut, damaged or another key's keeps nobody from a whole book: the file is taken at its word.

    Whoever can spoil the mark could as well remove it, which reads as an empty one. So that nothing is formed twice
    even if the file is an old one, it goes on as a new incarnation; `mark_renewed` lets the letter numbers be asked.
    """
    mark = session.shared.mark
    if mark is None:
        return
    try:
        mark.read()
    except StoreError as error:
        if error.code != "mark_tampered":
            raise
    else:
        return
    here = _formed_in_file(session)
    with writing(session, kind="new_incarnation") as work:
        identity.new_incarnation(work, here)
    stream = identity.current(session).stream
    mark.write(Marked({stream: here} if here.dseq else {}))
    session.shared.mark_renewed = True


def _go_on_after_restore(session: Session) -> None:
    """A file older than its mark, or put back from a backup, forms nothing under the incarnation it had."""
    told = session.shared.path.with_suffix(RESTORED_SUFFIX)
    ahead = behind_mark(session)
    if ahead is None and told.exists():
        ahead = formed_by(session)
    if ahead is not None:
        with writing(session, kind="new_incarnation") as work:
            identity.new_incarnation(work, ahead)
    told.unlink(missing_ok=True)


def formed_by(session: Session) -> Formed:
    """The end of this store's own chain as the mark or the file knows it; dseq 0 when nothing was ever formed."""
    me, here = identity.current(session), _formed_in_file(session)
    marked = session.shared.mark.read().formed.get(me.stream) if session.shared.mark is not None else None
    return here if marked is None else max(here, marked, key=lambda one: (one.incarnation, one.dseq))


def _formed_in_file(session: Session) -> Formed:
    me = identity.current(session)
    row = session.one(
        "SELECT applied, head FROM replica WHERE stream = ? AND device = ? AND incarnation = ? AND branch = x'' "
        "AND head IS NOT NULL",
        (me.stream, me.device, me.incarnation),
    )
    return Formed(me.incarnation, row[0], bytes(row[1])) if row else Formed(me.incarnation, 0, b"")


def behind_mark(session: Session) -> Formed | None:
    """What the mark says was formed, when this file is older than that (it was restored); else None."""
    mark, me = session.shared.mark, identity.current(session)
    if mark is None:
        raise StoreBug("this store has no mark")
    formed = mark.read().formed.get(me.stream)
    if formed is None or me.incarnation > formed.incarnation:
        return None
    row = session.one(
        "SELECT applied FROM replica WHERE stream = ? AND device = ? AND incarnation = ? AND branch = x''",
        (me.stream, me.device, formed.incarnation),
    )
    return formed if me.incarnation < formed.incarnation or (row[0] if row else 0) < formed.dseq else None
