"""Registration forms on paper: printed empty with a code, and found again by that code to be typed in, in paper order.

A form is the typed fields of one table, or of one step of it. Printing one names nobody; it is an audit line all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desbumi_app.catalogue.fields import CURRENT_FORMAT, Field, Kind, Table, Width
from desbumi_app.catalogue.load import Label
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.blank_form import Blank, BlankForm, Entry, Section, render_blank_form
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.form_code import (
    FormCodeError,
    ScannedCode,
    ShortCode,
    fingerprint,
    read_code,
    scan_text,
    short_code,
)
from desbumi_app.domain.problems import stop
from desbumi_app.letter_facts import paper_of, settings_of, village_facts
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused

NO_CODE: Final = "This is no code of a form. It has twelve signs and stands under the title, beside the QR."
MISTYPED: Final = "One sign of this code is wrong. Compare it with the paper, or scan the QR."
OTHER_PROGRAM: Final = (
    "This form was printed by another version of the program. Scan its QR: it names every field."
)
UNKNOWN_FORM: Final = "This form is of a table that this program does not have."
# Settings and numbers of the office are no forms for people.
_NOT_ON_PAPER: Final = frozenset({"village_settings", "number_series", "users"})
_UNWRITTEN: Final = frozenset({Kind.REF, Kind.FILE, Kind.BYTES, Kind.INSTANT, Kind.REGION})
_DIGITS: Final = {Kind.NIK: 16, Kind.KK_NUMBER: 16}
_DATES: Final = frozenset({Kind.DATE, Kind.PARTIAL_DATE})
_MOST_OPTIONS: Final = 14


@dataclass(frozen=True, slots=True)
class FormName:
    """A form that can be printed. `step` is empty for the whole table."""

    table: str
    step: str
    label: Label
    fields: int


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A form found by its code: its fields in paper order. `unknown`: numbers that a newer program printed."""

    table: str
    step: str
    format: int
    fields: tuple[Field, ...]
    unknown: tuple[int, ...] = ()


def list_forms(office: Office) -> tuple[FormName, ...]:
    """Every form, each table whole and by steps. Forms of cases only where the case store is open."""
    found = []
    for table in office.catalogue.tables:
        if not _on_paper(office, table):
            continue
        found.append(FormName(table.name, "", table.label, len(_fields(table, ""))))
        steps = _steps(table)
        words = office.catalogue.values("form_steps")
        for step in steps if len(steps) > 1 else ():
            word = words.find(step)
            label = word.label if word else table.label
            own = Label(f"{table.label.id}: {label.id}", f"{table.label.en}: {label.en}")
            found.append(FormName(table.name, step, own, len(_fields(table, step))))
    return tuple(found)


def draw_form(office: Office, table: str, step: str = "", *, paper: str = "") -> Rendered:
    """The empty form on the village's paper (`paper`: f4 or a4 for once). KeyError for a form that is not listed."""
    name = {(one.table, one.step): one for one in list_forms(office)}[table, step]
    declared = office.catalogue.table(table)
    fields = _fields(declared, step)
    numbers = [one.no for one in fields]
    at = _step_number(declared, step)
    settings = settings_of(office)
    village = village_facts(office, settings)
    form = BlankForm(
        name.label.id,
        f"{village.title} {village.name}, {village.district_title} {village.district}",
        short_code(declared.no, CURRENT_FORMAT, at, numbers),
        scan_text(declared.no, CURRENT_FORMAT, at, numbers),
        office.today().isoformat(),
        _sections(office, fields),
    )
    return render_blank_form(form, paper=paper_of(settings, paper))


def note_typed_in(office: Office, person: bytes) -> None:
    """Something about this person came from paper, as an audit line; not from which form, for some are sealed."""
    office.register.note("read", operator=office.operator.id, purpose="typed_in", records=(person,))


