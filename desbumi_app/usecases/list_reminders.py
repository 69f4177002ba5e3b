"""What needs doing today: each with a count, one example without any number of a person, and where to go.

Counts come from the slim list; only the nearest few people are looked at closely. It reads and writes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from db import agenda
from db.search import PAGE, Filters, Order, count_all
from desbumi_app.domain.calendar import add_months
from desbumi_app.domain.problems import Message
from desbumi_app.domain.stage import SETTLED_AFTER_MONTHS
from desbumi_app.domain.stage_rules import STAGE_NUMBERS, Stage
from desbumi_app.office import Office
from desbumi_app.register_list import DEATH_UNCONFIRMED, MEDICAL, derive
from desbumi_app.usecases.back_up import last_backup, not_made
from desbumi_app.usecases.find_people import NOTHING_CHOSEN, Chosen, PersonLine, find_people, people_page
from desbumi_app.usecases.list_requests import list_requests
from desbumi_app.usecases.list_visits import list_visits
from desbumi_app.usecases.read_person import related_rows

PASSPORT_MONTHS: Final = 6
WINDOWS: Final = (7, 30, 90)
LOOKED_AT: Final = 200
DEPARTS_WITHIN: Final = 7
SETTLES_WITHIN: Final = 30
BACK_UP_AFTER: Final = 7
SILENT_DAYS: Final = 90
_GONE: Final = frozenset({Stage.DEPARTED.value, Stage.WORKING.value})
_AWAY: Final = (Stage.DEPARTED, Stage.WORKING, Stage.ON_LEAVE, Stage.DECEASED, Stage.MOVED)
_AT_HOME: Final = frozenset({0, *(n for stage, n in STAGE_NUMBERS.items() if stage not in _AWAY)})

CONTACTS: Final = "{count} people are past their check-in day"
ENDING: Final = {
    "passport": "{count} passports end within 6 months",
    "contract": "{count} contracts end within 90 days",
    "bpjs": "{count} insurances end within 90 days",
    "visa": "{count} visas end within 90 days",
    MEDICAL: "{count} medical checks end within 90 days",
}
SILENCE: Final = "{count} people have sent no news for 90 days"
DISPUTES: Final = "{count} fields have two different entries"
VISITS: Final = "{count} families are to be visited within 7 days"
DEPARTURES: Final = "{count} people depart within 7 days"
REQUESTS: Final = "{count} requests about one's own data wait for an answer"
DRAFTS: Final = "{count} drafts are not finished"
SETTLING: Final = "{count} people will soon have been home for 12 months"
DEATHS: Final = "{count} deaths wait for a second person"
DROPS: Final = "{count} sealed notes wait for a case officer"
NO_BACKUP: Final = "There is no backup of the last 7 days"
NO_ROOM: Final = "The disk is nearly full: no copy of the book was made today"

LATE: Final = "{name}: {days} days late"
TODAY: Final = "{name}: today"
LEFT: Final = "{name}: {days} days left"
ENDED: Final = "{name}: ended {days} days ago"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reminder leads. `kind`: check_in_queue, people, person, draft, drops, back_up, requests, visits.

    `chosen` is the list's filter for people; `person` a stored id; `draft` form and key of the newest draft.
    """

    kind: str
    chosen: Chosen = NOTHING_CHOSEN
    person: bytes | None = None
    draft: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line. `urgency`: late, soon or plain. `windows`: how many within 7, 30 and 90 days, where something ends.

    `at_least`: the nearest were counted, there are more.
    """

    code: str
    urgency: str
    count: int
    sentence: Message
    target: Target
    example: Message | None = None
    windows: Mapping[int, int] = field(default_factory=dict)
    at_least: bool = False


def list_reminders(office: Office) -> tuple[Reminder, ...]:
    """The jobs of today for this operator, the most urgent kind first; empty when nothing waits."""
    found = [
        *_contacts(office), *_silence(office), *_deaths(office), *_disputes(office), *_departures(office), *_visits(office),
        *_endings(office), *_settling(office),
        *_requests(office), *_drafts(office), *_drops(office), *_backup(office),
    ]  # fmt: skip
    order = {"late": 0, "soon": 1, "plain": 2}
    return tuple(sorted(found, key=lambda one: order[one.urgency]))


def _contacts(office: Office) -> Iterator[Reminder]:
    by = (office.today() - timedelta(days=1)).isoformat()
    due = agenda.due_by(office.register, "next_contact_on", by, limit=1)
    if due.count and due.first:
        line = people_page(office, due.rids)[0]
        example = _since(line, due.first, office.today())
        target = Target("check_in_queue", Chosen(contact_due_by=by))
        yield Reminder("contacts", "late", due.count, _counted(CONTACTS, due.count), target, example)


def _silence(office: Office) -> Iterator[Reminder]:
    """Who is abroad and has not been heard of for long though the next day of contact lies ahead; the others are late."""
    today = office.today()
    since, before = (today - timedelta(days=SILENT_DAYS)).isoformat(), (today - timedelta(days=1)).isoformat()
    chosen = Chosen(stages=_GONE, silent_since=since, contact_after=before)
    found = find_people(office, "", chosen, limit=1, order=Order("last_contact_on"))
    if found.total:
        line = found.lines[0]
        said = _counted(SILENCE, found.total)
        yield Reminder("silence", "late", found.total, said, _who(found.total, line, chosen))


def _disputes(office: Office) -> Iterator[Reminder]:
    """Fields on which two laptops wrote different things; a district has its own page for them."""
    count = len(office.register.conflicts()) if office.profile.kind == "village" else 0
    if count:
        yield Reminder("conflicts", "soon", count, _counted(DISPUTES, count), Target("conflicts"))


def _visits(office: Office) -> Iterator[Reminder]:
    """Families to be visited, also those of children left behind; several lead to their list."""
    waiting = list_visits(office)
    if waiting:
        first, today = waiting[0], office.today()
        about = {"name": first.name, "days": str(abs((today - date.fromisoformat(first.day)).days))}
        words = LATE if first.state == "late" else LEFT if about["days"] != "0" else TODAY
        one = Target("person", person=first.person)
        target = one if len(waiting) == 1 else Target("visits")
        said = _counted(VISITS, len(waiting))
        yield Reminder("visits", first.state, len(waiting), said, target, Message(words, about))


def _deaths(office: Office) -> Iterator[Reminder]:
    rids = office.register.search("", Filters(flags=DEATH_UNCONFIRMED))
    if rids:
        first = people_page(office, rids[:1])[0]
        target = _who(len(rids), first, Chosen(flags=DEATH_UNCONFIRMED))
        yield Reminder("deaths", "late", len(rids), _counted(DEATHS, len(rids)), target)


def _departures(office: Office) -> Iterator[Reminder]:
    today = office.today()
    window = (today.isoformat(), (today + timedelta(days=DEPARTS_WITHIN)).isoformat())
    due = agenda.due_in_rows(office.register, ("journeys", "planned_departure_on"), window, _AT_HOME, limit=1)
    if due.count and due.first:
        line = people_page(office, due.rids)[0]
        example = _until(line, due.first, today)
        target = Target("person", person=line.id)
        yield Reminder("departures", "soon", due.count, _counted(DEPARTURES, due.count), target, example)


def _endings(office: Office) -> Iterator[Reminder]:
    """By kind of paper, from the people whose first paper ends soonest."""
    today = office.today()
    widest = add_months(today, PASSPORT_MONTHS)
    due = agenda.due_by(office.register, "first_expiry_on", widest.isoformat(), limit=LOOKED_AT)
    by_kind: dict[str, list[tuple[str, PersonLine]]] = {kind: [] for kind in ENDING}
    for start in range(0, len(due.rids), PAGE):
        for line in people_page(office, due.rids[start : start + PAGE]):
            for kind, day in _ends_of(office, line, today):
                last = widest if kind == "passport" else today + timedelta(days=WINDOWS[-1])
                if kind in by_kind and day <= last.isoformat():
                    by_kind[kind].append((day, line))
    for kind, ends in by_kind.items():
        if ends:
            yield _ending(kind, sorted(ends, key=lambda one: one[0]), today, more=due.count > len(due.rids))


def _ending(kind: str, ends: Sequence[tuple[str, PersonLine]], today: date, *, more: bool) -> Reminder:
    first, line = ends[0]
    left = (date.fromisoformat(first) - today).days
    windows = {
        days: sum(day <= (today + timedelta(days=days)).isoformat() for day, _ in ends) for days in WINDOWS
    }
    urgency = "late" if left <= WINDOWS[0] else "soon" if left <= WINDOWS[1] else "plain"
    last = add_months(today, PASSPORT_MONTHS) if kind == "passport" else today + timedelta(days=WINDOWS[-1])
    return Reminder(
        kind,
        urgency,
        len(ends),
        _counted(ENDING[kind], len(ends)),
        _who(len(ends), line, Chosen(expiring_by=last.isoformat())),
        _until(line, first, today) if left >= 0 else Message(ENDED, {"name": line.name, "days": str(-left)}),
        windows,
        more,
    )


def _settling(office: Office) -> Iterator[Reminder]:
    """Who will soon count as staying: time to ask about plans and to offer the programme."""
    today = office.today()
    from_day, to_day = (
        add_months(today, -18),
        add_months(today + timedelta(days=SETTLES_WITHIN), -SETTLED_AFTER_MONTHS),
    )
    due = agenda.due_in_rows(
        office.register,
        ("returns", "arrived_on"),
        (str(from_day.year), to_day.isoformat()),
        {STAGE_NUMBERS[Stage.RETURNED]},
        limit=1,
    )
    if due.count:
        line = people_page(office, due.rids)[0]
        target = _who(due.count, line, Chosen(stages=frozenset({Stage.RETURNED.value})))
        yield Reminder("settling", "plain", due.count, _counted(SETTLING, due.count), target)


def _requests(office: Office) -> Iterator[Reminder]:
    """Requests about one's own data and withdrawn consents: three times 24 hours, and they are a right."""
    waiting = list_requests(office, open_only=True)
    if waiting:
        urgency = {"late": "late", "soon": "soon"}.get(waiting[0].urgency, "plain")
        yield Reminder(
            "requests", urgency, len(waiting), _counted(REQUESTS, len(waiting)), Target("requests")
        )


