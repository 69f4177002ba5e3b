"""Whether somebody else in the book has the same NIK: one of the two was copied wrongly, or both are one person."""

from typing import Final

from desbumi_app.domain.nik import is_nik
from desbumi_app.domain.problems import Problem, warn
from desbumi_app.domain.suspicion import NIK_SHARED
from desbumi_app.office import Office
from desbumi_app.usecases.find_people import find_people

NAMED: Final = 4


def others_with_nik(office: Office, nik: object, person: bytes | None) -> tuple[str, ...]:
    """Names of other people (not `person`, a stored id) with exactly this NIK; none for what is no NIK."""
    if not isinstance(nik, str) or not is_nik(nik):
        return ()
    found = set()
    for line in find_people(office, nik).lines:
        row = office.register.get("people", line.id)
        if line.id != person and row is not None and row["nik"] == nik:
            found.add(line.name)
    return tuple(sorted(found))[:NAMED]


def check_twin_nik(office: Office, nik: object, person: bytes | None) -> tuple[Problem, ...]:
    """A warning under the NIK; the law's number is one person's, but a register holds what papers say."""
    names = others_with_nik(office, nik, person)
    return (warn(NIK_SHARED, about="people.nik", names=", ".join(names)),) if names else ()
