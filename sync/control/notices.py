"""Bodies of the entries that everybody reads: letter keys, erasures, packs, releases, checkpoints, forks settled.

An erasure names envelopes and a keyed hash, never what they held.
"""

from dataclasses import dataclass, field

from sync.control.fields import (
    CODE,
    COUNT,
    FLAG,
    HASH,
    ID,
    INSTANT,
    NUMBER,
    P256_KEY,
    many,
    structure,
    wire,
)

DIGESTS = 1500
ENVELOPES = 900
PLATFORMS = 8
REFUSED = 8
NO_LETTERS = bytes(32)


@dataclass(frozen=True, slots=True, order=True)
class EnvelopeName:
    """One envelope of the erased record, in the entry's stream."""

    device: bytes
    incarnation: int
    dseq: int


@dataclass(frozen=True, slots=True)
class Build:
    """One file of a release: platform code, SHA-256, size in bytes."""

    platform: str
    hash: bytes
    size: int


_ENVELOPE = structure(EnvelopeName, ID, NUMBER, COUNT)
_BUILD = structure(Build, CODE, HASH, COUNT)


@dataclass(frozen=True, slots=True)
class LetterKeyAdded:
    """A signer's ES256 public key (uncompressed P-256 point) under a random id."""

    key_id: bytes = field(metadata=wire(ID))
    village: bytes = field(metadata=wire(ID))
    key: bytes = field(metadata=wire(P256_KEY))


@dataclass(frozen=True, slots=True)
class LetterKeyRetired:
    """The key signs no further letters. `compromised`: only letters with a published digest still check."""

    key_id: bytes = field(metadata=wire(ID))
    compromised: bool = field(metadata=wire(FLAG))


@dataclass(frozen=True, slots=True)
class RevocationList:
    """Digests of letters under one key: those the district had received (still good), those withdrawn."""

    key_id: bytes = field(metadata=wire(ID))
    known: tuple[bytes, ...] = field(metadata=wire(many(HASH, most=DIGESTS)))
    withdrawn: tuple[bytes, ...] = field(metadata=wire(many(HASH, most=DIGESTS)))


@dataclass(frozen=True, slots=True)
class RecordErased:
    """These envelopes lose their bodies after 7 days; `record` is the keyed hash that refuses late arrivals."""

    stream: bytes = field(metadata=wire(ID))
    record: bytes = field(metadata=wire(HASH))
    envelopes: tuple[EnvelopeName, ...] = field(metadata=wire(many(_ENVELOPE, most=ENVELOPES)))
    basis: str = field(metadata=wire(CODE))


@dataclass(frozen=True, slots=True)
class ErasureObjected:
    """An admin or case lead stops the erasure of entry `erasure` before it is in effect."""

    erasure: int = field(metadata=wire(COUNT))
    reason: str = field(metadata=wire(CODE))


@dataclass(frozen=True, slots=True)
class LegalHold:
    """While placed, no erasure of this record takes effect; `placed` false lifts it."""

    stream: bytes = field(metadata=wire(ID))
    record: bytes = field(metadata=wire(HASH))
    placed: bool = field(metadata=wire(FLAG))


@dataclass(frozen=True, slots=True)
class PackPublished:
    """A data pack: name, rising version, SHA-256 and size of its file, when its content was true."""

    pack: str = field(metadata=wire(CODE))
    version: int = field(metadata=wire(COUNT))
    hash: bytes = field(metadata=wire(HASH))
    size: int = field(metadata=wire(COUNT))
    as_of: int = field(metadata=wire(INSTANT))


@dataclass(frozen=True, slots=True)
class ReleasePublished:
    """A release of the program: version as three numbers and one file a platform."""

    major: int = field(metadata=wire(NUMBER))
    minor: int = field(metadata=wire(NUMBER))
    patch: int = field(metadata=wire(NUMBER))
    builds: tuple[Build, ...] = field(metadata=wire(many(_BUILD, most=PLATFORMS, least=1)))

    @property
    def version(self) -> tuple[int, int, int]:
        """The version, comparable."""
        return self.major, self.minor, self.patch


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An admin saw the chain at (`at_n`, `head`) on a date (seconds since 1970, UTC), with a frontier digest.

    `letters`: the running digest of every entry about letter keys and withdrawn letters before this one, so that
    whoever is given only those entries sees whether one was left out. Its value is `ControlState.letters`.
    """

    at_n: int = field(metadata=wire(NUMBER))
    head: bytes = field(metadata=wire(HASH))
    date: int = field(metadata=wire(INSTANT))
    frontier: bytes = field(metadata=wire(HASH))
    letters: bytes = field(default=NO_LETTERS, metadata=wire(HASH))


@dataclass(frozen=True, slots=True)
class MinimumVersion:
    """Older programs warn from `warn_from` on; they never stop saving or sending."""

    major: int = field(metadata=wire(NUMBER))
    minor: int = field(metadata=wire(NUMBER))
    warn_from: int = field(metadata=wire(INSTANT))


@dataclass(frozen=True, slots=True)
class ForkSettled:
    """The root's word on a fork at `at_n`: the entry that counts, and those that never will."""

    at_n: int = field(metadata=wire(COUNT))
    chosen: bytes = field(metadata=wire(HASH))
    refused: tuple[bytes, ...] = field(metadata=wire(many(HASH, most=REFUSED, least=1)))