def read_form_code(office: Office, text: str) -> PaperForm | Refused:
    """The form that a typed or scanned code stands for."""
    try:
        code = read_code(text)
    except FormCodeError as wrong:
        return Refused((stop(MISTYPED if wrong.code in ("check", "sign") else NO_CODE, about="code"),))
    table = next((one for one in office.catalogue.tables if one.no == code.table), None)
    if table is None or not _on_paper(office, table):
        return Refused((stop(UNKNOWN_FORM, about="code"),))
    step = _step_of(table, code.step)
    if isinstance(code, ScannedCode):
        return _scanned(table, step or "", code)
    found = None if step is None else _typed(table, step, code)
    return found or Refused((stop(OTHER_PROGRAM, about="code"),))


def _typed(table: Table, step: str, code: ShortCode) -> PaperForm | None:
    """The fields this table had when the form was printed; None when they were not these, or not in this order."""
    fields = [one for one in _fields(table, step) if one.no <= code.highest]
    numbers = [one.no for one in fields]
    if fingerprint(table.no, code.format, code.step, numbers) != code.fingerprint:
        return None
    return PaperForm(table.name, step, code.format, tuple(fields))


def _scanned(table: Table, step: str, code: ScannedCode) -> PaperForm:
    by_number = {one.no: one for one in _fields(table, "")}
    known = tuple(by_number[no] for no in code.fields if no in by_number)
    unknown = tuple(no for no in code.fields if no not in by_number)
    return PaperForm(table.name, step, code.format, known, unknown)


def _on_paper(office: Office, table: Table) -> bool:
    if table.name in _NOT_ON_PAPER or table.store not in ("register", "cases"):
        return False
    return bool(_fields(table, "")) and (table.store == "register" or office.cases is not None)


def _fields(table: Table, step: str) -> list[Field]:
    """The typed fields as they stand on paper: by step and group in the order of their first field."""
    typed = [one for one in table.fields if one.form and not one.retired and one.kind not in _UNWRITTEN]
    places = list(dict.fromkeys((one.form.step, one.form.group) for one in typed if one.form))
    steps = list(dict.fromkeys(at for at, _ in places))
    order = {place: (steps.index(place[0]), at) for at, place in enumerate(places)}
    chosen = [one for one in typed if one.form and step in ("", one.form.step)]
    return sorted(chosen, key=lambda one: order[(one.form.step, one.form.group)] if one.form else (0, 0))


def _steps(table: Table) -> list[str]:
    return list(dict.fromkeys(one.form.step for one in _fields(table, "") if one.form))


def _step_number(table: Table, step: str) -> int:
    return _steps(table).index(step) + 1 if step else 0


def _step_of(table: Table, number: int) -> str | None:
    steps = ["", *_steps(table)]
    return steps[number] if number < len(steps) else None


def _sections(office: Office, fields: Sequence[Field]) -> tuple[Section, ...]:
    groups: dict[str, list[Blank]] = {}
    for one in fields:
        groups.setdefault(one.form.group if one.form else "", []).append(_blank(office, one))
    words = office.catalogue.values("form_groups")
    return tuple(Section(words.word(name, "id"), tuple(blanks)) for name, blanks in groups.items())


def _blank(office: Office, one: Field) -> Blank:
    words = sheet_words("blank_form")
    wide = bool(one.form and one.form.width is Width.FULL)
    required, label = one.required != "no", one.label.id
    if one.kind is Kind.FLAG:
        return Blank(
            label, Entry.OPTIONS, wide, options=(words.text("yes"), words.text("no")), required=required
        )
    if one.kind in _DIGITS:
        return Blank(label, Entry.DIGITS, wide, boxes=_DIGITS[one.kind], required=required)
    if one.kind in _DATES:
        return Blank(label, Entry.DATE, wide, required=required)
    if one.values is not None:
        options = tuple(value.label.id for value in office.catalogue.values(one.values).offered)
        if len(options) <= _MOST_OPTIONS:
            hint = words.text("many") if one.many else ""
            return Blank(
                label, Entry.OPTIONS, wide or len(options) > 4, options=options, hint=hint, required=required
            )
        return Blank(label, Entry.LINE, wide, hint=words.text("listed"), required=required)
    hint = words.text("example").format(text=one.example) if 0 < len(one.example) <= 24 else ""
    entry = Entry.NOTE if one.kind is Kind.NOTE or one.many else Entry.LINE
    return Blank(label, entry, wide or entry is Entry.NOTE, hint=hint, required=required)
