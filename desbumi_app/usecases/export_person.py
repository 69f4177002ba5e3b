"""Everything that the register holds of one person, for that person: on paper, or as data another program can read.

Other people's data stay out: of a relative only the relation is told, and in notes the names and numbers of others are
covered. Who opened the file is in it, and every consent.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.parse import render_value
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.person_paper import PersonSheet, Section, render_person
from desbumi_app.documents.wording import long_date
from desbumi_app.letter_facts import checklist, paper_of, settings_of
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.cover_others import Others, written
from desbumi_app.usecases.export_list import origin_of, refuse
from desbumi_app.usecases.read_person import OWN_TABLES, PersonFile, read_person
from desbumi_app.usecases.summarise_reads import Reading, purpose_words, readings_of
from desbumi_app.words import Words

FORMAT: Final = "desbumi/person/1"
# What tells of somebody else than the person, by table.
OTHERS: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset({"mother_name", "mother_nik", "father_name", "father_nik"}),
    "contacts": frozenset({"name", "phone", "whatsapp", "address", "best_time"}),
    "notices": frozenset({"witness_name", "guardian_name"}),
    "letters": frozenset(
        {"recipient", "subject_name", "handed_to", "certified_name", "filled", "paper", "template_hash"}
    ),
    "returns": frozenset({"handover_witness"}),
    "visits": frozenset({"met"}),
}
_SILENT: Final = frozenset({Kind.REF, Kind.FILE, Kind.BYTES})


class PersonForm(StrEnum):
    """How the data of one person go out; `print` is the same paper as `pdf`."""

    PAPER = "pdf"
    DATA = "json"
    PRINT = "print"


def export_person(
    office: Office, person: bytes, form: PersonForm, reason: str, *, notes: bool = True
) -> bytes | Refused:
    """The bytes, after the audit line of the reading and of the export; without `notes` nothing that officers wrote.

    StoreError no_such_record.
    """
    refused = refuse(reason, 1)
    if refused is not None:
        return refused
    file = read_person(office, person, "export")
    kind = "print" if form is PersonForm.PRINT else "export"
    office.register.note(
        kind,
        operator=office.operator.id,
        purpose="person_file",
        records=(person,),
        detail=form.value,
        reason=reason.strip(),
    )
    reads = readings_of(office, person)
    shown = _without_others(office, file, notes=notes)
    kept_here = not notes and bool(notes_of(office, file))
    if form is PersonForm.DATA:
        return _as_data(office, shown, reads, reason, kept_here=kept_here)
    sections = list(_sections(office, shown))
    if kept_here:
        own = sheet_words("person")
        sections.append(Section(own.text("notes"), ((own.text("notes"), own.text("notes_left_out")),)))
    sheet = PersonSheet(str(file.person["name"] or ""), sections, [_said(one) for one in reads])
    return render_person(sheet, origin_of(office, reason), paper=paper_of(settings_of(office))).pdf


def notes_of(office: Office, file: PersonFile) -> tuple[tuple[str, str], ...]:
    """What officers wrote about the person, as it would go out: (field, text), others covered. For who reads it first.

    A word that may still be a name is marked here, and only here.
    """
    others = Others(office, file)
    return tuple(
        (field.label.id, others.marked(str(row[field.name])))
        for table in ("people", *OWN_TABLES)
        for row in ((file.person,) if table == "people" else file.rows(table))
        for field in told_fields(office, table)
        if written(table, field) and row.get(field.name)
    )


def _without_others(office: Office, file: PersonFile, *, notes: bool) -> PersonFile:
    """The file with other people covered in what officers wrote, or without it."""
    others = Others(office, file) if notes else None

    def shown(table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        free = [one.name for one in told_fields(office, table) if written(table, one) and row.get(one.name)]
        return {**row, **{name: others.covered(str(row[name])) if others else None for name in free}}

    related = {name: [shown(name, row) for row in rows] for name, rows in file.related.items()}
    return replace(file, person=shown("people", file.person), related=related)


def told_fields(office: Office, table: str) -> Iterator[Field]:
    """The fields of a table that tell of the person and of nobody else, in their order."""
    left_out = OTHERS.get(table, frozenset())
    for field in office.catalogue.table(table).fields:
        if field.kind not in _SILENT and field.name not in left_out:
            yield field


def said(office: Office, field: Field, value: Any) -> str:
    """A stored value in Indonesian words; "" for none."""
    if value in (None, "", ()):
        return ""
    words = office.catalogue.values
    if field.kind is Kind.COUNTRY:
        return words("countries").word(str(value), "id")
    if field.many:
        return ", ".join(words(field.values).word(one, "id") if field.values else str(one) for one in value)
    if field.values is not None:
        return words(field.values).word(str(value), "id")
    return _plain(field, value)


def _plain(field: Field, value: Any) -> str:
    if field.name == "item":
        return next((one.name.id for one in checklist().items if one.code == value), str(value))
    if field.kind in {Kind.DATE, Kind.PARTIAL_DATE}:
        return long_date(str(value)) if str(value)[:1].isdigit() else str(value)
    return render_value(field.kind.value, value)


def _sections(office: Office, file: PersonFile) -> Iterator[Section]:
    yield Section(office.catalogue.table("people").label.id, _rows(office, "people", file.person))
    for table in OWN_TABLES:
        label = office.catalogue.table(table).label.id
        rows = file.rows(table)
        for at, row in enumerate(rows, start=1):
            yield Section(f"{label} {at}" if len(rows) > 1 else label, _rows(office, table, row))


def _rows(office: Office, table: str, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = (
        (field.label.id, said(office, field, row.get(field.name))) for field in told_fields(office, table)
    )
    return tuple((label, value) for label, value in found if value)


def _said(one: Reading) -> tuple[str, str, str, str]:
    return (long_date(one.day), one.by or "–", Words("id").text(purpose_words(one.purpose)), str(one.count))


def _as_data(
    office: Office, file: PersonFile, reads: tuple[Reading, ...], reason: str, *, kept_here: bool
) -> bytes:
    origin = origin_of(office, reason)
    body = {
        "format": FORMAT,
        "exported": {"office": origin.office, "at": origin.when, "by": origin.who, "reason": origin.reason},
        "left_out": "data of other people, and what only case officers hold",
        "notes": "left out" if kept_here else "included",
        "covered": "in notes, names of other people known to the office and numbers that are not this person's",
        "people": [_values(office, "people", file.person)],
        **{table: [_values(office, table, row) for row in file.rows(table)] for table in OWN_TABLES},
        "reads": [
            {"day": one.day, "by": one.by, "purpose": one.purpose, "count": one.count} for one in reads
        ],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _values(office: Office, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    found = {field.name: row.get(field.name) for field in told_fields(office, table)}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in found.items()
        if value not in (None, "", ())
    }
