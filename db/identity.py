"""The device identity of one store: signing key, opening key, incarnation. It lies only inside the encrypted file.

Each compartment has its own; two stores of one laptop share none of it (trust.md 1). Old identities are kept, so that
what was sealed to them can still be opened.
"""

import secrets
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from db.changes import decode_own, encode
from db.errors import StoreBug
from db.mark import Formed
from db.session import Session, Writing


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this store is to others. `opening` is an ML-KEM-768 seed (64 bytes) followed by an X25519 key (32 bytes).

    `parent` is the last thing formed by the previous incarnation, which the first batch of this one names.
    """

    stream: bytes
    device: bytes
    incarnation: int
    parent: Formed | None
    signing: bytes = field(repr=False)
    opening: bytes = field(repr=False)

    def signing_key(self) -> Ed25519PrivateKey:
        """The Ed25519 key that signs this store's batches."""
        return Ed25519PrivateKey.from_private_bytes(self.signing)


def fresh_keys() -> tuple[bytes, bytes]:
    """New private keys: signing (32 bytes) and opening (96 bytes)."""
    signing = Ed25519PrivateKey.generate().private_bytes_raw()
    opening = (
        MLKEM768PrivateKey.generate().private_bytes_raw() + X25519PrivateKey.generate().private_bytes_raw()
    )
    return signing, opening


def current(session: Session) -> Identity:
    """The newest identity."""
    return every(session)[-1]


def every(session: Session) -> list[Identity]:
    """All identities this store ever had, oldest first."""
    rows = session.read(
        "SELECT stream, device, incarnation, parent, signing, opening FROM identity ORDER BY n"
    )
    if not rows:
        raise StoreBug("a store without identity")
    return [
        Identity(
            session.stream_id(no), bytes(device), incarnation, _parent(parent), bytes(signing), bytes(opening)
        )
        for no, device, incarnation, parent, signing, opening in rows
    ]


def _parent(stored: bytes | None) -> Formed | None:
    if stored is None:
        return None
    return Formed(int.from_bytes(stored[:8], "big"), int.from_bytes(stored[8:16], "big"), bytes(stored[16:]))


def next_incarnation(after: int) -> int:
    """Higher than any before, and random below: two restores of one backup do not meet in one number."""
    return ((after >> 32) + 1) << 32 | secrets.randbits(32)


def add(work: Writing, *, stream_no: int, device: bytes, incarnation: int, parent: Formed | None) -> None:
    """A new identity row with fresh keys, current from now on."""
    signing, opening = fresh_keys()
    put(work, (stream_no, device, incarnation, parent, signing, opening))
    work.shared.device = device


def put(work: Writing, row: tuple[int, bytes, int, Formed | None, bytes, bytes]) -> None:
    """Writes one identity row."""
    stream_no, device, incarnation, parent, signing, opening = row
    stored = None
    if parent is not None:
        stored = parent.incarnation.to_bytes(8, "big") + parent.dseq.to_bytes(8, "big") + parent.link
    work.conn.execute(
        "INSERT INTO identity(stream, device, incarnation, parent, signing, opening, since) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (stream_no, device, incarnation, stored, signing, opening, work.now),
    )
    work.dirty = True


def new_incarnation(work: Writing, parent: Formed) -> None:
    """The same device continues under a new incarnation: its store is older than what it has already formed."""
    now = current(work.session)
    number = next_incarnation(max(now.incarnation, parent.incarnation))
    no = work.session.stream_no(now.stream)
    if no is None:
        raise StoreBug("the store's own stream is unknown")
    put(work, (no, now.device, number, parent, now.signing, now.opening))


def succeed(work: Writing) -> None:
    """A new device with new keys follows this one; saves not yet sealed keep their write ids through `origin`."""
    now = current(work.session)
    no = work.session.stream_no(now.stream)
    if no is None:
        raise StoreBug("the store's own stream is unknown")
    for n, op in work.conn.execute("SELECT n, op FROM change WHERE dseq IS NULL").fetchall():
        change = decode_own(bytes(op))
        if change.origin is None and change.drop is None:
            work.conn.execute(
                "UPDATE change SET op = ? WHERE n = ?", (encode(replace(change, origin=now.device)), n)
            )
    add(
        work, stream_no=no, device=secrets.token_bytes(16), incarnation=next_incarnation(now.incarnation), parent=None,
    )  # fmt: skip
