"""A person's file in the words of the desk: timeline, documents, journeys, family. Built on the desk worker's answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from db.history import FieldChange
from desbumi_app.catalogue.fields import Kind
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.calendar import earliest, is_partial
from desbumi_app.domain.masks import mask_nik, mask_phone
from desbumi_app.domain.nik import is_nik
from desbumi_app.usecases.read_person import PersonFile, TimelineEntry
from ui.dates import clock_time, local, partial_date, short_date
from ui.forms.from_catalogue import said_value, word
from ui.language import N_, WORDS, _, c_
from ui.models.papers import every_paper
from ui.models.person_records import expected_now
from ui.theme.theme import current
from ui.theme.tokens import ToneName
from ui.widgets.table_model import Cell, Column, Row
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
_SILENT: Final = frozenset({Kind.REF, Kind.BYTES, Kind.FILE, Kind.FLAG, Kind.INSTANT})
_MASKS: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.NIK: mask_nik,
    Kind.KK_NUMBER: mask_nik,
    Kind.PHONE: mask_phone,
}
_CONFIRMED: Final = "confirmed_by"
_ARCHIVED: Final = "archived"


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
    return [
        event
        for entry in entries
        if not tables or entry.table in tables
        for event in _events(catalogue, entry)
    ]


def _events(catalogue: Catalogue, entry: TimelineEntry) -> list[Event]:
    icon, tone = _ICONS.get(entry.table, ("pencil", "grey"))
    table = catalogue.table(entry.table)
    told = [
        change
        for change in entry.fields
        if change.field and table.has(change.field) and table.field(change.field).kind not in _SILENT
    ]
    day, who = _when(entry)
    name = table.label.of(WORDS.language).lower()
    if entry.created:
        said = filter(None, (_said(catalogue, entry.table, one.field, one.new) for one in told))
        return [Event(day, who, _("Written down: {what}", what=name), " · ".join(said), icon, tone)]
    if entry.table == "life_events" and any(change.field == _CONFIRMED for change in entry.fields):
        return [Event(day, who, _("The death was confirmed"), "", "user-check", "grey")]
    why = _reason(entry)
    if any(change.field == _ARCHIVED and change.new for change in entry.fields):
        return [Event(day, who, _("Taken back: {what}", what=name), why, "arrow-back-up", "warn")]
    if not told:
        return [Event(day, who, _("Changed: {what}", what=name), why, "pencil", "grey")]
    found = []
    for at, one in enumerate(told):
        label_ = table.field(one.field).label.of(WORDS.language)
        old, new = _replaced(catalogue, entry.table, one)
        first = (day, who) if at == 0 else ("", "")
        sentence = _("{field} changed", field=label_)
        found.append(
            Event(*first, sentence, why if at == 0 else "", "pencil", "grey", old or "–", new or "–")
        )
    return found


def _when(entry: TimelineEntry) -> tuple[str, str]:
    at = datetime.fromisoformat(entry.at)
    far = _("laptop {code}", code=entry.device) if entry.device else ""
    return short_date(local(at).date()), ", ".join(part for part in (entry.by, clock_time(at), far) if part)


def _reason(entry: TimelineEntry) -> str:
    """Why, where somebody said so; the district's own reason is a link, which is told in words."""
    if not entry.reason:
        return ""
    return _("chosen by the district") if entry.reason.startswith("link:") else entry.reason


def _replaced(catalogue: Catalogue, table: str, one: FieldChange) -> tuple[str, str]:
    if one.added or one.removed:
        return _each(catalogue, table, one.field, one.removed), _each(catalogue, table, one.field, one.added)
    return _said(catalogue, table, one.field, _one(one.old)), _said(catalogue, table, one.field, one.new)


def _each(catalogue: Catalogue, table: str, column: str, values: Sequence[Any]) -> str:
    masked = catalogue.table(table).field(column).kind in _MASKS
    return ", ".join(_said(catalogue, table, column, one if masked else (one,)) for one in values)


def disputed(catalogue: Catalogue, file: PersonFile) -> str:
    """The fields on which two laptops disagree, each with what both wrote; both are kept until somebody chooses."""
    found = []
    for one in file.conflicts:
        table = catalogue.table(one.table)
        if not table.has(one.field):
            continue
        values = [_said(catalogue, one.table, one.field, head.value) or "–" for head in one.heads]
        found.append(
            f"{table.field(one.field).label.of(WORDS.language)}: {' / '.join(dict.fromkeys(values))}"
        )
    return "; ".join(found) or _("Both are kept until somebody chooses.")


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) and len(value) == 1 else value


def _said(catalogue: Catalogue, table: str, column: str, value: Any) -> str:
    if value in (None, "", ()):
        return ""
    mask = _MASKS.get(catalogue.table(table).field(column).kind)
    if mask is not None:
        return mask(str(value))
    if table == "documents" and column == "item":
        return paper_names().get(str(value), str(value))
    if table == "documents" and column == "number" and is_nik(str(value)):
        return mask_nik(str(value))
    if isinstance(value, tuple) and not catalogue.table(table).field(column).many:
        return ", ".join(str(one) for one in value)
    return said_value(catalogue, f"{table}.{column}", value)


