"""The tables of lists on their way in: read and judged, not yet applied. Never synced, never part of the state."""

STAGING = """
CREATE TABLE import_job(id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, at TEXT NOT NULL, operator BLOB,
  txn INTEGER, body TEXT NOT NULL);
CREATE TABLE import_row(job INTEGER NOT NULL, n INTEGER NOT NULL, verdict INTEGER NOT NULL, found INTEGER NOT NULL,
  cells TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(job, n)) WITHOUT ROWID;
CREATE INDEX import_row_verdict ON import_row(job, verdict, found, n);
CREATE TABLE import_layout(fingerprint BLOB PRIMARY KEY, body TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX change_by_txn ON change(txn) WHERE dseq IS NOT NULL;
"""
