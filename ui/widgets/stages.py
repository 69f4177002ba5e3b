"""The words, drawings and tones of stages, conditions and sending states; the codes come from the domain."""

from typing import Final

from ui.language import N_, _
from ui.theme.tokens import ToneName
from ui.widgets.chip import ChipSpec

_Look = tuple[str, str, ToneName]

STAGES: Final[dict[str, _Look]] = {
    "interested": (N_("Interested"), "bulb", "info"),
    "candidate": (N_("Candidate"), "user-check", "info"),
    "processing": (N_("In process"), "progress", "info"),
    "ready": (N_("Ready"), "clipboard-check", "info"),
    "departed": (N_("Departed"), "plane-departure", "ok"),
    "working": (N_("Working"), "briefcase", "ok"),
    "on_leave": (N_("On leave"), "calendar-pause", "ok"),
    "returned": (N_("Returned"), "plane-arrival", "plum"),
    "settled": (N_("Settled"), "home-check", "plum"),
    "cancelled": (N_("Cancelled"), "circle-x", "grey"),
    "moved": (N_("Moved away"), "arrows-exchange", "grey"),
    "deceased": (N_("Deceased"), "candle", "grey"),
}

CONDITIONS: Final[dict[str, _Look]] = {
    "contact_overdue": (N_("Contact overdue"), "clock-exclamation", "warn"),
    "lost_contact": (N_("Lost contact"), "phone-off", "danger"),
    "sick": (N_("Sick"), "first-aid-kit", "warn"),
    "detained": (N_("Detained"), "alert-octagon", "danger"),
    "overstay": (N_("Past stay permit"), "calendar-x", "warn"),
    "documents_withheld": (N_("Documents withheld"), "lock-square-rounded", "danger"),
    "left_employer": (N_("Left employer"), "walk", "warn"),
    "departure_stopped": (N_("Stopped before departure"), "hand-stop", "warn"),
    "departure_failed": (N_("Departure failed"), "plane-off", "grey"),
    "conflict": (N_("Different entries"), "arrows-diff", "warn"),
    "documents_incomplete": (N_("Documents incomplete"), "file-alert", "warn"),
}

SENDING: Final[dict[str, _Look]] = {
    "sent": (N_("Sent"), "check", "ok"),
    "waiting": (N_("Waiting"), "clock", "grey"),
    "draft": (N_("Draft"), "pencil", "grey"),
}


def stage_chip(code: str) -> ChipSpec:
    """The chip of a stage; raises KeyError for a code the domain does not have."""
    return _spec(STAGES[code])


def condition_chip(code: str) -> ChipSpec:
    """The chip of a condition; raises KeyError for a code the domain does not have."""
    return _spec(CONDITIONS[code])


def sending_chip(code: str) -> ChipSpec:
    """The chip of a change on its way: sent, waiting, draft."""
    return _spec(SENDING[code])


def _spec(look: _Look) -> ChipSpec:
    word, icon, tone = look
    return ChipSpec(_(word), icon, tone)