def _drafts(office: Office) -> Iterator[Reminder]:
    drafts = office.register.drafts(office.operator.id)
    if drafts:
        target = Target("draft", draft=(drafts[0].form, drafts[0].record))
        yield Reminder("drafts", "plain", len(drafts), _counted(DRAFTS, len(drafts)), target)


def _drops(office: Office) -> Iterator[Reminder]:
    """Only a case user can move them, so only he is told."""
    waiting = office.register.count("drops") if office.cases is not None else 0
    if waiting:
        yield Reminder("drops", "plain", waiting, _counted(DROPS, waiting), Target("drops"))


def _backup(office: Office) -> Iterator[Reminder]:
    if not_made(office):
        yield Reminder("no_room", "late", 1, Message(NO_ROOM), Target("back_up"))
        return
    at: datetime | None = last_backup(office)
    old = at is None or office.clock.now() - at > timedelta(days=BACK_UP_AFTER)
    if old and count_all(office.register.session):
        yield Reminder("back_up", "plain", 1, Message(NO_BACKUP), Target("back_up"))


def _ends_of(office: Office, line: PersonLine, today: date) -> tuple[tuple[str, str], ...]:
    person = office.register.get("people", line.id)
    return derive(person, related_rows(office, line.id), today).ends if person else ()


def _counted(msgid: str, count: int) -> Message:
    return Message(msgid, {"count": f"{count:,}".replace(",", ".")})


def _who(count: int, line: PersonLine, chosen: Chosen) -> Target:
    return Target("person", person=line.id) if count == 1 else Target("people", chosen)


def _since(line: PersonLine, day: str, today: date) -> Message:
    return Message(LATE, {"name": line.name, "days": str((today - date.fromisoformat(day)).days)})


def _until(line: PersonLine, day: str, today: date) -> Message:
    left = (date.fromisoformat(day) - today).days
    return (
        Message(LEFT, {"name": line.name, "days": str(left)}) if left else Message(TODAY, {"name": line.name})
    )
