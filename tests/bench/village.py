"""Invented offices and people for the bench: real encrypted stores with the keyring's cheap cost."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db.boxes import CHEAP_FOR_TESTS
from db.clock import SystemClock
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.office import Office
from desbumi_app.sample.generate import SUKACONTOH, Resident, generate
from desbumi_app.usecases.import_rows_of import DEFAULTS

PASSPHRASE = "empat kata acak contoh"
USER = NewUser("sari", "Sari Wahyuni", "Petugas", frozenset({"officer", "desk"}), PASSPHRASE)
SETTINGS = {
    "region_code": SUKACONTOH.code,
    "village_name": SUKACONTOH.name,
    "subdistrict_name": "Misalan",
    "district_name": "Rekajaya",
    "province_name": "Provinsi Contoh",
}


def office(folder: Path, kind: str = "village") -> Office:
    """A new office, open."""
    name = {"village": "sukacontoh", "district": "rekajaya"}[kind]
    settings: dict[str, Any] = dict(SETTINGS) if kind == "village" else {}
    new = NewOffice(kind, name, "Contoh", "Provinsi Contoh", (USER,), settings)
    return bootstrap.set_up(folder, new, SystemClock(), cost=CHEAP_FOR_TESTS).office


def people(seed: int, count: int) -> list[dict[str, Any]]:
    """People as an import of a population list stores them."""
    return [_imported(one) for one in generate(seed, count, SUKACONTOH)]


def _imported(one: Resident) -> dict[str, Any]:
    born = one.born if one.born[:4] != "0000" else None
    filled = {
        "name": one.name,
        "nik": one.nik or None,
        "kk_number": one.kk_number,
        "birth_place": one.birth_place,
        "born_on": born,
        "sex": {"1": "male", "2": "female"}[one.sex],
        "hamlet": one.hamlet,
        "rw": "001",
        "rt": one.rt,
        "address": f"Jalan Contoh, {one.village.name}",
        "religion": "islam",
        "education": "junior_secondary",
        "occupation": "farmer",
        "marital_status": "married" if one.married == "2" else "single",
        "citizenship": "wni",
        "mother_name": one.mother,
        "father_name": one.father,
    }
    return {**DEFAULTS, **{name: value for name, value in filled.items() if value is not None}}


def create(place: Office, rows: Sequence[dict[str, Any]]) -> list[bytes]:
    """The people stored as an import stores them: many at once, in one transaction."""
    with place.register.transaction(operator=place.operator.id, purpose="import", imported=True) as tx:
        return tx.create_many("people", rows)
