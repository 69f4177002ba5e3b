"""The tables of one store: the fixed ones, and the record tables generated from the declarations.

Grown by additive migrations only. Synced tables carry no foreign key, no unique value and no NOT NULL besides their
id: any order of arrival is legal, and a number used twice is a finding, not an error.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from db.engine import Connection, toolkit
from db.errors import StoreBug, StoreError
from db.spec import FieldSpec, Merge, TableSpec
from db.staging_schema import STAGING
from db.trust_schema import TRUST

KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "register": frozenset({"register"}),
        "cases": frozenset({"cases"}),
        "district": frozenset({"register", "district"}),
    },
)
_OWN_COLUMNS = frozenset({"rid", "id", "stream", "stamps", "archived", "import_id"})

# A field key (columns `field`) is table number × 65536 + field number, so that one record id used in two tables
# never mixes their heads.
_FIXED = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE stream(no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);
CREATE TABLE identity(n INTEGER PRIMARY KEY, stream INTEGER NOT NULL, device BLOB NOT NULL,
  incarnation INTEGER NOT NULL, parent BLOB, signing BLOB NOT NULL, opening BLOB NOT NULL, since TEXT NOT NULL);
CREATE TABLE replica(no INTEGER PRIMARY KEY, stream BLOB NOT NULL, device BLOB NOT NULL,
  incarnation INTEGER NOT NULL, branch BLOB NOT NULL DEFAULT x'', applied INTEGER NOT NULL DEFAULT 0, head BLOB,
  UNIQUE(stream, device, incarnation, branch));
CREATE TABLE change(n INTEGER PRIMARY KEY, save INTEGER NOT NULL UNIQUE, replica INTEGER, dseq INTEGER,
  record BLOB NOT NULL, table_no INTEGER NOT NULL, txn INTEGER, hlc INTEGER NOT NULL, at TEXT NOT NULL,
  operator BLOB, op BLOB NOT NULL, unknown INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0,
  late INTEGER NOT NULL DEFAULT 0, UNIQUE(replica, dseq));
CREATE TABLE stub(replica INTEGER, dseq INTEGER, link BLOB, control_n INTEGER, PRIMARY KEY(replica, dseq)) WITHOUT ROWID;
CREATE TABLE erased(hash BLOB PRIMARY KEY, control_n INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX change_record ON change(record, n);
CREATE INDEX change_txn ON change(txn) WHERE dseq IS NULL;
CREATE INDEX change_unsealed ON change(n) WHERE dseq IS NULL;
CREATE INDEX change_held ON change(record) WHERE held = 1;
CREATE INDEX change_unknown ON change(table_no) WHERE unknown = 1;
CREATE TABLE head(record BLOB, field INTEGER, save INTEGER, value, hlc INTEGER, late INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(record, field, save)) WITHOUT ROWID;
CREATE TABLE conflict(id BLOB PRIMARY KEY, record BLOB, field INTEGER, kind TEXT, opened_at TEXT) WITHOUT ROWID;
CREATE TABLE named_ahead(save INTEGER, record BLOB, field INTEGER, i INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(save, record, field, i)) WITHOUT ROWID;
CREATE TABLE set_tag(record BLOB, field INTEGER, save INTEGER, i INTEGER, value,
  PRIMARY KEY(record, field, save, i)) WITHOUT ROWID;
CREATE TABLE people_list(rid INTEGER PRIMARY KEY, sort TEXT, stage INTEGER, conditions INTEGER, country TEXT,
  hamlet INTEGER, sex INTEGER, route INTEGER, born TEXT, flags INTEGER, next_contact_on TEXT, first_expiry_on TEXT,
  last_departed_on TEXT, last_contact_on TEXT, papers INTEGER);
CREATE INDEX people_list_sort ON people_list(sort, stage, conditions, country, hamlet, sex, route, flags, next_contact_on);
CREATE INDEX people_list_stage ON people_list(stage, next_contact_on);
CREATE TABLE people_text(rid INTEGER PRIMARY KEY, text TEXT NOT NULL, tokens TEXT NOT NULL);
CREATE VIRTUAL TABLE people_fts USING fts5(text, content='', contentless_delete=1, tokenize='trigram');
CREATE TABLE name_token(token TEXT PRIMARY KEY, people INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE outbox(n INTEGER PRIMARY KEY, stream BLOB, first_dseq INTEGER, last_dseq INTEGER, bytes BLOB, state TEXT,
  receipt BLOB);
CREATE TABLE inbox(hash BLOB PRIMARY KEY, stream BLOB, history BLOB, seq INTEGER, bytes BLOB, state TEXT,
  reason TEXT) WITHOUT ROWID;
CREATE TABLE draft(form TEXT, record BLOB, operator BLOB, body BLOB, at TEXT, PRIMARY KEY(form, record, operator)) WITHOUT ROWID;
CREATE TABLE blob(hash BLOB PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE audit(n INTEGER PRIMARY KEY, body BLOB NOT NULL, chain BLOB NOT NULL);
"""

# Beside the audit chain: what was typed as a reason, and for which records, so that erasure finds it.
_REASONS = """
CREATE TABLE audit_reason(id BLOB PRIMARY KEY, salt BLOB NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE audit_reason_of(record BLOB NOT NULL, id BLOB NOT NULL, PRIMARY KEY(record, id)) WITHOUT ROWID;
"""

