"""One body of every control kind, as it could follow `settled()` and `preludes`, and who may sign each."""

from sync.control.devices import (
    DeviceRevoked,
    EpochOpened,
    QuarantineAdmitted,
    RecipientAdded,
    SnapshotAccepted,
)
from sync.control.kinds import Kind
from sync.control.notices import (
    Build,
    Checkpoint,
    EnvelopeName,
    ErasureObjected,
    ForkSettled,
    LegalHold,
    LetterKeyAdded,
    LetterKeyRetired,
    MinimumVersion,
    PackPublished,
    RecordErased,
    ReleasePublished,
    RevocationList,
)
from sync.control.offices import (
    AdminAdded,
    AdminKey,
    AdminRemoved,
    CaseKey,
    CaseTeamKeyAdded,
    CaseTeamKeyRetired,
    InvitationCancelled,
    Invited,
    PageHash,
    RecoveryKey,
    RelayNamed,
    VillageAdded,
    VillageClosed,
    VillageRecovery,
)
from tests.sync.control_district import START, b16, b32, enrolled, founded, mark, pair, public

POINT = b"\x04" + b32("x") + b32("y")
REGISTER, CASES = b16("v1 register"), b16("v1 cases")
ERASURE = RecordErased(
    REGISTER,
    b32("record"),
    (EnvelopeName(b16("laptop"), 7, 1), EnvelopeName(b16("laptop"), 7, 2)),
    "uu-27-2022-43",
)

EXAMPLES = {
    Kind.FOUNDED: founded(),
    Kind.ADMIN_ADDED: AdminAdded(AdminKey(public("admin3"), "disnaker")),
    Kind.ADMIN_REMOVED: AdminRemoved(public("admin2")),
    Kind.VILLAGE_ADDED: VillageAdded(
        b16("v2"), "Desa Lain", "35.09.01.2002", b16("v2 register"), b16("v2 cases"), None
    ),
    Kind.VILLAGE_CLOSED: VillageClosed(b16("v1")),
    Kind.VILLAGE_RECOVERY: VillageRecovery(b16("v1"), RecoveryKey(b16("sheet 2"), pair("sheet 2").public)),
    Kind.INVITED: Invited(b16("invitation"), public("invitation"), b16("v1")),
    Kind.INVITATION_CANCELLED: InvitationCancelled(b16("older invitation")),
    Kind.DEVICE_ENROLLED: enrolled("laptop3", letter="C"),
    Kind.DEVICE_REVOKED: DeviceRevoked(
        b16("laptop"), (mark("v1 register", 9, "l9"), mark("v1 register", 3, "m3", 2))
    ),
    Kind.QUARANTINE_ADMITTED: QuarantineAdmitted(b16("lost"), (mark("v1 register", 12, "l12"),)),
    Kind.EPOCH_OPENED: EpochOpened(
        REGISTER, 2, b32("e2"), b32("w2"), tuple(sorted([b16("laptop"), b16("desk")])), None
    ),
    Kind.RECIPIENT_ADDED: RecipientAdded(REGISTER, 1, b32("e1"), b32("w1b"), (b16("recovery"),)),
    Kind.LETTER_KEY_ADDED: LetterKeyAdded(b16("letter key"), b16("v1"), POINT),
    Kind.LETTER_KEY_RETIRED: LetterKeyRetired(b16("older letter key"), True),
    Kind.REVOCATION_LIST: RevocationList(b16("older letter key"), (b32("letter 1"),), (b32("letter 2"),)),
    Kind.CASE_TEAM_KEY_ADDED: CaseTeamKeyAdded(CaseKey(public("case2"), pair("case2").public, "lsm")),
    Kind.CASE_TEAM_KEY_RETIRED: CaseTeamKeyRetired(public("case")),
    Kind.RELAY_NAMED: RelayNamed(
        public("relay2"), ("https://relay2.contoh.example",), (PageHash("lapor", b32("page")),)
    ),
    Kind.SNAPSHOT_ACCEPTED: SnapshotAccepted(
        REGISTER, b16("laptop"), b32("snapshot"), b32("state"), b32("frontier")
    ),
    Kind.RECORD_ERASED: ERASURE,
    Kind.PACK_PUBLISHED: PackPublished("hotlines", 1, b32("pack"), 4096, START),
    Kind.RELEASE_PUBLISHED: ReleasePublished(1, 2, 0, (Build("linux-x64", b32("build"), 9000),)),
    Kind.CHECKPOINT: Checkpoint(0, b32("to be replaced"), START, b32("frontier")),
    Kind.MINIMUM_VERSION: MinimumVersion(1, 1, START),
    Kind.ERASURE_OBJECTED: ErasureObjected(1, "needed_in_court"),
    Kind.LEGAL_HOLD: LegalHold(REGISTER, b32("record"), True),
    Kind.FORK_SETTLED: ForkSettled(1, b32("to be replaced"), (b32("refused"),)),
}
