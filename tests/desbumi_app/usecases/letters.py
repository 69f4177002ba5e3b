"""A village with people whose letters can be printed, and the requests of the desk."""

import secrets
from dataclasses import dataclass

from db.arrivals import Outcome, Source
from db.changes import Change, Write, encode
from desbumi_app.letter_keys import Scanning
from desbumi_app.letter_login import Login
from desbumi_app.letter_request import LetterRequest, Party
from desbumi_app.usecases.record_counselling import record_counselling
from desbumi_app.usecases.record_departure import record_departure
from desbumi_app.usecases.set_clearance import set_clearance
from tests.desbumi_app.usecases.test_departure import ABOUT, JOURNEY, a_form

SECOND = Login("lalu", "empat kata acak desa")
HEAD = Login("kades", "kepala desa yang jujur", reason="Keluarga sudah berbicara dengan kepala desa.")
OPEN_TO_ALL = Scanning("cek.rekajaya.example", lambda _key_id: True)
MOTHER = Party(
    typed={
        "name": "Sulastri Handayani", "nik": "9901015102720003", "relation": "ibu", "birth_place": "Sukacontoh",
        "birth_date": "11-02-1972", "occupation": "Petani", "hamlet": "Karang Lor", "rt": "003", "rw": "001",
        "village": "Desa Sukacontoh", "district": "Kecamatan Misalan", "regency": "Kabupaten Rekajaya",
    },
)  # fmt: skip
WITNESSES = (("Darmawan Sutisna", "Ketua RT 003"), ("Endah Kuswarini", "Bibi"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person ready for a letter."""

    person: bytes
    journey: bytes


def a_candidate(office, *, clear=True, counselled=True, about=None, journey=None) -> Candidate:
    """Recorded, counselled with the family, and cleared by the case officer."""
    form = a_form(
        about=ABOUT | {"rt": "003", "rw": "001"} | (about or {}),
        journey=JOURNEY | {"job": "caregiver"} | (journey or {}),
        papers={
            "id_card": {"status": "original_seen", "seen_on": "hari ini"},
            "passport": {"status": "missing"},
        },
    )
    done = record_departure(office, form)
    if counselled:
        typed = {"held_on": "12-11-2026", "topics": ["documents", "money"], "with_family": "ya"}
        record_counselling(office, done.saved.record, typed, done.journey)
    if clear:
        set_clearance(office, done.journey, clear=True)
    return Candidate(done.saved.record, done.journey)


def a_permission(one: Candidate, **changes) -> LetterRequest:
    """The permission letter of a mother, both present."""
    given = {
        "template": "parent_permission", "person": one.person, "journey": one.journey, "givers": (MOTHER,),
        "witnesses": WITNESSES, "signer_present": True, "card_seen": True,
    } | changes  # fmt: skip
    return LetterRequest(**given)


def a_domicile(one: Candidate, **changes) -> LetterRequest:
    """A letter that needs one signature only."""
    given = {
        "template": "domicile", "person": one.person, "purpose": "membuka rekening",
        "inputs": {"since": "2015", "known_from": "Ketua RT 003"},
    } | changes  # fmt: skip
    return LetterRequest(**given)


def elsewhere(office, table, record, **values) -> None:
    """Another computer of the village writes these fields without having seen ours."""
    declared = office.catalogue.table(table)
    fields = {declared.field(name).no: Write(value, ()) for name, value in values.items()}
    milliseconds = int(office.clock.now().timestamp() * 1000)
    change = Change(
        table_no=declared.no,
        record=record[-16:],
        random=secrets.token_bytes(16),
        hlc=milliseconds << 16,
        at="2026-11-21T02:00:00Z",
        operator=b"p" * 16,
        fields=fields,
    )
    source = Source(office.register.streams()[0], secrets.token_bytes(16), 1, 1)
    assert office.register.apply_remote(source, [encode(change)]) == [Outcome.APPLIED]
