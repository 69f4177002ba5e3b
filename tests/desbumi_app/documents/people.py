"""Invented facts for the paper tests, longer than the shipped ones where that is hard; region 99 is no real code."""

from dataclasses import replace

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
from desbumi_app.sample import specimen

VILLAGE = VillageFacts(
    "Sukacontoh",
    "Misalan",
    "Rekajaya",
    "99.01.02.2003",
    street="Jalan Balai Desa Nomor 1",
    postal_code="00000",
    phone="(000) 555-0100",
    short_name="SKC",
)
HOME = Address("Karang Lor", "003", "001", "Desa Sukacontoh", "Kecamatan Misalan", "Kabupaten Rekajaya")
MOTHER = PartyFacts(
    "Sulastri Handayani",
    "9901025102720003",
    birth_place="Sukacontoh",
    birth_date="1972-02-11",
    occupation="Petani",
    address=HOME,
    relation="Ibu kandung",
)
FATHER = replace(
    MOTHER, name="H. Mardi Santoso", nik="9901021203690001", birth_date="1969-03-12", relation="Ayah kandung"
)
DAUGHTER = PartyFacts(
    "Wahyuni Puspitasari",
    "9901025406980002",
    "9901021903120007",
    "Sukacontoh",
    "1998-06-14",
    "Perempuan",
    "Islam",
    "Belum bekerja",
    "Belum kawin",
    "Mardi Santoso (almarhum) dan Sulastri Handayani",
    replace(HOME, same_as_giver=True),
)
TOPICS = (
    "hak dan kewajiban pekerja migran",
    "biaya yang boleh dan tidak boleh dipungut",
    "cara membaca perjanjian kerja",
    "menyimpan dokumen asli sendiri",
    "jaminan sosial (BPJS Ketenagakerjaan)",
    "upah, rekening, dan pengiriman uang",
    "tanda bahaya perdagangan orang",
    "saluran pengaduan di dalam dan luar negeri",
    "rencana keluarga dan pengasuhan anak",
    "pemakaian dan pelindungan data pribadi",
)
FACTS = LetterFacts(
    VILLAGE,
    Signatory("Hj. NURHAYATI RAHMAN, S.Sos.", "Kepala Desa"),
    "Sukacontoh",
    "2026-11-19",
    "2027-05-19",
    DAUGHTER,
    short_code="K7QM-2DXA",
    purpose="melengkapi persyaratan bekerja di luar negeri",
    addressee=("Kepala Kantor Imigrasi Kelas I Rekajaya", "Kepala Seksi Paspor", "Rekajaya"),
    extra={
        **specimen.LETTER.extra,
        "first": "KTP elektronik Nomor 9901025406980002",
        "second": "ijazah Nomor DN-99/1234",
        "first_written": "Nurul Hidayah",
        "second_written": "Nurul Hidajah",
        "item": "paspor Nomor X0000000",
        "meeting_on": "2026-11-14",
    },
    givers=(MOTHER,),
    absent=(
        AbsentParty(
            "Ayah kandung",
            "Mardi Santoso",
            "meninggal dunia pada 3 Mei 2019",
            "kutipan akta kematian Nomor 9901-KM-03052019-0004",
        ),
    ),
    journey=JourneyFacts(
        "Taiwan",
        "perawat lanjut usia (caregiver)",
        "P3MI",
        "PT Contoh Bahtera Sejahtera",
        "000/CONTOH/2026",
        contract_months=36,
        planned_departure="2027-03",
        siapkerja_id="CPMI-000123",
    ),
    counselling=Counselling(
        "2026-11-12", "Ratna Dewi", "kantor desa", tuple(Topic(name, explained=True) for name in TOPICS)
    ),
    documents=(
        SeenDocument("KTP elektronik", "2026-11-12"),
        SeenDocument("Kartu Keluarga", "2026-11-12"),
        SeenDocument("Akta kelahiran", "2026-11-12"),
        SeenDocument("Ijazah terakhir", "2026-11-12"),
        SeenDocument("Surat izin orang tua", "2026-11-19"),
        SeenDocument("Paspor"),
        SeenDocument("Sertifikat kompetensi"),
        SeenDocument("Surat keterangan sehat"),
        SeenDocument("Perjanjian penempatan"),
        SeenDocument("Perjanjian kerja"),
    ),
    marital=Marital("belum kawin", "Kartu Keluarga", "2026-11-19", "2026-11-19"),
    chair=Signatory("LALU SATRIA WIGUNA", "Ketua Desbumi"),
    witnesses=(Witness("Darmawan Sutisna", "Ketua RT 003"), Witness("Endah Kuswarini", "Bibi, keluarga")),
    hotlines=(
        Hotline("KP2MI, dari Indonesia (bebas pulsa)", "0800-1000", "2025-04"),
        Hotline("KP2MI, dari luar negeri", "+62 21 2924 4800", "2025-04"),
        Hotline("SAPA 129, kekerasan terhadap perempuan dan anak", "129", "2026-01"),
        Hotline("Perwakilan RI di Taiwan"),
        Hotline("PPIT Desa Sukacontoh (jam kerja)", "(000) 555-0100", "2026-11"),
    ),
)
NUMBER = "400.12.2.1/012/SKC/XI/2026"