def paper_names() -> dict[str, str]:
    """The names of papers by their code, in the window's language."""
    return {item.code: item.name.of(WORDS.language) for item in every_paper()}


def documents_columns() -> list[Column]:
    """Kind, number, valid until, state."""
    number, until, state = (220, 160, 230) if current().scale == 1.0 else (145, 125, 165)
    return [
        Column("item", _("Document"), strong=True),
        Column("number", _("Number"), number),
        Column("until", _("Valid until"), until),
        Column("state", _("State"), state),
    ]


def documents_rows(catalogue: Catalogue, file: PersonFile, today: date) -> list[Row]:
    """One line a paper, numbers of cards in part; then what is expected by now and not there yet."""
    rows, names = [], paper_names()
    for one in file.rows("documents"):
        item = str(one["item"] or "")
        number = str(one["number"] or "")
        masked = mask_nik(number) if item in {"id_card", "family_card"} and number else number
        rows.append(Row(bytes(one["id"]), (
            Cell(names.get(item, item)), Cell(masked), _until(one["expires_on"], today),
            Cell(word(catalogue, "document_statuses", one["status"])),
        )))  # fmt: skip
    told = {str(one["item"] or "") for one in file.rows("documents")}
    rows += [
        Row(expected.item.code, (
            Cell(expected.item.name.of(WORDS.language)), Cell(), Cell(), Cell(_("not there yet"), icon="circle-x"),
        ))
        for expected in expected_now(file, today) if not expected.there and expected.item.code not in told
    ]  # fmt: skip
    return rows


def _until(text: Any, today: date) -> Cell:
    if not is_partial(str(text or "")):
        return Cell(str(text or ""))
    days = (earliest(str(text)) - today).days
    said = partial_date(str(text))
    if days < 0:
        return Cell(said, icon="calendar-x", tone="danger")
    return Cell(said, icon="clock-exclamation", tone="warn") if days < 183 else Cell(said)


def journeys_columns() -> list[Column]:
    """Country, days, route, agency, employer."""
    departed, route, agency = (190, 200, 240) if current().scale == 1.0 else (125, 140, 150)
    return [
        Column("country", _("Country"), strong=True),
        Column("departed", c_("journey", "Departure"), departed),
        Column("route", c_("journey", "Route"), route),
        Column("agency", _("Agency or employer"), agency),
    ]


def journeys_rows(catalogue: Catalogue, file: PersonFile) -> list[Row]:
    """One line a journey, the newest first."""
    rows = []
    for one in reversed(file.rows("journeys")):
        planned = one["planned_departure_on"]
        day = partial_date(one["departed_on"]) if one["departed_on"] else ""
        plan = _("planned {day}", day=partial_date(planned)) if planned and not day else ""
        rows.append(Row(bytes(one["id"]), (
            Cell(word(catalogue, "countries", one["country"])), Cell(day or plan),
            Cell(word(catalogue, "routes", one["route"])), Cell(str(one["p3mi_name"] or one["employer_name"] or "")),
        )))  # fmt: skip
    return rows


def family_columns() -> list[Column]:
    """Name, relation, telephone."""
    return [
        Column("name", _("Name"), strong=True),
        Column("relation", _("Relation"), 240),
        Column("phone", _("Telephone"), 200),
    ]


def family_rows(catalogue: Catalogue, file: PersonFile, *, whole: bool = False) -> list[Row]:
    """Whom to call first, then who lives in the house; telephone numbers in part, or `whole`."""

    def number(stored: object) -> str:
        said = said_value(catalogue, "contacts.phone", stored)
        return said if whole or not said else mask_phone(str(stored))

    rows = [
        Row(bytes(one["id"]), (
            Cell(str(one["name"] or "")),
            Cell(_("{relation}, to be called", relation=word(catalogue, "relations", one["relation"]) or "–")),
            Cell(number(one["phone"])),
        ))
        for one in file.rows("contacts")
    ]  # fmt: skip
    for one in file.family:
        relation = word(catalogue, "household_relations", one["relation"])
        rows.append(
            Row(
                bytes(one["id"]),
                (
                    Cell(str(one["name"] or "")),
                    Cell(relation),
                    Cell(number(one["phone"])),
                ),
            )
        )
    return rows


def letters_columns() -> list[Column]:
    """Number, day, kind, state."""
    return [
        Column("number", _("Number"), strong=True),
        Column("issued", _("Issued on"), 160),
        Column("state", _("State"), 200),
    ]


def letters_rows(catalogue: Catalogue, file: PersonFile) -> list[Row]:
    """The newest first."""
    return [
        Row(bytes(one["id"]), (
            Cell(str(one["number"] or "")), Cell(partial_date(one["issued_on"]) if one["issued_on"] else ""),
            Cell(word(catalogue, "letter_states", one["state"])),
        ))
        for one in reversed(file.rows("letters"))
    ]  # fmt: skip
