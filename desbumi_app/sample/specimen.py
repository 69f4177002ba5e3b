"""Invented facts that fill every shipped letter, and what the other papers ask: to see that each paper can be made.

Nobody in here exists; region 99 is no real code. Nothing of it is ever numbered or kept.
"""

from dataclasses import replace
from typing import Final

from desbumi_app.catalogue.letters import LetterTemplate
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
        "first_written": "Nurul Hidayah Contoh",
        "second": "ijazah",
        "second_written": "Nurul Hidajah Contoh",
        "difference": "penulisan nama",
        "item": "paspor",
        "lost_on": "2026-11-10",
        "lost_at": "terminal Rekajaya",
        "returned_on": "2026-10-01",
        "shown": "paspor dengan cap masuk",
        "spouse": "Hamzah Contoh",
        "case_code": "KS-7F2M-Q9",
        "called": "W. P.",
        "safe_phone": "(000) 555-0177, pukul 13.00 s.d. 16.00",
        "country": "Malaysia",
        "recruiter": "PT Contoh Jalan Sentosa",
        "departed": "Februari 2026",
        "problem": "Upah 4 bulan belum dibayar; paspor ditahan",
        "evidence": "Fotokopi perjanjian kerja, 2 lembar",
        "age_band": "25 s.d. 34 tahun",
        "urgent": "tempat tinggal sementara",
        "consent_by": "yang bersangkutan",
        "consent_on": "2026-11-18",
        "asks": "mediasi pembayaran upah; meneruskan kepada Perwakilan RI; pendampingan hukum",
        "answer_by_on": "2026-11-26",
        "reply_to": "nomor (000) 555-0100",
        "reporter": "Endah Kuswarini",
        "family": "Sulastri Handayani",
        "basis": "surat kuasa dari pekerja migran",
        "agent": "Lalu Ahmad Contoh",
        "agent_nik": "9901021203800004",
        "agent_address": "Dusun Karang Lor RT 003 RW 001, Desa Sukacontoh",
        "agent_relation": "Saudara",
        "matters": "menagih dan menerima upah yang belum dibayar; mengurus klaim jaminan sosial",
        "deliverer": "Bagus Prakoso",
        "deliverer_office": "Petugas BP3MI Contoh",
        "handed_on": "2026-11-19",
        "handed_at": "kantor desa Sukacontoh",
        "condition": "dapat berjalan sendiri, tampak lelah",
        "belongings": "1 koper hitam; 1 telepon genggam; paspor Nomor X0000000",
        "died_on": "2026-10-30",
        "died_at": "Taipei, Taiwan",
        "death_paper": "Surat Keterangan Kematian Perwakilan RI Nomor 000/2026",
        "seal": "tertutup, segel utuh",
        "heirs": "Sulastri Handayani, ibu, 11-02-1972; Hasan Basri, saudara, 03-04-2001",
        "heirs_paper": "Kartu Keluarga Nomor 9901021903120007",
        "business": "warung makan",
        "business_at": "Dusun Karang Lor RT 003",
        "business_since": "Januari 2026",
        "business_seen_on": "2026-11-17",
        "worked_in": "Taiwan",
        "officer": "Ratna Dewi",
        "meeting_on": "2026-11-28",
        "hours": "09.00 s.d. 11.30",
        "meeting_at": "balai desa Sukacontoh",
        "topic": "Sosialisasi migrasi aman dan tanda bahaya perekrutan",
        "speaker": "Ratna Dewi",
        "organiser": "Lalu Satria Wiguna",
        "men": "14",
        "women": "23",
        "subjects": "Biaya yang boleh dipungut; Membaca perjanjian kerja; Nomor bantuan",
        "follow_up": "kunjungan ke tiga dusun pada bulan Desember",
        "papers": "Paspor Nomor X0000000; Buku nikah Nomor 0123/045/VI/2018",
        "why": "menunggu jadwal kantor imigrasi",
        "return_on": "2026-11-20",
    },
)


def filled(template: LetterTemplate, facts: LetterFacts = LETTER) -> LetterFacts:
    """The facts with something for every input a letter requires and they do not know: an answer, a day, or its own label."""
    made = {
        one.name: next(iter(one.options), facts.dated if one.name.endswith("_on") else one.label.id)
        for one in template.inputs
        if one.required
    }
    return replace(facts, extra={**made, **facts.extra})
