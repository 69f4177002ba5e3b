"""The practice village: an office of invented people to try things in, with a password that everybody knows.

Its place name says that it is for practice; days lie around today, so that something is always due.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from db.boxes import PRODUCTION, Cost
from db.clock import Clock
from db.durable import from_os
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.files import UNFINISHED, Files
from desbumi_app.office import Office
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.practice_name import LOGIN, NAME, PASSPHRASE
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.import_residents import import_residents, read_residents
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_departure import DepartureForm, record_departure
from desbumi_app.usecases.record_return import ReturnForm, record_return

RESIDENTS: Final = 212
SEED: Final = 7
# Country, days from today of departure (later: planned), of the passport's end, of the coming home.
_JOURNEYS: Final[tuple[tuple[str, int, int, int | None], ...]] = (
    ("MY", -130, 75, None),
    ("HK", -60, 900, None),
    ("TW", -12, 1200, None),
    ("SA", -500, 400, None),
    ("MY", 4, 1500, None),
    ("JP", 40, 1300, None),
    ("MY", -800, 300, -35),
    ("SG", -900, 200, -200),
)


def make_practice(folder: Path, clock: Clock, cost: Cost = PRODUCTION) -> Files:
    """Make the practice village in `folder` and close it; StoreError exists when there is one, disk_full, ….

    It is made beside its place: what a power cut leaves does not look like a book.
    """
    if folder.exists():
        raise StoreError("exists")
    making = folder.with_name(f"{folder.name}{UNFINISHED}")
    shutil.rmtree(making, ignore_errors=True)
    office = bootstrap.set_up(making, _new(), clock, cost=cost).office
    try:
        workbook = making / "penduduk.xlsx"
        write_opensid_workbook(workbook, generate(SEED, RESIDENTS, SUKACONTOH))
        import_residents(office, read_residents(office, workbook))
        workbook.unlink()
        _record(office)
    finally:
        bootstrap.lock(office)
    try:
        making.rename(folder)
    except OSError as error:
        raise from_os(error) from error
    return Files(folder, NAME)


def _record(office: Office) -> None:
    adults = [line for line in find_people(office, limit=80).lines if line.ages and 20 < line.ages[0] < 45]
    today = office.today()
    for number, (country, left, ends, home) in enumerate(_JOURNEYS):
        typed = _journey(today, left, ends) | {"country": country}
        contact = {"name": "Inaq Rohani", "relation": "mother", "phone": f"0812 5555 02{number:02}"}
        person = adults[number * 3].id
        phone = {"phone": f"0812 5555 01{number:02}"}
        papers = {"id_card": {"status": "original_seen", "original_seen": "1"}}
        record_departure(office, DepartureForm(person, phone, typed, contact, papers))
        if home is not None:
            arrived = {
                "kind": "contract_ended",
                "arrived_on": (today + timedelta(days=home)).isoformat(),
            }
            record_return(office, ReturnForm(person, arrived))
    move_drops(office, everything=True)


def _journey(today: date, left: int, ends: int) -> dict[str, str]:
    day = (today + timedelta(days=left)).isoformat()
    known = {
        "route": "p_to_p",
        "job": "caregiver",
        "p3mi_name": "PT Contoh Bahtera",
        "passport_expires_on": (today + timedelta(days=ends)).isoformat(),
    }
    return known | ({"departed_on": day} if left < 0 else {"planned_departure_on": day})


def _new() -> NewOffice:
    settings = {
        "region_code": SUKACONTOH.code,
        "village_name": SUKACONTOH.name,
        "village_term": "Desa",
        "head_term": "Kepala Desa",
        "subdistrict_name": "Misalan",
        "district_name": "Rekajaya",
        "province_name": "Provinsi Contoh",
        "hamlets": ("Contoh Bat", "Contoh Daya", "Contoh Lauk", "Contoh Timuk"),
    }
    roles = frozenset({"officer", "desk", "case_officer"})
    user = NewUser(LOGIN, "Latihan", "Petugas PPIT", roles, PASSPHRASE, signs=True)
    place = f"Desa {SUKACONTOH.name} (latihan)"
    return NewOffice("village", NAME, place, "Orang di buku ini semuanya dikarang", (user,), settings)
