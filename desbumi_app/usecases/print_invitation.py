"""Prints a laptop's invitation at the district desk; the code goes onto the paper and nowhere else."""

from dataclasses import dataclass, field

from desbumi_app.documents.invitation import InvitationFacts, render_invitation
from desbumi_app.documents.render import Rendered
from desbumi_app.office import Office


@dataclass(frozen=True, slots=True)
class InvitationPaper:
    """What stands on the invitation. `code`: 26 characters in groups as they come; `village` with its title; days ISO.

    `address`: of the district's relay.
    """

    code: str = field(repr=False)
    number: str
    person: str
    village: str
    valid_until: str
    address: str


def print_invitation(office: Office, paper: InvitationPaper) -> Rendered:
    """The invitation of this office. PaperError wrong_value when the code is none, or one of its characters is wrong."""
    facts = InvitationFacts(
        code=paper.code,
        number=paper.number,
        person=paper.person,
        village=paper.village,
        regency=office.profile.place,
        dated=office.today().isoformat(),
        valid_until=paper.valid_until,
        address=paper.address,
    )
    made = render_invitation(facts)
    office.register.note(
        "print", operator=office.operator.id, purpose="print_invitation", detail=paper.number
    )
    return made
