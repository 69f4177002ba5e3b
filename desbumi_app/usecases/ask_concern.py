"""The question every intake asks: could this concern somebody who can open this computer? And where to go if so.

The answer is stored nowhere. Whatever it is, the audit of the village's book gets the same line.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desbumi_app.catalogue.packs import BACK_LINES
from desbumi_app.documents.facts import Hotline
from desbumi_app.office import Office
from desbumi_app.packs_in_use import packs_of

QUESTION: Final = (
    "Does this concern a village official, a relative of one, or somebody who can open this computer?"
)


class Concern(StrEnum):
    """What was answered. Yes and not sure lead to the same place."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outside:
    """Nothing was stored here: these lines are outside the village. Only numbers that are known."""

    lines: tuple[Hotline, ...]


def note_intake(office: Office) -> None:
    """The neutral line of an intake: no person, no answer, no outcome."""
    office.register.note("intake", operator=office.operator.id, purpose="intake")


def outside(office: Office) -> Outside:
    """The help lines of the packs; never the village's own telephone."""
    pack = packs_of(office)("hotlines")
    rows = [row for key in BACK_LINES if (row := pack.row(key))]
    return Outside(tuple(Hotline(row.label.id, row.value, row.as_of) for row in rows if row.value))
