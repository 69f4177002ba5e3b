"""Looks for what should be looked at about one person: odd birthdays, papers that differ, numbers that others have too.

Recruiters are compared only where the case store is open; elsewhere that flag is absent, not greyed.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from desbumi_app.domain.problems import Problem
from desbumi_app.domain.suspicion import Shared, contradictions, soft_flags
from desbumi_app.matching.names import fold
from desbumi_app.office import Office
from desbumi_app.register_list import derive
from desbumi_app.usecases.check_twin_nik import others_with_nik
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.read_person import related_rows

NAMED: Final = 4
_PHONES: Final = ("phone", "whatsapp")


def list_flags(office: Office, person: bytes) -> tuple[Problem, ...]:
    """The soft flags of a person (stored id), the heaviest first; none for an unknown one."""
    row = office.register.get("people", person)
    if row is None:
        return ()
    readable, related = dict(row), related_rows(office, person)
    told = contradictions(derive(readable, related, office.today()).alerts)
    return told + soft_flags(readable, _shared(office, person, readable), office.today())


def _shared(office: Office, person: bytes, row: Mapping[str, Any]) -> Shared:
    phones = {str(row[name]) for name in _PHONES if row[name]} | set(row["other_phones"])
    passports = {
        str(one["passport_number"])
        for one in related_rows(office, person)["journeys"]
        if one["passport_number"]
    }
    return Shared(
        others_with_nik(office, row["nik"], person),
        tuple(sorted(set(_with_phone(office, person, phones))))[:NAMED],
        tuple(sorted(set(_with_passport(office, person, passports))))[:NAMED],
        tuple(sorted(set(_with_recruiter(office, person))))[:NAMED],
    )


def _with_phone(office: Office, person: bytes, phones: set[str]) -> Iterator[str]:
    for phone in phones:
        for line in find_people(office, phone).lines:
            other = office.register.get("people", line.id)
            if line.id == person or other is None:
                continue
            if phone in {str(other[name]) for name in _PHONES} | set(other["other_phones"]):
                yield str(other["name"] or "")


def _with_passport(office: Office, person: bytes, passports: set[str]) -> Iterator[str]:
    for number in passports:
        for line in find_people(office, number).lines:
            own = {str(one["passport_number"]) for one in related_rows(office, line.id)["journeys"]}
            if line.id != person and number in own:
                yield line.name


def _with_recruiter(office: Office, person: bytes) -> Iterator[str]:
    if office.cases is None:
        return
    rows = office.cases.rows_where("journey_recruitment")
    own = {key for row in rows if row["person_id"] == person[-16:] for key in _recruiters(row)}
    if not own:
        return
    for row in rows:
        if row["person_id"] and row["person_id"] != person[-16:] and own & set(_recruiters(row)):
            other = office.register.get("people", office.register.resolve(person, bytes(row["person_id"])))
            if other is not None:
                yield str(other["name"] or "")


def _recruiters(row: Mapping[str, Any]) -> Iterator[str]:
    """What tells a recruiter: the number, else a name of two words or more; a single first name is everybody's."""
    if row["recruiter_phone"]:
        yield str(row["recruiter_phone"])
    name = fold(str(row["recruiter_name"] or ""))
    if len(name.split()) > 1:
        yield name