# How much waits for a receipt is asked all the time: without this every batch would be read for it.
_WAITING = "CREATE INDEX outbox_waiting ON outbox(state, first_dseq, last_dseq);\n"

# Everything that `Store.rebuild` drops and computes again from `change`.
DERIVED = (
    "head",
    "conflict",
    "named_ahead",
    "set_tag",
    "people_list",
    "people_text",
    "name_token",
    "people_fts",
)


def field_key(table_no: int, field_no: int) -> int:
    """The value of columns `field`: unique over tables."""
    return table_no << 16 | field_no


def tables_of(kind: str, specs: Iterable[TableSpec]) -> tuple[TableSpec, ...]:
    """The tables that a store of this kind holds, by number. StoreBug on a number, name or column used twice."""
    chosen = sorted((spec for spec in specs if spec.store in KINDS[kind]), key=lambda spec: spec.no)
    if len({spec.no for spec in chosen}) != len(chosen) or len({spec.name for spec in chosen}) != len(chosen):
        raise StoreBug("a table number or name is used twice")
    for spec in chosen:
        taken = {field.name for field in spec.fields} & _OWN_COLUMNS
        if taken or any(field.no < 1 for field in spec.fields):
            message = f"table {spec.name}: reserved names or numbers {sorted(taken)}"
            raise StoreBug(message)
    return tuple(chosen)


def register_format(tables: Iterable[TableSpec]) -> int:
    """The newest format that any table or field of this program needs."""
    return max((since for t in tables for since in (t.since, *(f.since for f in t.fields))), default=1)


def _column(field: FieldSpec) -> str:
    # No declared NOT NULL, no type for sets: they hold JSON text of the values shown.
    return f'"{field.name}" {"TEXT" if field.merge is Merge.SET else field.column}'


def _grow_table(conn: Connection, spec: TableSpec) -> None:
    """Creates the record table, or adds the columns it lacks; indexes every reference."""
    have = {row[1] for row in conn.execute(f'PRAGMA table_info("{spec.name}")')}
    columns = {field.name: _column(field) for field in spec.fields}
    if not have:
        body = ", ".join(columns.values())
        conn.execute(
            f'CREATE TABLE "{spec.name}"(rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, stream INTEGER NOT NULL, '
            f"{body}{', ' if body else ''}stamps BLOB NOT NULL, archived INTEGER, import_id INTEGER)",
        )
    else:
        for name in columns.keys() - have:
            conn.execute(f'ALTER TABLE "{spec.name}" ADD COLUMN {columns[name]}')
    for field in spec.fields:
        if field.refers_to is not None:
            conn.execute(
                f'CREATE INDEX IF NOT EXISTS "{spec.name}_{field.name}" ON "{spec.name}"("{field.name}")',
            )


def _shape(tables: Iterable[TableSpec]) -> str:
    text = ";".join(
        f"{t.no}:{','.join(f'{f.no}{f.name}{f.column}{f.refers_to}' for f in t.fields)}" for t in tables
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def statements() -> list[str]:
    """The statements that make the fixed tables and their indices, in order."""
    return _parts(_FIXED)


def _parts(script: str) -> list[str]:
    return [one.strip() for one in script.split(";\n") if one.strip()]


def _run(conn: Connection, script: str) -> None:
    for statement in _parts(script):
        conn.execute(statement)


def migrate(conn: Connection, tables: tuple[TableSpec, ...]) -> None:
    """Brings a store up to these declarations, each step in one transaction; a repeat does nothing.

    Raises StoreError newer_format when the file was written by a newer program: opening it would hide fields.
    """
    wanted = register_format(tables)
    if _stored_format(conn) > wanted:
        raise StoreError("newer_format")
    steps: dict[str, Callable[[object], None]] = {
        "fixed-1": lambda _database: _run(conn, _FIXED),
        f"records-{_shape(tables)}": lambda _database: _grow(conn, tables, wanted),
        "trust-1": lambda _database: _run(conn, TRUST),
        "staging-1": lambda _database: _run(conn, STAGING),
        "audit-reasons-1": lambda _database: _run(conn, _REASONS),
        "outbox-waiting-1": lambda _database: _run(conn, _WAITING),
    }
    if steps.keys() <= _applied(conn):
        return  # as at every opening but the first of a new program; what grows stores is then not even loaded
    migrations = toolkit().Migrations("desbumi")
    for name, step in steps.items():
        migrations(name=name)(step)
    migrations.apply(toolkit().Database(conn, execute_plugins=False))


def _applied(conn: Connection) -> set[str]:
    """The names of the steps that this file has already gone through, as sqlite-utils keeps them."""
    if conn.execute("SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations'").fetchone() is None:
        return set()
    rows = conn.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'desbumi'")
    return {str(name) for (name,) in rows}


def _stored_format(conn: Connection) -> int:
    """The format of an existing store; 0 for a new file."""
    if conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone() is None:
        return 0
    row = conn.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
    return int(row[0]) if row else 0


def _grow(conn: Connection, tables: Iterable[TableSpec], wanted: int) -> None:
    for spec in tables:
        _grow_table(conn, spec)
    conn.execute("REPLACE INTO meta(name, value) VALUES ('format', ?)", (wanted,))
