"""What the home page says: the reminders of today, unfinished forms, three numbers of the village. Asked on the desk worker.

The use case counts; here is only how a reminder looks. Nothing that a sealed case knows is counted or hinted at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from desbumi_app.domain.problems import Message
from desbumi_app.office import Office
from desbumi_app.usecases.find_people import Chosen, find_people
from desbumi_app.usecases.list_reminders import Reminder, list_reminders
from ui.language import N_, _, say
from ui.models.drafts import unfinished
from ui.models.people_list import number_of
from ui.office_desk import KeptDraft
from ui.theme.tokens import ToneName

AWAY: Final = frozenset({"departed", "working", "on_leave"})
PREPARING: Final = frozenset({"candidate", "processing", "ready"})
DRAFTS: Final = "drafts"

_ICONS: Final[Mapping[str, str]] = {
    "contacts": "clock-exclamation",
    "deaths": "candle",
    "departures": "plane-departure",
    "passport": "id",
    "contract": "file-certificate",
    "bpjs": "shield-lock",
    "visa": "calendar-x",
    "medical": "first-aid-kit",
    "silence": "phone-off",
    "conflicts": "arrows-diff",
    "visits": "users-group",
    "settling": "home-check",
    "drops": "lock-square-rounded",
    "requests": "inbox",
    "back_up": "device-floppy",
    "no_room": "device-floppy",
}
_TONES: Final[Mapping[str, ToneName]] = {"late": "warn", "soon": "info", "plain": "grey"}
# English counts "1 person"; Indonesian says both alike, so the use case has one sentence.
_ONE: Final[Mapping[str, str]] = {
    "contacts": N_("1 person is past the check-in day"),
    "deaths": N_("1 death waits for a second person"),
    "departures": N_("1 person departs within 7 days"),
    "passport": N_("1 passport ends within 6 months"),
    "contract": N_("1 contract ends within 90 days"),
    "bpjs": N_("1 insurance ends within 90 days"),
    "visa": N_("1 visa ends within 90 days"),
    "medical": N_("1 medical check ends within 90 days"),
    "silence": N_("1 person has sent no news for 90 days"),
    "conflicts": N_("1 field has two different entries"),
    "visits": N_("1 family is to be visited within 7 days"),
    "settling": N_("1 person will soon have been home for 12 months"),
    "requests": N_("1 request about one's own data waits for an answer"),
    "drops": N_("1 sealed note waits for a case officer"),
}


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the home page shows; `everybody` 0 means that the book is empty."""

    reminders: tuple[Reminder, ...]
    drafts: tuple[KeptDraft, ...]
    away: int
    preparing: int
    home_this_year: int
    everybody: int


def look(office: Office) -> Today:
    """Desk worker. One short question a line; unfinished departures stand for themselves, with name and step."""
    drafts = unfinished(office)
    return Today(
        reminders=tuple(one for one in list_reminders(office) if one.code != DRAFTS),
        drafts=drafts,
        away=_count(office, Chosen(stages=AWAY)),
        preparing=_count(office, Chosen(stages=PREPARING)),
        home_this_year=_home(office, str(office.today().year)),
        everybody=_count(office, Chosen()),
    )


def looks(reminder: Reminder) -> tuple[str, ToneName]:
    """Drawing and tone of a reminder."""
    return _ICONS.get(reminder.code, "bulb"), _TONES.get(reminder.urgency, "grey")


def sentences(reminder: Reminder) -> tuple[str, str]:
    """What waits, and one example or what to do, in words."""
    first = (
        _(_ONE[reminder.code])
        if reminder.count == 1 and reminder.code in _ONE
        else say(_grouped(reminder.sentence))
    )
    if reminder.at_least:
        first = _("At least: {sentence}", sentence=first)
    if reminder.example is not None:
        return first, say(_grouped(reminder.example))
    todo = {
        "conflicts": N_("Both are kept until somebody chooses."),
        "silence": N_("Call the family; visit them at home if nobody answers."),
        "deaths": N_("Somebody else of the office confirms it."),
        "settling": N_("Ask about plans, and offer the village's programme."),
        "requests": N_("It has to be answered within three times 24 hours."),
        "drops": N_("Press to move them into the case book."),
        "back_up": N_("Put a stick in and keep a copy of the book on it."),
        "no_room": N_("Put a stick in and keep a copy of the book on it."),
    }
    return first, _(todo[reminder.code]) if reminder.code in todo else ""


def _grouped(message: Message) -> Message:
    """Counts as every page writes them: 1.041 days."""
    counts = {key: text for key, text in message.params.items() if key in {"days", "n"} and text.isdigit()}
    return replace(
        message, params={**message.params, **{key: number_of(int(text)) for key, text in counts.items()}}
    )


def _count(office: Office, chosen: Chosen) -> int:
    return find_people(office, "", chosen, limit=0).total


def _home(office: Office, year: str) -> int:
    return sum(
        1 for row in office.register.rows_where("returns") if str(row["arrived_on"] or "").startswith(year)
    )
