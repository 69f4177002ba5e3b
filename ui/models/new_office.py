"""What first run asks, and the office it makes: built beside its final folder, moved there when the sheet is kept.

An office whose recovery sheet nobody has kept is never left behind as if it were one.
"""

import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from db.boxes import PRODUCTION, Cost
from db.clock import Clock
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.catalogue.regions import VillageNames, district_code
from desbumi_app.files import UNFINISHED, Files
from desbumi_app.office import Office
from desbumi_app.zones import zone_of
from sync.words2048 import words
from ui.language import N_

SHORTEST: Final = 10
FAIR: Final = 14
STRONG: Final = 20
WEAK: Final = N_("Easy to guess")
GROUP: Final = 4
ROW_NAMES: Final = "ABCD"  # as printed on the sheet
VILLAGE_ROLES: Final = frozenset({"officer", "desk", "case_officer"})
DISTRICT_ROLES: Final = frozenset({"district_admin"})


@dataclass(slots=True)
class Asked:
    """Answers of the four steps; the passphrase leaves with the form."""

    kind: str = "village"
    region: str = ""
    names: VillageNames | None = None
    district: str = ""
    hamlets: tuple[str, ...] = ()
    person: str = ""
    position: str = ""
    login: str = ""
    passphrase: str = field(default="", repr=False)
    joins: bool = False

    @property
    def name(self) -> str:
        """The short name in file names."""
        place = self.names.village if self.names else self.district
        return re.sub(r"[^a-z0-9]+", "-", place.casefold()).strip("-") or self.kind


@dataclass(frozen=True, slots=True)
class Made:
    """A made office that waits for its sheet to be kept: the open office, where it lies, the four rows."""

    office: Office = field(repr=False)
    folder: Path
    final: Path
    rows: tuple[str, ...] = field(repr=False)


def suggestion() -> str:
    """Four words, chosen by the computer's own dice: 44 bits."""
    return " ".join(secrets.choice(words()) for _ in range(4))


def strength(passphrase: str) -> tuple[str, str]:
    """(tone, English words) of a passphrase, by its length alone: rules about signs make people write it down."""
    if len(passphrase) < SHORTEST:
        return "danger", N_("Too short: use at least 10 letters")
    if len(passphrase) < FAIR or len(set(passphrase)) < SHORTEST // 2:
        return "warn", WEAK
    return ("ok", N_("Strong")) if len(passphrase) >= STRONG else ("ok", N_("Good enough"))


def make(root: Path, asked: Asked, clock: Clock, cost: Cost = PRODUCTION) -> Made:
    """Desk worker. Found the office in a folder that does not count yet. StoreError exists for a second of the name."""
    from db.errors import StoreError

    final, folder = root / asked.name, root / f"{asked.name}{UNFINISHED}"
    with suppress(OSError):  # an empty folder of this name is nobody's book
        final.rmdir()
    if final.exists():
        raise StoreError("exists")
    shutil.rmtree(folder, ignore_errors=True)
    founded = bootstrap.set_up(folder, office_asked_for(asked), clock, cost=cost)
    return Made(founded.office, folder, final, founded.sheet)


def sheet_pdf(made: Made) -> bytes:
    """Desk worker. The recovery sheet as a paper."""
    from desbumi_app.usecases.print_recovery_sheet import print_recovery_sheet

    return print_recovery_sheet(made.office, made.rows).pdf


def finish(made: Made) -> Files:
    """Desk worker. The sheet is kept: close the office and give it its place."""
    bootstrap.lock(made.office)
    made.folder.rename(made.final)
    return Files(made.final, made.office.files.name)


def group_of(rows: tuple[str, ...], row: int, group: int) -> str:
    """Four signs of a row, both counted from 0."""
    return "".join(rows[row].split())[group * GROUP : (group + 1) * GROUP]


def office_asked_for(asked: Asked) -> NewOffice:
    """What set-up is given: roles, letterhead, and the time of the province."""
    roles = VILLAGE_ROLES if asked.kind == "village" else DISTRICT_ROLES
    user = NewUser(asked.login, asked.person, asked.position, roles, asked.passphrase, signs=True)
    if asked.kind != "village" or asked.names is None:
        zone = zone_of(district_code(asked.district))
        return NewOffice("district", asked.name, asked.district, "", (user,), zone=zone)
    names = asked.names
    settings: dict[str, Any] = {
        "region_code": asked.region,
        "village_name": names.village,
        "village_term": "Desa",
        "head_term": "Kepala Desa",
        "subdistrict_name": names.subdistrict,
        "district_name": names.district,
        "province_name": names.province,
        "hamlets": asked.hamlets,
    }
    above = f"Kec. {names.subdistrict}, {names.district}"
    zone = zone_of(asked.region)
    return NewOffice("village", asked.name, f"Desa {names.village}", above, (user,), settings, zone)
