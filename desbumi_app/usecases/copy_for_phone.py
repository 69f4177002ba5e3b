"""Makes a copy of a letter that may be sent by WhatsApp: card numbers masked, marked for one receiver, no QR, same number.

It is set from the archived values and never counted as a letter; the original stays what it is.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.phone_copy import render_phone_copy
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.letter_life import ISSUED
from desbumi_app.domain.problems import stop
from desbumi_app.letter_facts import paper_of, settings_of, village_facts
from desbumi_app.letter_snapshot import SnapshotError, facts_of, masked_facts
from desbumi_app.letter_wording import in_force, wording_of
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.prepare_letter import paper_problem, templates
from desbumi_app.usecases.reprint_letter import about, letter_row

Row = Mapping[str, Any]

FOR_WHOM: Final = "Write down whom the copy is for."
NO_COPY: Final = "Of a cancelled letter there is no copy to send."
NOT_KEPT: Final = (
    "The values of this letter are not kept here, so no masked copy can be made. Print a copy instead."
)
OTHER_WORDING: Final = (
    "The wording of this letter has changed since it was issued. Print a copy of the archived paper instead."
)
_LONGEST: Final = 40


def copy_for_phone(office: Office, letter: bytes, for_whom: str) -> Rendered | Refused:
    """The masked copy as PDF; its making is an audit line. StoreError no_such_record."""
    row, whom = letter_row(office, letter), " ".join(for_whom.split())[:_LONGEST]
    shipped = templates(office.catalogue).get(str(row["template"]))
    template = in_force(office, shipped) if shipped is not None else None
    refused = _why_not(office, row, template, whom)
    if refused or template is None:
        return Refused((stop(refused or NOT_KEPT, about="for_whom" if refused == FOR_WHOM else None),))
    settings = settings_of(office)
    try:
        facts = masked_facts(facts_of(bytes(row["filled"])))
        logo = village_facts(office, settings).logo
        facts = replace(facts, village=replace(facts.village, logo=logo))
        mark, number = (whom, office.today().isoformat()), str(row["number"] or "")
        made = render_phone_copy(template, facts, number, mark, paper=paper_of(settings))
    except SnapshotError:
        return Refused((stop(NOT_KEPT),))
    except PaperError as wrong:
        return Refused((paper_problem(wrong),))
    records = about(office, row)
    office.register.note("print", operator=office.operator.id, purpose="copy_for_phone", records=records)
    return made


def _why_not(office: Office, row: Row, template: LetterTemplate | None, whom: str) -> str:
    """The sentence that refuses it; empty when a copy can be made."""
    if not whom:
        return FOR_WHOM
    if row["state"] not in ISSUED:
        return NO_COPY
    if template is None or template.confidential or not row["filled"]:
        return NOT_KEPT
    wording = hashlib.sha256(wording_of(office, template.id)).digest()
    return "" if wording == row["template_hash"] else OTHER_WORDING
