"""A village of invented people for pictures: made in a folder that is thrown away, on a day that stands still."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.office import Files, Office
from desbumi_app.sample.generate import SUKACONTOH, Village, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.import_residents import import_residents, read_residents
from desbumi_app.usecases.record_departure import DepartureForm, record_departure

LOGIN: Final = "sari"
PASSPHRASE: Final = "empat kata acak contoh"  # noqa: S105  (of an invented office)
RESIDENTS: Final = 212
_JOURNEYS: Final = (
    {
        "country": "MY",
        "departed_on": "12 Mar 2025",
        "arrived_on": "13 Mar 2025",
        "passport_expires_on": "4 Feb 2027",
    },
    {"country": "HK", "planned_departure_on": "25 Nov 2026", "passport_expires_on": "9 Sep 2031"},
    {"country": "TW", "departed_on": "2 Nov 2026", "passport_expires_on": "18 Mei 2030"},
    {
        "country": "SA",
        "departed_on": "6 Jun 2025",
        "arrived_on": "7 Jun 2025",
        "passport_expires_on": "11 Apr 2029",
    },
    {"country": "JP", "planned_departure_on": "Jan 2027", "passport_expires_on": "30 Jan 2030"},
)


class StandingClock:
    """It is the morning of 23 November 2026 in Lombok, after the rules that ship were last read."""

    def now(self) -> datetime:
        """Always the same moment."""
        return datetime(2026, 11, 23, 2, 42, tzinfo=UTC)

    def monotonic(self) -> float:
        """Nothing passes."""
        return 0.0


def make(folder: Path) -> Files:
    """An office with residents and five journeys, closed again. StoreError exists when there is one already."""
    office = bootstrap.set_up(folder, new_village("sukacontoh"), StandingClock(), cost=CHEAP_FOR_TESTS).office
    bring_in(office, SUKACONTOH, RESIDENTS)
    _record(office)
    bootstrap.lock(office)
    return office.files


def bring_in(office: Office, village: Village, count: int) -> None:
    """A village's invented residents from a workbook, as an officer imports them."""
    workbook = office.files.folder / "penduduk.xlsx"
    write_opensid_workbook(workbook, generate(7, count, village))
    import_residents(office, read_residents(office, workbook))
    workbook.unlink()


def _record(office: Office) -> None:
    lines = [line for line in find_people(office, limit=60).lines if line.ages and 20 < line.ages[0] < 45]
    for number, journey in enumerate(_JOURNEYS):
        typed = {"route": "p_to_p", "job": "caregiver", "p3mi_name": "PT Contoh Bahtera", **journey}
        contact = {"name": "Inaq Rohani", "relation": "mother", "phone": f"0812 5555 02{number:02}"}
        papers = {"id_card": {"status": "original_seen", "original_seen": "1"}}
        form = DepartureForm(
            lines[number * 3].id, {"phone": f"0812 5555 01{number:02}"}, typed, contact, papers
        )
        record_departure(office, form)


def new_village(name: str, village: Village = SUKACONTOH) -> NewOffice:
    """A village office by its short name, with Bu Sari and the village head."""
    roles = frozenset({"officer", "desk", "case_officer"})
    settings = {
        "region_code": village.code,
        "village_name": village.name,
        "village_term": "Desa",
        "head_term": "Kepala Desa",
        "subdistrict_name": "Misalan",
        "district_name": "Rekajaya",
        "province_name": "Provinsi Contoh",
        "hamlets": ("Contoh Bat", "Contoh Daya", "Contoh Lauk", "Contoh Timuk"),
    }
    users = (
        NewUser(LOGIN, "Sari Wahyuni", "Petugas PPIT", roles, PASSPHRASE, signs=True),
        NewUser("kades", "Hj. Nurhayati Rahman", "Kepala Desa", frozenset({"village_head"}), PASSPHRASE, signs=True),
    )  # fmt: skip
    return NewOffice("village", name, f"Desa {village.name}", "Kec. Misalan, Kab. Rekajaya", users, settings)
