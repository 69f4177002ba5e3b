"""Writes what only case roles may read into a sealed drop, whoever types it; nobody can read it back without the key.

A drop's body is [1, table number, {field number: value}] in canonical CBOR (docs/sync-protocol.md, drops).
"""

from collections.abc import Mapping
from typing import Any

import uuid_utils

from db.edits import Transaction
from db.store import Store
from desbumi_app.bootstrap import INBOX_PUBLIC
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.office import Office
from sync.cbor import decode, encode
from sync.drops import seal_drop
from sync.envelope import DeviceId
from sync.errors import SyncError
from sync.limits import DROP_BODY_BYTES
from sync.shapes import array

FORMAT = 1


def put_drop(office: Office, tx: Transaction, table: str, values: Mapping[str, Any]) -> bytes:
    """Seal one record of a case table into a drop of this transaction; returns the drop's 16-byte id.

    SyncError body_too_large for more than a drop holds; the transaction is then undone as a whole.
    """
    drop_id = uuid_utils.uuid7().bytes
    me = office.register.identity()
    inbox = bytes(office.register.meta(INBOX_PUBLIC))
    body = encode_body(office.catalogue, table, values)
    sealed = seal_drop(inbox, drop_id, body, device=DeviceId(me.device), private=me.signing_key())
    tx.create("drops", {"body": sealed}, wire=drop_id)
    return drop_id


def encode_body(catalogue: Catalogue, table: str, values: Mapping[str, Any]) -> bytes:
    """The frozen bytes of a drop's body; empty values are left out."""
    declared = catalogue.table(table)
    fields = {
        declared.field(name).no: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value not in (None, ())
    }
    return encode([FORMAT, declared.no, fields])


def decode_body(catalogue: Catalogue, body: bytes) -> tuple[str, dict[str, Any]]:
    """(table, values) of a drop; SyncError malformed, or unsupported_format for a newer program's."""
    version, number, fields = array(decode(body, max_bytes=DROP_BODY_BYTES, max_depth=3), 3, "drop body")
    tables = {table.no: table for table in catalogue.of_store("cases")}
    if version != FORMAT or number not in tables:
        raise SyncError("unsupported_format", format=version)
    if not isinstance(fields, dict):
        raise SyncError("malformed", what="drop fields")
    names = {one.no: one.name for one in tables[number].fields}
    if not set(fields) <= set(names):
        raise SyncError("unsupported_format", format=version)
    return tables[number].name, {
        names[no]: tuple(value) if isinstance(value, list) else value for no, value in fields.items()
    }


def waiting_drops(register: Store) -> int:
    """How many drops nobody with the key has moved in yet."""
    return len(register.rows_where("drops"))
