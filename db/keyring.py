"""The keyring `<village>.keys`: who can open which compartment, and the recovery sheet's share. Never a plain key.

The whole file is authenticated under the register key, so that nobody can add, take or weaken an entry without it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cbor2
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db import boxes, recovery
from db.boxes import PRODUCTION, Cost, Entry, Keys
from db.durable import from_os, write_atomic
from db.errors import StoreError
from db.handover import PUBLIC

SUFFIX = ".keys"
_FORMAT = 1
_MAC = 32
_MAX_FILE = 64 * 1024
_MAX_USERS = 64


@dataclass(frozen=True, slots=True)
class Keyring:
    """The content of the file. Every change raises `generation`; hash and generation ride in each heartbeat."""

    village: bytes
    generation: int
    users: tuple[Entry, ...]
    recovery_public: bytes
    recovery_sealed: bytes
    mac: bytes = b""

    def hash(self) -> bytes:
        """SHA-256 of the file's bytes."""
        return hashlib.sha256(self.to_bytes()).digest()

    def _body(self) -> bytes:
        users = [_row_of(entry) for entry in self.users]
        body = [_FORMAT, self.village, self.generation, users, self.recovery_public, self.recovery_sealed]
        return cbor2.dumps(body, canonical=True)

    def to_bytes(self) -> bytes:
        """The file as written: canonical CBOR, then the MAC."""
        return self._body() + self.mac

    def signed(self, register: bytes | bytearray) -> "Keyring":
        """The same content under a fresh MAC of this register key."""
        return replace(self, mac=hmac.new(_mac_key(register), self._body(), hashlib.sha256).digest())

    def user(self, user_id: bytes) -> Entry:
        """The entry of a user; StoreError no_such_user."""
        for entry in self.users:
            if entry.id == user_id:
                return entry
        raise StoreError("no_such_user")

    def unlock(self, user_id: bytes, passphrase: str) -> Keys:
        """The keys that a passphrase opens, after the whole file has proved to be authentic under them.

        Takes about 0.2 s to 1.5 s. StoreError wrong_passphrase, no_such_user, keyring_tampered.
        """
        keys = boxes.unlock(self.village, self.user(user_id), passphrase)
        self._verify(keys.register)
        return keys

    def belongs_to(self, register: bytearray) -> bool:
        """Whether the whole file is authentic under this register key."""
        return hmac.compare_digest(self.signed(register).mac, self.mac)

    def labelled(self, label: str) -> Entry:
        """The entry of a login, whatever its case; StoreError no_such_user."""
        wanted = label.strip().casefold()
        for entry in self.users:
            if entry.label.casefold() == wanted:
                return entry
        raise StoreError("no_such_user")

    def _verify(self, register: bytearray) -> None:
        if not self.belongs_to(register):
            raise StoreError("keyring_tampered")

    def _next(self, users: Sequence[Entry], register: bytearray) -> "Keyring":
        self._verify(register)
        return replace(self, generation=self.generation + 1, users=tuple(users)).signed(register)

    def with_user(
        self,
        label: str,
        passphrase: str,
        keys: Keys,
        *,
        duress: str | None = None,
        cost: Cost = PRODUCTION,
    ) -> "Keyring":
        """A new user, who gets these keys: only what the one who adds him has open himself."""
        if len(self.users) >= _MAX_USERS:
            raise StoreError("keyring_parameters", "too many users")
        entry = boxes.make(self.village, label, passphrase, keys, duress=duress, cost=cost)
        return self._next((*self.users, entry), keys.register)

    def with_known_user(
        self, user_id: bytes, label: str, passphrase: str, keys: Keys, *, cost: Cost = PRODUCTION
    ) -> "Keyring":
        """A user whom another laptop of the village knows already, under the same id."""
        if len(self.users) >= _MAX_USERS:
            raise StoreError("keyring_parameters", "too many users")
        blank = Entry(user_id, label, secrets.token_bytes(boxes.SALT_BYTES), cost, (b"", b""))
        entry = boxes.filled(self.village, blank, passphrase, keys, duress=None)
        return self._next((*self.users, entry), keys.register)

    def with_passphrase(self, user_id: bytes, old: str, new: str) -> "Keyring":
        """Another passphrase for the box that the old one opens; salt, cost and the other box stay."""
        entry = self.user(user_id)
        keys = self.unlock(user_id, old)
        changed = boxes.replaced(self.village, entry, old, (new, keys))
        return self._next([changed if one.id == user_id else one for one in self.users], keys.register)

    def with_entry_renewed(
        self, user_id: bytes, passphrase: str, keys: Keys, *, duress: str | None, cost: Cost
    ) -> "Keyring":
        """Both boxes made anew: another role, other keys, another duress passphrase, a higher cost."""
        old = self.user(user_id)
        fresh = replace(old, salt=secrets.token_bytes(boxes.SALT_BYTES), cost=cost)
        changed = boxes.filled(self.village, fresh, passphrase, keys, duress=duress)
        return self._next([changed if one.id == user_id else one for one in self.users], keys.register)

    def without_user(self, user_id: bytes, register: bytearray) -> "Keyring":
        """Drops an entry. He may have kept the keys: new file keys, device keys and epochs must follow (`rekeyed`)."""
        self.user(user_id)
        return self._next([one for one in self.users if one.id != user_id], register)

    def rekeyed(self, old: bytearray, users: Sequence[Entry], new: bytearray) -> "Keyring":
        """The keyring for a new register key: entries made again (each with its passphrase), sheet unchanged."""
        self._verify(old)
        sealed = recovery.seal_to(self.recovery_public, bytes(new), _info(self.village))
        changed = replace(self, generation=self.generation + 1, users=tuple(users), recovery_sealed=sealed)
        return changed.signed(new)

    def handed_over(self, old: bytearray, register: bytearray, cases: bytearray | None) -> "Keyring":
        """The keyring for new file keys, without anybody's passphrase: each takes them over at his next unlock.

        StoreError keyring_parameters for an entry that was made before handovers existed.
        """
        new = bytes(cases) if cases is not None else None
        users = [boxes.handed(self.village, entry, bytes(register), new) for entry in self.users]
        return self.rekeyed(old, users, register)

    def with_sheet(self, public: bytes, register: bytearray) -> "Keyring":
        """Another recovery sheet: the register key sealed to it, and to the old one no longer."""
        self._verify(register)
        sealed = recovery.seal_to(public, bytes(register), _info(self.village))
        changed = replace(
            self, generation=self.generation + 1, recovery_public=public, recovery_sealed=sealed
        )
        return changed.signed(register)

    def recover(self, typed: Sequence[str]) -> bytearray:
        """The register key from the four rows of the sheet. StoreError recovery_row, recovery_key, keyring_tampered."""
        register = recovery.open_with(recovery.seed_of(typed), self.recovery_sealed, _info(self.village))
        self._verify(register)
        return register

    def save(self, path: Path) -> None:
        """Writes the file atomically; the one before stays beside it as `.bak`."""
        write_atomic(path, self.to_bytes(), keep_old=True)


