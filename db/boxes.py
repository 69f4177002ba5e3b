"""One user's entry in the keyring: one salt, two boxes of equal size that nobody can tell apart without a passphrase.

The second box is a duress box or random bytes. A box holds role and compartment keys; keys it does not open are random.
"""

import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field, replace

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from db.errors import StoreError
from db.handover import CASES, REGISTER, Pair, publics, seal, take

KEY = 32
_NONCE, _TAG = 12, 16
_PLAIN = 8 + 3 * KEY
BOX_BYTES = _NONCE + _PLAIN + _TAG
SALT_BYTES = 16
_FORMAT = 1
_OPENS_CASES = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id's parameters: memory in KiB, passes, lanes."""

    memory_kib: int
    passes: int
    lanes: int


PRODUCTION = Cost(64 * 1024, 3, 4)
# Only for tests of what lies behind a passphrase; refused on reading unless asked for by name.
CHEAP_FOR_TESTS = Cost(64, 1, 1)
_FLOOR = Cost(19 * 1024, 2, 1)
_CEILING = Cost(1024 * 1024, 20, 16)


@dataclass(frozen=True, slots=True)
class Keys:
    """What a passphrase opens. `cases` is None for a user (or a duress passphrase) without that compartment.

    `signing` is the scalar of the user's ES256 letter key. `role` is the application's code, 0 to 255.
    """

    role: int
    register: bytearray = field(repr=False)
    cases: bytearray | None = field(default=None, repr=False)
    signing: bytes = field(default=b"", repr=False)

    def zero(self) -> None:
        """Overwrites the file keys; what Python copied before is beyond reach."""
        for key in (self.register, self.cases):
            if key is not None:
                key[:] = bytes(len(key))


@dataclass(frozen=True, slots=True)
class Entry:
    """A user as the file holds him. `publics`, `handover`: see db.handover, in the order of the boxes."""

    id: bytes
    label: str
    salt: bytes
    cost: Cost
    boxes: tuple[bytes, bytes]
    publics: tuple[Pair, Pair] | None = None
    handover: tuple[Pair, Pair] | None = None


