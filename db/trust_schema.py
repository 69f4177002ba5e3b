"""The tables of trust: what a store holds of the control chain, epoch keys, the relay, and other devices' batches.

Every store has its own copy, so that one transaction never spans two files. Nothing here is rebuilt from the log.
"""

TRUST = """
CREATE TABLE control_entry(hash BLOB PRIMARY KEY, n INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE control_receipt(hash BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE epoch_key(stream BLOB NOT NULL, n INTEGER NOT NULL, secret BLOB NOT NULL,
  PRIMARY KEY(stream, n)) WITHOUT ROWID;
CREATE TABLE wrap_set(hash BLOB PRIMARY KEY, stream BLOB NOT NULL, n INTEGER NOT NULL, data BLOB NOT NULL,
  published INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE relay_cursor(stream BLOB NOT NULL, lane INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(stream, lane)) WITHOUT ROWID;
CREATE TABLE chain_end(stream BLOB NOT NULL, device BLOB NOT NULL, incarnation INTEGER NOT NULL, branch BLOB NOT NULL,
  dseq INTEGER NOT NULL, link BLOB NOT NULL, PRIMARY KEY(stream, device, incarnation, branch)) WITHOUT ROWID;
CREATE TABLE kept_batch(n INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, stream BLOB NOT NULL, device BLOB NOT NULL,
  incarnation INTEGER NOT NULL, branch BLOB NOT NULL, first_dseq INTEGER NOT NULL, last_dseq INTEGER NOT NULL,
  fresh INTEGER NOT NULL, link BLOB NOT NULL, data BLOB NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  received INTEGER, receipt BLOB);
CREATE INDEX kept_chain ON kept_batch(stream, device, incarnation, last_dseq);
CREATE INDEX kept_open ON kept_batch(state, n) WHERE state <> 'merged';
CREATE TABLE unopened(batch BLOB NOT NULL, i INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(batch, i)) WITHOUT ROWID;
CREATE TABLE trust_secret(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE alarm(id BLOB PRIMARY KEY, kind TEXT NOT NULL, stream BLOB NOT NULL, device BLOB NOT NULL,
  incarnation INTEGER NOT NULL, dseq INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE peer_report(stream BLOB NOT NULL, device BLOB NOT NULL, counter INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY(stream, device)) WITHOUT ROWID;
CREATE TABLE peer_heartbeat(stream BLOB NOT NULL, device BLOB NOT NULL, counter INTEGER NOT NULL, data BLOB NOT NULL,
  received INTEGER,
  PRIMARY KEY(stream, device)) WITHOUT ROWID;
"""
