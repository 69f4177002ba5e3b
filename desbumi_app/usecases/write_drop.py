"""Writes what only case roles may read into a sealed drop, whoever types it; nobody can read it back without the key.

A drop's body is [1, table number, {field number: value}] in canonical CBOR (docs/sync-protocol.md, drops).
"""

from collections.abc import Mapping
from typing import Any, Final

import uuid_utils

from db.edits import Transaction
from db.spec import FieldSpec, Merge
from desbumi_app.bootstrap import INBOX_PUBLIC
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.office import Office
from sync.cbor import encode
from sync.drops import BODY_FORMAT, read_body, seal_drop
from sync.envelope import DeviceId
from sync.errors import SyncError

_TYPES: Final[dict[str, type]] = {"TEXT": str, "INTEGER": int, "BLOB": bytes}


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
    return encode([BODY_FORMAT, declared.no, fields])


def decode_body(catalogue: Catalogue, body: bytes) -> tuple[str, dict[str, Any]]:
    """(table, values) of a drop; SyncError malformed, or unsupported_format for a newer program's."""
    number, fields = read_body(body)
    tables = {table.no: table for table in catalogue.of_store("cases")}
    if number not in tables:
        raise SyncError("unsupported_format", table=number)
    spec = tables[number].spec()
    known = {one.no: one for one in spec.fields}
    if not set(fields) <= set(known):
        raise SyncError("unsupported_format", table=number)
    return spec.name, {known[no].name: _fitting(known[no], value) for no, value in fields.items()}


def _fitting(field: FieldSpec, value: Any) -> Any:
    """A value as its field takes it; SyncError malformed for any other: who wrote the drop may be hostile."""
    if field.merge is Merge.SET:
        if not isinstance(value, list) or not all(type(one) is str for one in value):
            raise SyncError("malformed", what="drop value")
        return tuple(value)
    if value is not None and type(value) is not _TYPES[field.column]:
        raise SyncError("malformed", what="drop value")
    return value