def _mac_key(register: bytes | bytearray) -> bytes:
    return HKDF(algorithm=SHA256(), length=_MAC, salt=None, info=b"desbumi/keyring/1").derive(bytes(register))


def _info(village: bytes) -> bytes:
    return b"desbumi/recovery/register/1" + village


def found(village: bytes, register: bytearray, recovery_public: bytes) -> Keyring:
    """A keyring without users, its register key sealed to the recovery sheet's public key."""
    sealed = recovery.seal_to(recovery_public, bytes(register), _info(village))
    return Keyring(village, 0, (), recovery_public, sealed).signed(register)


def load(path: Path, *, village: bytes | None = None, cheap: bool = False) -> Keyring:
    """Reads a keyring. `cheap` admits the test profile of Argon2id, which is refused otherwise.

    Raises StoreError keyring_missing, keyring_damaged, keyring_parameters, someone_elses_keyring (another village's).
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise StoreError("keyring_missing") from None
    except OSError as error:
        raise from_os(error) from error
    keyring = _parse(data)
    for entry in keyring.users:
        if not boxes.within(entry.cost, cheap=cheap):
            raise StoreError("keyring_parameters")
    if village is not None and keyring.village != village:
        raise StoreError("someone_elses_keyring")
    return keyring


def _parse(data: bytes) -> Keyring:
    if not _MAC < len(data) <= _MAX_FILE:
        raise StoreError("keyring_damaged")
    try:
        keyring = _read(data[:-_MAC], data[-_MAC:])
    except (cbor2.CBORError, ValueError, TypeError):
        raise StoreError("keyring_damaged") from None
    if keyring.to_bytes() != data:
        raise StoreError("keyring_damaged")
    return keyring


def _read(data: bytes, mac: bytes) -> Keyring:
    body = cbor2.loads(data, max_depth=8, allow_indefinite=False, allow_duplicate_keys=False)
    version, village, generation, users, public, sealed = body
    if version != _FORMAT or type(generation) is not int or len(users) > _MAX_USERS:
        raise ValueError("format")
    return Keyring(
        _bytes(village), generation, tuple(map(_entry, users)), _bytes(public), _bytes(sealed), mac
    )


def _bytes(value: object) -> bytes:
    if type(value) is not bytes:
        raise ValueError("bytes")
    return value


def _row_of(entry: Entry) -> list[Any]:
    cost = [entry.cost.memory_kib, entry.cost.passes, entry.cost.lanes]
    row = [entry.id, entry.label, entry.salt, cost, list(entry.boxes)]
    if entry.publics is None:
        return row
    sealed = [list(pair) for pair in entry.handover] if entry.handover is not None else None
    return [*row, [list(pair) for pair in entry.publics], sealed]


def _pairs(value: Any, size: int | None) -> tuple[tuple[bytes, bytes], tuple[bytes, bytes]]:
    (one, two), (three, four) = value
    found = tuple(map(_bytes, (one, two, three, four)))
    if size is not None and any(len(part) != size for part in found):
        raise ValueError("size")
    return (found[0], found[1]), (found[2], found[3])


def _entry(row: Any) -> Entry:
    ident, label, salt, cost, pair, *later = row
    publics = handover = None
    if later:
        public, sealed = later
        publics = _pairs(public, PUBLIC)
        handover = _pairs(sealed, None) if sealed is not None else None
    if any(len(box) != boxes.BOX_BYTES for box in pair) or len(salt) != boxes.SALT_BYTES:
        raise ValueError("box")
    return Entry(
        bytes(ident), str(label), bytes(salt), Cost(*map(int, cost)), (bytes(pair[0]), bytes(pair[1])),
        publics, handover,
    )  # fmt: skip
