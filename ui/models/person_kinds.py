"""The kinds of records of a person's file: each with a heading, columns and an order of its own. Data and words only.

A part of the file shows one table; in it every kind that has rows begins with a heading that names its columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desbumi_app.catalogue.fields import Kind as FieldKind
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.masks import mask_nik, mask_phone
from desbumi_app.usecases.read_person import PersonFile
from ui.forms.from_catalogue import said_value
from ui.language import N_, WORDS, _
from ui.theme.theme import current
from ui.widgets.table_model import Cell, Column, Row

Stored = Mapping[str, Any]
# Of the columns after the first, at 100 %, 125 % and 150 %. What has no room at larger text is left out: Enter shows all.
WIDTHS: Final[Mapping[str, tuple[tuple[int, ...], ...]]] = {
    "journeys": ((150, 190, 190, 150), (125, 160, 190), (110, 120, 140)),
    "family": ((200, 190, 170), (160, 165, 140), (170, 165)),
}
MIDDLE: Final = 1.25
LEAST: Final = 200  # of the first column
EITHER: Final = "|"
MASKS: Final = {FieldKind.PHONE: mask_phone, FieldKind.KK_NUMBER: mask_nik}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `shown`: the fields of its columns; `a|b` shows the first that is filled. `titles`: of all but the first.

    `newest`: the field whose latest day stands first; "" keeps the order of the book.
    """

    table: str
    icon: str
    newest: str
    shown: tuple[str, ...]
    titles: tuple[str, ...]


KINDS: Final[Mapping[str, tuple[Kind, ...]]] = {
    "journeys": (
        Kind("journeys", "plane", "departed_on|planned_departure_on",
             ("country", "departed_on|planned_departure_on", "route", "p3mi_name|employer_name", "contract_ends_on"),
             (N_("Departed"), N_("By which way"), N_("Agency or employer"), N_("Contract until"))),
        Kind("extensions", "file-certificate", "ends_on",
             ("kind", "starts_on|agreed_on", "contract_number", "employer_name|agency", "ends_on"),
             (N_("Starts on"), N_("New contract"), N_("Agency or employer"), N_("Contract until"))),
        Kind("returns", "plane-arrival", "arrived_on",
             ("kind", "arrived_on", "escorted_by", "plan", "handover_on"),
             (N_("Came home on"), N_("Brought by"), N_("What then"), N_("Handed over on"))),
        Kind("plans", "bulb", "made_on",
             ("aim", "made_on", "state", "what|next_step", "next_step_on"),
             (N_("Talked about on"), N_("How it stands"), N_("What is planned"), N_("Next step on"))),
        Kind("life_events", "calendar-event", "occurred_on",
             ("kind", "occurred_on", "reason", "place|moved_to|country", "source_document"),
             (N_("Happened on"), N_("Because of"), N_("Took place in"), N_("By which paper"))),
        Kind("check_ins", "phone-call", "contacted_on",
             ("answer", "contacted_on", "channel", "source", "next_contact_on"),
             (N_("News on"), N_("By what means"), N_("News from"), N_("Ask again on"))),
        Kind("counselling", "message", "held_on",
             ("topics", "held_on", "country", "family_present|with_family", "minutes"),
             (N_("Held on"), N_("About which country"), N_("With whom"), N_("Minutes"))),
    ),
    "family": (
        Kind("contacts", "phone", "", ("name", "relation", "phone", "may_be_told"),
             (N_("Relation"), N_("Telephone"), N_("May be told news"))),
        Kind("households", "id", "", ("head_name", "kk_number", "minors_left", "next_visit_on"),
             (N_("Family card number"), N_("Minors left behind"), N_("Next visit"))),
        Kind("household_members", "users", "", ("name", "relation", "phone", "relation_to_worker"),
             (N_("In the family card"), N_("Telephone"), N_("To the worker"))),
        Kind("visits", "home", "visited_on", ("met", "visited_on", "next_visit_on", "note"),
             (N_("Visited on"), N_("Next visit"), N_("Note of the visit"))),
    ),
}  # fmt: skip


def kind_columns(part: str) -> list[Column]:
    """The columns that the kinds of a part share; the first takes what is left. Titles stand in the rows."""
    scale = current().scale
    widths = WIDTHS[part][0 if scale == 1.0 else 1 if scale <= MIDDLE else 2]
    rest = [Column(f"{part}-{at}", "", width) for at, width in enumerate(widths, 1)]
    return [Column(part, "", strong=True, least=LEAST), *rest]


def kind_rows(catalogue: Catalogue, file: PersonFile, part: str, *, whole: bool = False) -> list[Row]:
    """Every kind of the part that has rows: its heading, then the rows; telephone numbers in part, or `whole`."""
    width = len(kind_columns(part))
    return [row for kind in KINDS[part] for row in _of_kind(catalogue, file, kind, width, whole=whole)]


def _of_kind(catalogue: Catalogue, file: PersonFile, kind: Kind, width: int, *, whole: bool) -> Iterator[Row]:
    stored = _in_order(file, kind)
    if not stored:
        return
    label = catalogue.table(kind.table).label.of(WORDS.language)
    heading = label if current().scale != 1.0 else _("{kind} ({count})", kind=label, count=len(stored))
    titles = [Cell(heading), *(Cell(_(one)) for one in kind.titles)]
    yield Row(("heading", kind.table), tuple(titles[:width]), heading=True)
    for one in stored:
        said = [_said(catalogue, kind.table, names, one, whole=whole) for names in kind.shown[:width]]
        first = Cell(said[0], icon=kind.icon)
        yield Row(bytes(one["id"]), (first, *(Cell(text) for text in said[1:])))


def _in_order(file: PersonFile, kind: Kind) -> Sequence[Stored]:
    stored = _rows(file, kind.table)
    newest_first = list(reversed(stored))
    if kind.table == "contacts":
        return sorted(newest_first, key=lambda one: (bool(one["ended_on"]), not one["is_main"]))
    if not kind.newest:
        return stored
    return sorted(newest_first, key=lambda one: str(_filled(kind.newest, one)[1] or ""), reverse=True)


def _rows(file: PersonFile, table: str) -> Sequence[Stored]:
    if table == "household_members":
        return file.family
    if table == "households":
        return [file.household] if file.household is not None else []
    return file.rows(table)


def _filled(names: str, one: Stored) -> tuple[str, Any]:
    """The first field that holds something, and what; the last of them otherwise."""
    name = names
    for name in names.split(EITHER):
        if one[name] not in (None, "", ()):
            break
    return name, one[name]


def _said(catalogue: Catalogue, table: str, names: str, one: Stored, *, whole: bool) -> str:
    name, value = _filled(names, one)
    if value in (None, "", ()):
        return ""
    mask = MASKS.get(catalogue.table(table).field(name).kind)
    if mask is not None and not whole:
        return mask(str(value))
    said = said_value(catalogue, f"{table}.{name}", value)
    if name == "planned_departure_on":
        return _("planned {day}", day=said)
    if name == "with_family":
        return _("with family") if value else ""
    if table == "contacts" and name == "relation":
        return _role(one, said)
    return said


def _role(contact: Stored, relation: str) -> str:
    """How a contact is related, and whether to call there first or no more."""
    if contact["ended_on"]:
        return _("{relation}, no longer used", relation=relation or "–")
    return _("{relation}, call first", relation=relation or "–") if contact["is_main"] else relation
