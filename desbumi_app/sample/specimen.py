"""Invented facts that fill every shipped letter, and what the other papers ask: to see that each paper can be made.

Nobody in here exists; region 99 is no real code. Nothing of it is ever numbered or kept.
"""

from dataclasses import replace
from typing import Final

from desbumi_app.documents.facts import (
    AbsentParty,
    Address,
    Counselling,
    Hotline,
    JourneyFacts,
    LetterFacts,
    Marital,
    PartyFacts,
    SeenDocument,
    Signatory,
    Topic,
    VillageFacts,
    Witness,
)

VILLAGE: Final = VillageFacts(
    "Sukacontoh", "Misalan", "Rekajaya", "99.01.01.2001", street="Jalan Contoh Nomor 1", short_name="SKC"
)
NUMBER: Final = "400.12.2.1/000/SKC/XI/2026"
INVITATION_CODE: Final = "5MDQ-S42T-7SQMH-MNHR-1VYK-9AC9V"

_HOME: Final = Address(
    "Contoh Lauk", "003", "001", "Desa Sukacontoh", "Kecamatan Misalan", "Kabupaten Rekajaya"
)
_MOTHER: Final = PartyFacts(
    "Rohani Contoh",
    "9901015102720003",
    birth_place="Sukacontoh",
    birth_date="1972-02-11",
    occupation="Petani",
    address=_HOME,
    relation="Ibu kandung",
    relation_proof="Kartu Keluarga",
)
_WORKER: Final = PartyFacts(
    "Nurul Hidayah Contoh",
    "9901015406980002",
    "9901011903120007",
    "Sukacontoh",
    "1998-06-14",
    "Perempuan",
    "Islam",
    "Belum bekerja",
    "Belum kawin",
    "Hasan Contoh (almarhum) dan Rohani Contoh",
    replace(_HOME, same_as_giver=True),
)
LETTER: Final = LetterFacts(
    VILLAGE,
    Signatory("HJ. HALIMAH CONTOH", "Kepala Desa"),
    "Sukacontoh",
    "2026-11-19",
    "2027-05-19",
    _WORKER,
    short_code="CNTH-0000",
    purpose="melengkapi persyaratan bekerja di luar negeri",
    addressee=("Kepala Kantor Contoh", "Rekajaya"),
    givers=(_MOTHER,),
    absent=(AbsentParty("Ayah kandung", "Hasan Contoh", "meninggal dunia", "kutipan akta kematian"),),
    journey=JourneyFacts(
        "Taiwan", "perawat lanjut usia", "P3MI", "PT Contoh Bahtera", "000/CONTOH/2026", "", 36, "2027-03"
    ),
    counselling=Counselling("2026-11-12", "Sari Wahyuni", "kantor desa", (Topic("biaya", explained=True),)),
    documents=(SeenDocument("KTP elektronik", "2026-11-12"), SeenDocument("Paspor")),
    marital=Marital("belum kawin", "Kartu Keluarga", "2026-11-19", "2026-11-19", "Hamzah Contoh"),
    caregiver=replace(_MOTHER, relation="Nenek"),
    chair=Signatory("LALU CONTOH", "Ketua Desbumi"),
    witnesses=(Witness("Mahsun Contoh", "Ketua RT 003"), Witness("Murni Contoh", "Bibi")),
    hotlines=(Hotline("Layanan contoh", "000", "2026-01"),),
    extra={
        "since": "2015",
        "known_from": "Ketua RT 003",
        "first": "KTP elektronik",
        "second": "ijazah",
        "difference": "penulisan nama",
        "item": "paspor",
        "lost_on": "2026-11-10",
        "lost_at": "terminal Rekajaya",
        "returned_on": "2026-10-01",
        "shown": "paspor dengan cap masuk",
    },
)
