"""Who plays in the demo: invented people, places and passphrases. Nobody here exists; region code 99 is nobody's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from db.clock import Clock
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.office import Files, Office
from desbumi_app.sample.generate import BEDACONTOH, SUKACONTOH

SEED: Final = 20261121
IN_FIRST: Final = 200
IN_SECOND: Final = 120
REGENCY: Final = "Kabupaten Rekajaya"
VERIFY_AT: Final = "cek.rekajaya.example"

SARI: Final = NewUser(
    "sari", "Sari Wahyuni", "Petugas PPIT", frozenset({"officer", "desk", "case_officer"}),
    "padi menguning di sawah timur", signs=True,
)  # fmt: skip
HEAD: Final = NewUser(
    "kades", "Hj. Nurhayati Rahman, S.Sos.", "Kepala Desa", frozenset({"village_head"}),
    "kepala desa yang jujur hati", signs=True,
)  # fmt: skip
LALU: Final = NewUser(
    "lalu",
    "Lalu Satria Wiguna",
    "Ketua Desbumi",
    frozenset({"officer", "desk"}),
    "perahu kecil di teluk biru",
)
RAHMAT: Final = NewUser(
    "rahmat", "Rahmat Hidayat", "Kaur Umum", frozenset({"desk"}), "kopi pahit sebelum subuh"
)
YUNI: Final = NewUser(
    "yuni", "Yuni Astuti", "Petugas PPIT", frozenset({"officer", "desk", "case_officer"}),
    "lima ekor ayam di kebun", signs=True,
)  # fmt: skip
DEWI: Final = NewUser(
    "dewi", "Dewi Kartika", "Admin kabupaten", frozenset({"district_admin"}), "hujan sore di kantor dinas"
)
RATNA: Final = NewUser(
    "ratna", "Ratna Puspita", "Tim kasus", frozenset({"case_officer"}), "rahasia dijaga bersama sama"
)


@dataclass(frozen=True, slots=True)
class Laptop:
    """One computer of the demo: where its files lie and who may open it. `title` says whose it is."""

    title: str
    files: Files
    users: tuple[NewUser, ...]
    clock: Clock

    @contextmanager
    def opened(self, user: NewUser | None = None) -> Iterator[Office]:
        """Unlock as this user (else the first), with the real passphrase; locked again afterwards."""
        who = user or self.users[0]
        office = bootstrap.unlock(self.files, who.login, who.passphrase, self.clock)
        try:
            yield office
        finally:
            bootstrap.lock(office)


@dataclass(frozen=True, slots=True)
class Made:
    """A laptop that was just set up: still open, with the rows of its recovery sheet."""

    laptop: Laptop
    office: Office
    sheet: tuple[str, ...] = field(repr=False)


def district() -> NewOffice:
    """The admins' laptop."""
    return NewOffice("district", "rekajaya", REGENCY, "Provinsi Contoh", (DEWI,))


def case_team() -> NewOffice:
    """The case team's laptop, at another institution."""
    return NewOffice("case_team", "timkasus", "Tim kasus Rekajaya", REGENCY, (RATNA,))


def first_village(users: tuple[NewUser, ...]) -> NewOffice:
    """Village A; both of its laptops are set up with these answers."""
    return _village("sukacontoh", SUKACONTOH.name, SUKACONTOH.code, "SKC", users)


def second_village() -> NewOffice:
    """Village B."""
    return _village("bedacontoh", BEDACONTOH.name, BEDACONTOH.code, "BDC", (YUNI,))


def _village(short: str, name: str, code: str, mark: str, users: tuple[NewUser, ...]) -> NewOffice:
    settings: dict[str, Any] = {
        "region_code": code,
        "village_name": name,
        "village_term": "Desa",
        "head_term": "Kepala Desa",
        "subdistrict_name": "Misalan",
        "district_name": "Rekajaya",
        "province_name": "Provinsi Contoh",
        "address": "Jalan Balai Desa Nomor 1",
        "postal_code": "00000",
        "phone": "(000) 555-0100",
        "village_short": mark,
    }
    return NewOffice("village", short, f"Desa {name}", "Kec. Misalan, Kab. Rekajaya", users, settings)


@contextmanager
def made(title: str, folder: Path, new: NewOffice, clock: Clock) -> Iterator[Made]:
    """Set the office up with the production cost of passphrases; open as set-up leaves it, locked after the block.

    `folder` is all that this laptop has, as the program keeps it: each of its books lies in a folder of its own.
    """
    founded = bootstrap.set_up(folder / new.name, new, clock)
    try:
        yield Made(Laptop(title, founded.office.files, new.users, clock), founded.office, founded.sheet)
    finally:
        bootstrap.lock(founded.office)
