"""How an answer about a letter looks: headline, colour, drawing, and what to do next. Never colour alone."""

from dataclasses import dataclass
from typing import Final

from desbumi_app.documents.token import Answer
from desbumi_app.usecases.check_paper import Verdict
from ui.language import N_, _
from ui.widgets.banner import BannerTone

CAN_COMPARE: Final = frozenset({Answer.ISSUED, Answer.GENUINE, Answer.WRONG_FACTS})


@dataclass(frozen=True, slots=True)
class Look:
    """What stands on top of the answer; `next` is empty where nothing has to be done."""

    headline: str
    tone: BannerTone
    icon: str
    next: str


_ASK: Final = N_("Do not accept it. Ask the village office named in the letterhead directly.")
_LOOKS: Final[dict[Answer, tuple[str, BannerTone, str, str]]] = {
    Answer.GENUINE: (
        N_("Genuine, and it matches"), "ok", "circle-check",
        N_("Look also at the signature in ink and the village stamp."),
    ),
    Answer.ISSUED: (
        N_("Such a letter was issued"), "info", "info-circle",
        N_("Compare every line with the paper, then type the fields at the left as on the paper and the ID card."),
    ),
    Answer.WRONG_FACTS: (
        N_("Does not match"), "danger", "circle-x",
        N_("Look at spelling and date once more. If it still differs, the paper is not the letter that was issued."),
    ),
    Answer.UNKNOWN_KEY: (
        N_("Cannot be confirmed"), "warn", "help-circle",
        N_("Perhaps a letter of another district, a new signer, or an imitation. Fetch data, or ask the village office."),
    ),
    Answer.KEY_REVOKED: (N_("Cannot be confirmed"), "warn", "help-circle", N_("Ask the village office for a new letter.")),
    Answer.REVOKED: (N_("Cancelled"), "danger", "circle-x", N_("Do not use it. Ask the village office for its replacement.")),
    Answer.EXPIRED: (N_("No longer valid"), "grey", "clock", N_("Ask for a new letter at the village office.")),
    Answer.FORGED: (N_("Not genuine"), "danger", "alert-octagon", _ASK),
    Answer.INCOMPLETE: (N_("Not genuine"), "danger", "alert-octagon", _ASK),
    Answer.MALFORMED: (
        N_("Cannot be confirmed"), "warn", "help-circle",
        N_("Scan once more directly from the paper, in good light; a link sent in a message may be cut off."),
    ),
}  # fmt: skip


def look_of(verdict: Verdict) -> Look:
    """The look of an answer; without one the code stands in the own book, or nothing could be read."""
    if verdict.answer is not None:
        headline, tone, icon, then = _LOOKS[verdict.answer]
        return Look(_(headline), tone, icon, _(then))
    line = verdict.line
    if line is None:
        return Look(_("Cannot be confirmed"), "warn", "help-circle", "")
    if line.state == "void":
        return Look(
            _("Cancelled"),
            "danger",
            "circle-x",
            _("Do not use it. Ask the village office for its replacement."),
        )
    if line.expired:
        return Look(_("No longer valid"), "grey", "clock", _("Ask for a new letter at the village office."))
    return Look(
        _("In our own book"),
        "ok",
        "circle-check",
        _("Look also at the signature in ink and the village stamp."),
    )
