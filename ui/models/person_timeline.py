"""The history of a person's file in the words of the desk: what happened to which record, who, when, old and new.

No code of a field, a choice or a letter stands here, and numbers stand in part.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from db.history import FieldChange
from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.usecases.read_person import TimelineEntry
from ui.dates import clock_time, local, short_date
from ui.language import N_, WORDS, _
from ui.models.person_said import said, said_change
from ui.theme.tokens import ToneName
from ui.widgets.timeline import Event

_ICONS: Final[Mapping[str, tuple[str, ToneName]]] = {
    "people": ("user-plus", "grey"),
    "journeys": ("plane-departure", "ok"),
    "contacts": ("phone", "grey"),
    "documents": ("id", "info"),
    "counselling": ("message", "info"),
    "letters": ("file-text", "info"),
    "check_ins": ("phone-call", "ok"),
    "returns": ("plane-arrival", "plum"),
    "life_events": ("calendar", "grey"),
    "notices": ("shield-lock", "grey"),
    "attachments": ("files", "grey"),
    "households": ("users-group", "grey"),
    "household_members": ("users-group", "grey"),
    "visits": ("home-check", "ok"),
    "extensions": ("file-certificate", "ok"),
    "plans": ("bulb", "plum"),
}
LETTERS: Final = "letters"
_SILENT: Final = frozenset({Kind.REF, Kind.BYTES, Kind.FILE, Kind.INSTANT})
# Fields that no form asks for but that somebody decides or reads; the others without a form are the program's own.
_WITHOUT_FORM: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset({"also_registered_in"}),
    "journeys": frozenset({"clearance"}),
    "attachments": frozenset({"kind", "taken_on", "caption"}),
    LETTERS: frozenset({
        "template", "number", "issued_on", "valid_until", "state", "voided_on", "void_reason", "recipient", "purpose",
        "override_reason", "handed_on", "handed_to", "certified_on", "certified_name", "copies",
    }),
}  # fmt: skip
_CONFIRMED: Final = "confirmed_by"
_ARCHIVED: Final = "archived"
# What a letter's save means, by the field that tells: the state it came to, else what was written.
_LETTER_STATES: Final[Mapping[str, tuple[str, str, ToneName]]] = {
    "draft": (N_("Draft written: {what}"), "pencil", "grey"),
    "checked": (N_("Draft checked: {what}"), "clipboard-check", "info"),
    "final": (N_("Letter issued: {what}"), "file-text", "ok"),
    "handed_over": (N_("Letter handed over: {what}"), "file-text", "ok"),
    "void": (N_("Letter cancelled: {what}"), "circle-x", "warn"),
    "unused": (N_("Number not used: {what}"), "circle-x", "grey"),
}
_LETTER_STEPS: Final[Mapping[str, tuple[str, str, ToneName]]] = {
    "handed_on": (N_("Letter handed over: {what}"), "file-text", "ok"),
    "certified_on": (N_("Electronically signed file taken in: {what}"), "file-certificate", "ok"),
    "copies": (N_("Copy printed: {what}"), "printer", "grey"),
}

# What the history can be narrowed to: code, words, the tables it shows; none for everything.
KINDS: Final[tuple[tuple[str, str, frozenset[str]], ...]] = (
    ("all", N_("Everything"), frozenset()),
    ("person", N_("The person"), frozenset({
        "people", "contacts", "notices", "attachments", "households", "household_members",
    })),
    ("journey", N_("Journeys and contact"), frozenset({
        "journeys", "check_ins", "returns", "life_events", "extensions", "visits", "plans", "counselling",
    })),
    ("papers", N_("Papers"), frozenset({"documents", "letters"})),
)  # fmt: skip


def events(catalogue: Catalogue, entries: Sequence[TimelineEntry], kind: str = "all") -> list[Event]:
    """The timeline, newest first: a line for every field that changed, old and new, numbers in part."""
    tables = next(tables for code, _words, tables in KINDS if code == kind)
    names = _names(catalogue, entries)
    return [
        event
        for entry, name in zip(entries, names, strict=True)
        if not tables or entry.table in tables
        for event in _events(catalogue, entry, name)
    ]


def _names(catalogue: Catalogue, entries: Sequence[TimelineEntry]) -> list[str]:
    """What each entry is about, as its record was called after it: `Paspor, 4 Feb 2027`."""
    held: dict[bytes, dict[str, Any]] = {}
    names = []
    for entry in reversed(entries):
        values = held.setdefault(entry.record, {})
        values |= {change.field: change.new for change in entry.fields if change.field}
        names.append(_name(catalogue, entry.table, values))
    return names[::-1]


def _name(catalogue: Catalogue, table: str, values: Mapping[str, Any]) -> str:
    if table == LETTERS:
        kind = said(catalogue, table, "template", values.get("template"))
        number = values.get("number")
        return _("{letter}, number {number}", letter=kind, number=number) if number else kind
    title = () if table == "people" else catalogue.table(table).title
    return ", ".join(filter(None, (said(catalogue, table, name, values.get(name)) for name in title)))


def _events(catalogue: Catalogue, entry: TimelineEntry, name: str) -> list[Event]:
    day, who = _when(entry)
    if entry.table == LETTERS:
        return [_letter(catalogue, entry, name)]
    label = catalogue.table(entry.table).label.of(WORDS.language).lower()
    what = f"{label} ({name})" if name else label
    why = _reason(entry)
    if entry.created:
        icon, tone = _ICONS.get(entry.table, ("pencil", "grey"))
        return [
            Event(day, who, _("Written down: {what}", what=what), _beside_title(catalogue, entry), icon, tone)
        ]
    if entry.table == "life_events" and any(change.field == _CONFIRMED for change in entry.fields):
        return [Event(day, who, _("The death was confirmed"), "", "user-check", "grey")]
    if any(change.field == _ARCHIVED and change.new for change in entry.fields):
        return [Event(day, who, _("Taken back: {what}", what=what), why, "arrow-back-up", "warn")]
    about = " · ".join(filter(None, ("" if entry.table == "people" else what, why)))
    found = [_changed(catalogue, entry.table, one, about) for one in _told(catalogue, entry)]
    if not found:
        return [Event(day, who, _("Changed: {what}", what=what), why, "pencil", "grey")]
    return [_at(day, who, found[0]), *found[1:]]


def _changed(catalogue: Catalogue, table: str, one: FieldChange, about: str) -> Event:
    label = catalogue.table(table).field(one.field).label.of(WORDS.language)
    old, new = said_change(catalogue, table, one)
    sentence = _("{field} changed", field=label)
    return Event("", "", sentence, about, "pencil", "grey", old or "–", new or "–")


def _at(day: str, who: str, event: Event) -> Event:
    return Event(day, who, event.sentence, event.detail, event.icon, event.tone, event.old, event.new)


def _letter(catalogue: Catalogue, entry: TimelineEntry, name: str) -> Event:
    """One line a save, named by the letter's kind and number; beside it what the step itself wrote."""
    day, who = _when(entry)
    written = {one.field: one.new for one in entry.fields if one.new not in (None, "", ())}
    state = str(written.get("state") or "")
    steps = [_LETTER_STATES[state]] if state in _LETTER_STATES else []
    steps += [step for field, step in _LETTER_STEPS.items() if field in written]
    sentence, icon, tone = steps[0] if steps else (N_("Draft written: {what}"), "pencil", "grey")
    beside = _labelled(catalogue, entry, {"template", "number", "state"})
    detail = " · ".join(filter(None, (beside, _reason(entry))))
    return Event(day, who, _(sentence, what=name or _("A letter")), detail, icon, tone)


