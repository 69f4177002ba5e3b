"""What left this computer on paper or in files, newest first, with the reason as it was typed: for the office itself.

Names stand nowhere in it but in a typed reason; how many people a line is about does. Other laptops keep their own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from db.audit import AuditLine, newest
from db.session import wire_id
from desbumi_app.office import Office
from desbumi_app.usecases.summarise_reads import purpose_words
from desbumi_app.zones import ZONES

KINDS: Final = frozenset({"print", "export", "override", "recovery"})
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Use:
    """One line: `at` in the office's own time, `by` a name or "", `purpose` a sentence to be said, `count` of records."""

    at: datetime
    by: str
    kind: str
    purpose: str
    count: int
    reason: str


def list_uses(office: Office, limit: int = SHOWN) -> tuple[Use, ...]:
    """The newest prints, exports, overrides and recoveries of this computer."""
    users = office.register.rows_where("users", archived=None)
    names = {wire_id(bytes(one["id"])): str(one["name"] or "") for one in users}
    return tuple(_use(office, line, names) for line in newest(office.register.session, KINDS, limit))


def _use(office: Office, line: AuditLine, names: dict[bytes, str]) -> Use:
    at = datetime.fromisoformat(line.at).astimezone(ZONES[office.profile.zone])
    who = names.get(wire_id(line.operator), "") if line.operator is not None else ""
    return Use(at, who, line.kind, purpose_words(line.purpose), line.count, line.reason)
