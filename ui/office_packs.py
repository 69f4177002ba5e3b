"""The district's data packs as the page shows them, and what it does with them. Lists on the desk worker, publishing on the lane."""

from dataclasses import dataclass
from pathlib import Path

from db.durable import write_atomic
from desbumi_app.catalogue.load import Label
from desbumi_app.catalogue.packs import shipped_names, to_toml
from desbumi_app.documents.issuers import Issuer
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.packs_in_use import pack_in, shipped
from desbumi_app.usecases.publish_pack import Proposal, propose_issuer, propose_pack, publish_pack
from sync.control_log import ControlLog
from ui.office_speaking import speaking

MOST_READ = 60_000


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack in force: how many rows, the newest day of one (ISO, or ""), whether the district published it."""

    name: str
    label: Label
    version: int
    rows: int
    as_of: str
    own: bool


@dataclass(frozen=True, slots=True)
class PacksView:
    """All packs; `villages` get what is published; `may`: this office can sign."""

    packs: tuple[PackLine, ...]
    villages: int
    may: bool


def look(office: Office) -> PacksView:
    """Desk worker. What is in force in this district."""
    log, lines = ControlLog(office.register), []
    for name in shipped_names():
        pack = pack_in(office, name)
        newest = max((row.as_of for row in pack.rows), default="")
        lines.append(
            PackLine(name, pack.label, pack.version, len(pack.rows), newest, pack is not shipped(name))
        )
    open_villages = [one for one in log.state.villages.values() if one.closed is None] if log.joined else []
    return PacksView(tuple(lines), len(open_villages), log.joined and log.trust.secret("admin") is not None)


def save(office: Office, name: str, path: Path) -> None:
    """Desk worker. The pack in force as a file, to be changed and published."""
    write_atomic(path, to_toml(pack_in(office, name)), private=False)


def from_file(office: Office, path: Path) -> Proposal | Refused:
    """Desk worker. What publishing this file would change."""
    with path.open("rb") as file:
        return propose_pack(office, file.read(MOST_READ))


def with_issuer(office: Office, issuer: Issuer, source: str) -> Proposal | Refused:
    """Desk worker. What one more issuer would change."""
    return propose_issuer(office, issuer, source)


def publish(office: Office, proposal: Proposal) -> int:
    """Lane. Sign and write the copies; how many villages get it. SyncError offline, not_an_admin, …."""
    return speaking(office, lambda speaker: publish_pack(office, speaker, proposal))
