"""Prints the founding sheet of a district from its root key, which exists on this paper only from now on."""

import hashlib

from db import recovery
from desbumi_app.documents.recovery_sheet import RecoveryFacts, render_recovery_sheet
from desbumi_app.documents.render import Rendered
from desbumi_app.office import Office
from desbumi_app.usecases.print_recovery_sheet import office_alone


def rows_of_root(root: bytes) -> tuple[str, ...]:
    """The root's private key as four rows of 16 signs, each with its own check, as on a recovery sheet."""
    return recovery.rows_of(root)


def root_fingerprint(root: bytes) -> str:
    """Four groups of four signs that tell one founding sheet from another and open nothing."""
    digest = hashlib.sha256(b"desbumi/root-sheet/1" + root).hexdigest().upper()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def print_root_sheet(office: Office, root: bytes) -> Rendered:
    """The sheet of the district that this office has founded."""
    first, second, third, fourth = rows_of_root(root)
    facts = RecoveryFacts(
        village=office_alone(office.profile.place),
        rows=(first, second, third, fourth),
        dated=office.today().isoformat(),
        maker=office.operator.name,
        fingerprint=root_fingerprint(root),
        kind="root_sheet",
    )
    paper = render_recovery_sheet(facts)
    office.register.note("print", operator=office.operator.id, purpose="print_root_sheet")
    return paper
