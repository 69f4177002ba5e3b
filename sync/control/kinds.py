"""The numbers of the control kinds, for ever, and the body that belongs to each.

A number is never reused. An unknown number is no error: such an entry is kept and shown.
"""

from dataclasses import fields
from enum import IntEnum
from typing import Any, Final

from sync.cbor import decode, encode
from sync.control import devices, notices, offices
from sync.limits import CONTROL_ENTRY_BYTES
from sync.shapes import array


class Kind(IntEnum):
    """What a control entry says."""

    FOUNDED = 1
    ADMIN_ADDED = 2
    ADMIN_REMOVED = 3
    VILLAGE_ADDED = 4
    VILLAGE_CLOSED = 5
    INVITED = 6
    INVITATION_CANCELLED = 7
    DEVICE_ENROLLED = 8
    DEVICE_REVOKED = 9
    QUARANTINE_ADMITTED = 10
    EPOCH_OPENED = 11
    RECIPIENT_ADDED = 12
    LETTER_KEY_ADDED = 13
    LETTER_KEY_RETIRED = 14
    REVOCATION_LIST = 15
    CASE_TEAM_KEY_ADDED = 16
    CASE_TEAM_KEY_RETIRED = 17
    RELAY_NAMED = 18
    SNAPSHOT_ACCEPTED = 19
    RECORD_ERASED = 20
    PACK_PUBLISHED = 21
    RELEASE_PUBLISHED = 22
    CHECKPOINT = 23
    MINIMUM_VERSION = 24
    ERASURE_OBJECTED = 25
    LEGAL_HOLD = 26
    FORK_SETTLED = 27
    VILLAGE_RECOVERY = 28


Body = (
    offices.Founded
    | offices.AdminAdded
    | offices.AdminRemoved
    | offices.VillageAdded
    | offices.VillageClosed
    | offices.VillageRecovery
    | offices.Invited
    | offices.InvitationCancelled
    | offices.CaseTeamKeyAdded
    | offices.CaseTeamKeyRetired
    | offices.RelayNamed
    | devices.DeviceEnrolled
    | devices.DeviceRevoked
    | devices.QuarantineAdmitted
    | devices.EpochOpened
    | devices.RecipientAdded
    | devices.SnapshotAccepted
    | notices.LetterKeyAdded
    | notices.LetterKeyRetired
    | notices.RevocationList
    | notices.RecordErased
    | notices.PackPublished
    | notices.ReleasePublished
    | notices.Checkpoint
    | notices.MinimumVersion
    | notices.ErasureObjected
    | notices.LegalHold
    | notices.ForkSettled
)

BODIES: Final[dict[Kind, type[Any]]] = {
    Kind.FOUNDED: offices.Founded,
    Kind.ADMIN_ADDED: offices.AdminAdded,
    Kind.ADMIN_REMOVED: offices.AdminRemoved,
    Kind.VILLAGE_ADDED: offices.VillageAdded,
    Kind.VILLAGE_CLOSED: offices.VillageClosed,
    Kind.INVITED: offices.Invited,
    Kind.INVITATION_CANCELLED: offices.InvitationCancelled,
    Kind.DEVICE_ENROLLED: devices.DeviceEnrolled,
    Kind.DEVICE_REVOKED: devices.DeviceRevoked,
    Kind.QUARANTINE_ADMITTED: devices.QuarantineAdmitted,
    Kind.EPOCH_OPENED: devices.EpochOpened,
    Kind.RECIPIENT_ADDED: devices.RecipientAdded,
    Kind.LETTER_KEY_ADDED: notices.LetterKeyAdded,
    Kind.LETTER_KEY_RETIRED: notices.LetterKeyRetired,
    Kind.REVOCATION_LIST: notices.RevocationList,
    Kind.CASE_TEAM_KEY_ADDED: offices.CaseTeamKeyAdded,
    Kind.CASE_TEAM_KEY_RETIRED: offices.CaseTeamKeyRetired,
    Kind.RELAY_NAMED: offices.RelayNamed,
    Kind.SNAPSHOT_ACCEPTED: devices.SnapshotAccepted,
    Kind.RECORD_ERASED: notices.RecordErased,
    Kind.PACK_PUBLISHED: notices.PackPublished,
    Kind.RELEASE_PUBLISHED: notices.ReleasePublished,
    Kind.CHECKPOINT: notices.Checkpoint,
    Kind.MINIMUM_VERSION: notices.MinimumVersion,
    Kind.ERASURE_OBJECTED: notices.ErasureObjected,
    Kind.LEGAL_HOLD: notices.LegalHold,
    Kind.FORK_SETTLED: notices.ForkSettled,
    Kind.VILLAGE_RECOVERY: offices.VillageRecovery,
}
KINDS: Final = {body: kind for kind, body in BODIES.items()}


def encode_body(body: Body) -> bytes:
    """Return the canonical bytes of a body: an array of its fields in order."""
    return encode([item.metadata["codec"].write(getattr(body, item.name)) for item in fields(body)])


def decode_body(kind: int, data: bytes) -> Body | None:
    """Return the body, or None for a kind that this program does not know; `malformed` or `cbor_*` else."""
    if kind not in BODIES:
        return None
    cls = BODIES[Kind(kind)]
    declared = fields(cls)
    parts = array(decode(data, max_bytes=CONTROL_ENTRY_BYTES), len(declared), cls.__name__)
    values = [
        item.metadata["codec"].read(part, item.name) for item, part in zip(declared, parts, strict=True)
    ]
    body: Body = cls(*values)
    return body
