"""Invented creates of 25 filled fields: as plain JSON and as the operation that is sealed."""

import json
import random

from sync import cbor

FIRST = [
    "Siti",
    "Dewi",
    "Sri",
    "Nur",
    "Ahmad",
    "Muhamad",
    "Rahmat",
    "Lalu",
    "Baiq",
    "Inaq",
    "Haji",
    "Eko",
    "Agus",
    "Wahyu",
    "Tri",
    "Endang",
    "Yuliana",
    "Fitriani",
    "Sulastri",
    "Marlina",
]
MIDDLE = [
    "Aminah",
    "Rahayu",
    "Wulandari",
    "Hidayat",
    "Saputra",
    "Lestari",
    "Kurniawan",
    "Astuti",
    "Purnomo",
    "Handayani",
    "Zulkarnain",
    "Mariana",
    "Suharti",
    "Wahid",
]
LAST = [
    "Ningsih",
    "Santoso",
    "Wijaya",
    "Hasanah",
    "Pratama",
    "Utami",
    "Susanto",
    "Ramdani",
    "Maulida",
    "Setiawan",
    "Hartini",
    "Sukmawati",
    "Jumadil",
    "Sahnun",
]
TOWNS = [
    "Praya",
    "Mataram",
    "Selong",
    "Cilacap",
    "Indramayu",
    "Malang",
    "Kupang",
    "Lombok Tengah",
    "Banyuwangi",
    "Subang",
]
HAMLETS = [
    "Krajan",
    "Karang Bayan",
    "Dasan Lekong",
    "Sukamaju",
    "Batu Jai",
    "Mekar Sari",
    "Montong Gamang",
    "Sumber Rejo",
]
STREETS = [
    "Jalan Raya Praya",
    "Gang Melati",
    "Jalan Pahlawan",
    "Jalan Diponegoro",
    "Gang Mawar",
    "Jalan Ahmad Yani",
]
CHOICES = {
    "nik_status": ["checked", "unchecked"],
    "marital_status": ["single", "married", "divorced", "widowed"],
    "religion": ["islam", "protestant", "catholic", "hindu"],
    "education": ["primary", "junior_secondary", "senior_secondary", "diploma"],
    "occupation": ["farmer", "farm_worker", "housewife", "trader", "construction_worker", "not_working"],
    "residence_status": ["permanent", "temporary"],
    "citizenship": ["wni"],
    "blood_group": ["a", "b", "ab", "o", "unknown"],
    "identity_card": ["electronic", "none", "recorded"],
    "data_source": ["interview", "family_card", "import"],
}
NAMES = [
    "name", "nik", "nik_status", "kk_number", "born_on", "birth_place", "sex", "marital_status", "religion",
    "education", "occupation", "hamlet", "rw", "rt", "address", "region_code", "residence_status", "phone",
    "whatsapp", "mother_name", "father_name", "citizenship", "blood_group", "identity_card", "data_source",
]  # fmt: skip


def person(rng):
    """Return 25 filled fields."""
    year, month, day = rng.randrange(1960, 2008), rng.randrange(1, 13), rng.randrange(1, 29)
    female, region = rng.random() < 0.6, f"5202{rng.randrange(1, 13):02d}"
    phone = f"+628{rng.randrange(10**9, 10**10)}"
    values = {key: rng.choice(choices) for key, choices in CHOICES.items()}
    values |= {key: full_name(rng) for key in ("name", "mother_name", "father_name")}
    return values | {
        "nik": f"{region}{day + 40 * female:02d}{month:02d}{year % 100:02d}{rng.randrange(1, 400):04d}",
        "kk_number": f"{region}{rng.randrange(1, 29):02d}{month:02d}{rng.randrange(5, 24):02d}{rng.randrange(1, 9000):04d}",
        "born_on": f"{year}-{month:02d}-{day:02d}",
        "birth_place": rng.choice(TOWNS),
        "sex": "female" if female else "male",
        "hamlet": f"Dusun {rng.choice(HAMLETS)}",
        "rw": f"{rng.randrange(1, 9):03d}",
        "rt": f"{rng.randrange(1, 20):03d}",
        "address": f"{rng.choice(STREETS)} No. {rng.randrange(1, 200)}",
        "region_code": f"52.02.{rng.randrange(1, 13):02d}.20{rng.randrange(1, 20):02d}",
        "phone": phone,
        "whatsapp": phone,
    }


def full_name(rng):
    """Return two or three invented names."""
    return " ".join([rng.choice(FIRST), rng.choice(MIDDLE), rng.choice(LAST)][: rng.choice([2, 3, 3])])


def create(rng):
    """Return one create as (operation bytes, the plain JSON of the same record)."""
    values = person(rng)
    record, operator, salt = rng.randbytes(16), rng.randbytes(16), rng.randbytes(16)
    hlc = (1_795_000_000_000 + rng.randrange(10**10)) << 16
    at = f"2026-11-{rng.randrange(1, 29):02d}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}Z"
    fields = {number: [values[name], []] for number, name in enumerate(NAMES, 1)}
    operation = {
        0: 1,
        1: 1,
        2: record,
        3: salt,
        4: hlc,
        5: at,
        6: operator,
        7: rng.getrandbits(62),
        8: fields,
    }
    plain = {
        "table": "people",
        "record": str(record.hex()),
        "at": at,
        "operator": operator.hex(),
        "values": {name: values[name] for name in NAMES},
    }
    return cbor.encode(operation), json.dumps(plain, separators=(",", ":")).encode()


def creates(seed, count):
    """Return `count` creates of one seed."""
    rng = random.Random(seed)
    return [create(rng) for _ in range(count)]