def _beside_title(catalogue: Catalogue, entry: TimelineEntry) -> str:
    title = () if entry.table == "people" else catalogue.table(entry.table).title
    return _labelled(catalogue, entry, set(title))


def _labelled(catalogue: Catalogue, entry: TimelineEntry, without: set[str]) -> str:
    """`Jalur: Melalui P3MI · Berlaku sampai: 4 Feb 2027`: what was written beside the fields that name the record."""
    table = catalogue.table(entry.table)
    parts = []
    for one in _told(catalogue, entry):
        value = one.added or one.new
        if one.field in without or value in (None, "", (), 0):
            continue
        words = said(catalogue, entry.table, one.field, value)
        parts.append(f"{table.field(one.field).label.of(WORDS.language)}: {words}")
    return " · ".join(parts)


def _told(catalogue: Catalogue, entry: TimelineEntry) -> Iterator[FieldChange]:
    table = catalogue.table(entry.table)
    for change in entry.fields:
        if change.field and table.has(change.field) and _is_told(entry.table, table.field(change.field)):
            yield change


def _is_told(table: str, field: Field) -> bool:
    if field.kind in _SILENT:
        return False
    return field.form is not None or field.name in _WITHOUT_FORM.get(table, ())


def _when(entry: TimelineEntry) -> tuple[str, str]:
    at = datetime.fromisoformat(entry.at)
    far = _("laptop {code}", code=entry.device) if entry.device else ""
    return short_date(local(at).date()), ", ".join(part for part in (entry.by, clock_time(at), far) if part)


def _reason(entry: TimelineEntry) -> str:
    """Why, where somebody said so; the district's own reason is a link, which is told in words."""
    if not entry.reason:
        return ""
    return _("chosen by the district") if entry.reason.startswith("link:") else entry.reason