def within(cost: Cost, *, cheap: bool) -> bool:
    """Whether parameters read from a file are neither too weak to use nor made to hang us."""
    if cheap and cost == CHEAP_FOR_TESTS:
        return True
    pairs = zip(
        (cost.memory_kib, cost.passes, cost.lanes),
        (
            (_FLOOR.memory_kib, _CEILING.memory_kib),
            (_FLOOR.passes, _CEILING.passes),
            (_FLOOR.lanes, _CEILING.lanes),
        ),
        strict=True,
    )
    return all(low <= value <= high for value, (low, high) in pairs)


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Argon2id over the NFKC form in UTF-8. StoreError no_memory_for_passphrase: the cost is never lowered silently."""
    text = unicodedata.normalize("NFKC", passphrase).encode()
    try:
        kdf = Argon2id(
            salt=salt, length=KEY, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib,
        )  # fmt: skip
        return kdf.derive(text)
    except MemoryError:
        raise StoreError("no_memory_for_passphrase") from None


def _aad(village: bytes, entry: Entry) -> bytes:
    cost = entry.cost
    return cbor2.dumps(
        [b"desbumi/box/1", village, entry.id, entry.salt, cost.memory_kib, cost.passes, cost.lanes],
        canonical=True,
    )


def _sealed(kek: bytes, keys: Keys, aad: bytes) -> bytes:
    cases = keys.cases if keys.cases is not None else secrets.token_bytes(KEY)
    flags = _OPENS_CASES if keys.cases is not None else 0
    signing = keys.signing or secrets.token_bytes(KEY)
    plain = bytes((_FORMAT, keys.role, flags, 1 if keys.signing else 0)) + bytes(4)
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(kek).encrypt(nonce, plain + bytes(keys.register) + bytes(cases) + signing, aad)


def _opened(kek: bytes, box: bytes, aad: bytes) -> Keys | None:
    try:
        plain = AESGCM(kek).decrypt(box[:_NONCE], box[_NONCE:], aad)
    except InvalidTag:
        return None
    register, cases, signing = (plain[8 + KEY * i : 8 + KEY * (i + 1)] for i in range(3))
    return Keys(
        role=plain[1],
        register=bytearray(register),
        cases=bytearray(cases) if plain[2] & _OPENS_CASES else None,
        signing=signing if plain[3] else b"",
    )


def make(village: bytes, label: str, passphrase: str, keys: Keys, *, duress: str | None, cost: Cost) -> Entry:
    """A new entry. With `duress`, that passphrase opens the register only; the box order is random either way."""
    entry = Entry(secrets.token_bytes(16), label, secrets.token_bytes(SALT_BYTES), cost, (b"", b""))
    return filled(village, entry, passphrase, keys, duress=duress)


def filled(village: bytes, entry: Entry, passphrase: str, keys: Keys, *, duress: str | None) -> Entry:
    """The entry with both boxes made anew under its salt and cost."""
    if duress is not None and hmac.compare_digest(duress.encode(), passphrase.encode()):
        raise StoreError("wrong_passphrase", "both are the same")
    aad = _aad(village, entry)
    kek = stretch(passphrase, entry.salt, entry.cost)
    normal = (_sealed(kek, keys, aad), publics(kek, cases=keys.cases is not None))
    other = (secrets.token_bytes(BOX_BYTES), publics(None, cases=False))
    if duress is not None:
        reduced, second = replace(keys, cases=None, signing=b""), stretch(duress, entry.salt, entry.cost)
        other = (_sealed(second, reduced, aad), publics(second, cases=False))
    first, last = (normal, other) if secrets.randbits(1) else (other, normal)
    return replace(entry, boxes=(first[0], last[0]), publics=(first[1], last[1]), handover=None)


def unlock(village: bytes, entry: Entry, passphrase: str) -> Keys:
    """What the passphrase opens: both boxes are always tried. StoreError wrong_passphrase."""
    kek, aad = stretch(passphrase, entry.salt, entry.cost), _aad(village, entry)
    found = [
        (i, keys) for i, keys in enumerate(_opened(kek, box, aad) for box in entry.boxes) if keys is not None
    ]
    if not found:
        raise StoreError("wrong_passphrase")
    return _taken_over(village, entry, kek, found[0])


def _taken_over(village: bytes, entry: Entry, kek: bytes, opened: tuple[int, Keys]) -> Keys:
    """The keys of a box, or those handed over to it since."""
    index, keys = opened
    if entry.handover is None:
        return keys
    sealed, info = entry.handover[index], village + entry.id
    register = take(kek, sealed, REGISTER, info)
    cases = take(kek, sealed, CASES, info) if keys.cases is not None else None
    return replace(
        keys,
        register=register if register is not None else keys.register,
        cases=cases if cases is not None else keys.cases,
    )


def handed(village: bytes, entry: Entry, register: bytes, cases: bytes | None) -> Entry:
    """The entry with these keys sealed to both its boxes, unlocked by nobody. StoreError keyring_parameters: too old."""
    if entry.publics is None:
        raise StoreError("keyring_parameters", "made before handovers")
    info = village + entry.id
    one, other = (seal(pair, register, cases, info) for pair in entry.publics)
    return replace(entry, handover=(one, other))


def replaced(village: bytes, entry: Entry, old: str, new: tuple[str, Keys]) -> Entry:
    """Another passphrase for the box that the old one opens; the other box stays as it is, whatever it holds."""
    kek, aad = stretch(old, entry.salt, entry.cost), _aad(village, entry)
    index = next((i for i, box in enumerate(entry.boxes) if _opened(kek, box, aad) is not None), None)
    if index is None:
        raise StoreError("wrong_passphrase")
    passphrase, keys = new
    fresh = stretch(passphrase, entry.salt, entry.cost)
    boxes = list(entry.boxes)
    boxes[index] = _sealed(fresh, keys, aad)
    changed = replace(entry, boxes=(boxes[0], boxes[1]))
    if entry.publics is None:
        return changed
    pairs = list(entry.publics)
    pairs[index] = publics(fresh, cases=keys.cases is not None)
    changed = replace(changed, publics=(pairs[0], pairs[1]))
    if entry.handover is None:
        return changed
    sealed = list(entry.handover)
    cases = bytes(keys.cases) if keys.cases is not None else None
    sealed[index] = seal(pairs[index], bytes(keys.register), cases, village + entry.id)
    return replace(changed, handover=(sealed[0], sealed[1]))
