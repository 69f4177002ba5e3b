"""Prints the recovery sheet from its four rows, which exist on paper only: they are neither stored nor logged."""

import hashlib
from collections.abc import Sequence

from db import recovery
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.recovery_sheet import RecoveryFacts, render_recovery_sheet
from desbumi_app.documents.render import Rendered
from desbumi_app.letter_facts import paper_of, settings_of, village_facts
from desbumi_app.office import Office


def print_recovery_sheet(office: Office, rows: Sequence[str], *, sheet: int = 1, sheets: int = 1) -> Rendered:
    """The sheet of this office. StoreError recovery_row names the first row that was not copied right (0 to 3)."""
    settings, fingerprint = settings_of(office), sheet_fingerprint(rows)
    first, second, third, fourth = ("".join(row.split()).upper() for row in rows)
    facts = RecoveryFacts(
        village=village_facts(office, settings) if settings else office_alone(office.profile.place),
        rows=(first, second, third, fourth),
        dated=office.today().isoformat(),
        maker=office.operator.name,
        fingerprint=fingerprint,
        sheet=sheet,
        sheets=sheets,
    )
    paper = render_recovery_sheet(facts, paper=paper_of(settings))
    office.register.note("print", operator=office.operator.id, purpose="print_recovery_sheet")
    return paper


def office_alone(place: str) -> VillageFacts:
    """An office that is no village, by its name alone."""
    return VillageFacts(
        name=place, district="", regency="", region_code="", title="", district_title="", regency_title=""
    )


def sheet_fingerprint(rows: Sequence[str]) -> str:
    """Four groups of four signs of the sheet's public key: tells one sheet from another, opens nothing."""
    digest = hashlib.sha256(recovery.public_key(recovery.seed_of(rows))).hexdigest().upper()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))
