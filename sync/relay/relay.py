"""One running relay: its database, files, key, settings and districts, handed to every route.

The receipt key and the ticket secret come from one file in the data directory that only the operator can read.
"""

import os
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.crypto import generate_signing_key, hkdf, public_bytes, signing_key, signing_key_bytes
from sync.errors import SyncError
from sync.limits import KEY_SIZE
from sync.receipts import Receipted, make_receipt
from sync.relay.database import Database, open_database
from sync.relay.districts import Districts
from sync.relay.files import os_failures, sync_folder
from sync.relay.schema import prepare
from sync.relay.settings import Now, Settings

_KEY_FILE: Final = "relay.key"


@dataclass(frozen=True, slots=True)
class Relay:
    """Everything a route needs; nothing in it opens a batch."""

    database: Database
    folder: Path
    key: Ed25519PrivateKey = field(repr=False)
    ticket_secret: bytes = field(repr=False)
    history: bytes
    settings: Settings
    now: Now
    districts: Districts

    @property
    def public_key(self) -> bytes:
        """The key under which receipts are checked; the control chain names it."""
        return public_bytes(self.key)

    def receipt(self, stream: bytes, seq: int, value: bytes, at: datetime) -> bytes:
        """Return the signed receipt for one hash at one number."""
        return make_receipt(self.key, Receipted(self.history, stream, seq, [value], int(at.timestamp())))

    def check_room(self) -> None:
        """Refuse (`relay_full`) while less disk is free than the reserve; asked before anything is taken."""
        if shutil.disk_usage(self.folder).free < self.settings.disk_reserve:
            raise SyncError("relay_full")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a relay keeps what it has."""

    data_dir: Path
    database_url: str | None = None
    restored: bool = False


def open_relay(place: Place, settings: Settings, now: Now) -> Relay:
    """Open or create a relay. Raises `SyncError` with a `relay_*` code."""
    with os_failures():
        place.data_dir.mkdir(parents=True, exist_ok=True)
        key = _own_key(place.data_dir)
    database = open_database(place.data_dir, place.database_url)
    history = prepare(database, restored=place.restored)
    return Relay(
        database=database,
        folder=place.data_dir,
        key=key,
        ticket_secret=hkdf(signing_key_bytes(key), "desbumi/relay-ticket/1", KEY_SIZE),
        history=history,
        settings=settings,
        now=now,
        districts=Districts(database, settings.release_keys),
    )


def _own_key(data_dir: Path) -> Ed25519PrivateKey:
    path = data_dir / _KEY_FILE
    if path.exists():
        return signing_key(path.read_bytes())
    key, fresh = generate_signing_key(), path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(signing_key_bytes(key))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
    sync_folder(data_dir)
    return key
