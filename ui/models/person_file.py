"""A person's file in rows of the desk: papers, letters, and the fields in dispute. Built on the desk worker's answer."""

from datetime import date
from typing import Any

from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.calendar import earliest, is_partial
from desbumi_app.domain.masks import mask_nik
from desbumi_app.usecases.read_person import PersonFile
from ui.dates import partial_date
from ui.forms.from_catalogue import word
from ui.language import WORDS, _
from ui.models.person_records import expected_now
from ui.models.person_said import letter_names, paper_names, said
from ui.theme.theme import current
from ui.widgets.table_model import Cell, Column, Row


def disputed(catalogue: Catalogue, file: PersonFile) -> str:
    """The fields on which two laptops disagree, each with what both wrote; both are kept until somebody chooses."""
    found = []
    for one in file.conflicts:
        table = catalogue.table(one.table)
        if not table.has(one.field):
            continue
        values = [said(catalogue, one.table, one.field, head.value) or "–" for head in one.heads]
        found.append(
            f"{table.field(one.field).label.of(WORDS.language)}: {' / '.join(dict.fromkeys(values))}"
        )
    return "; ".join(found) or _("Both are kept until somebody chooses.")


def documents_columns() -> list[Column]:
    """Kind, number, who gave it out, valid until, state; at larger text the issuer is left out."""
    plain = current().scale == 1.0
    number, until, state = (150, 140, 200) if plain else (145, 125, 165)
    issuer = [Column("issuer", _("Issuer"), 180)] if plain else []
    return [
        Column("item", _("Document"), strong=True),
        Column("number", _("Number"), number),
        *issuer,
        Column("until", _("Valid until"), until),
        Column("state", _("State"), state),
    ]


def documents_rows(catalogue: Catalogue, file: PersonFile, today: date) -> list[Row]:
    """One line a paper, numbers of cards in part; then what is expected by now and not there yet."""
    rows, names = [], paper_names()
    plain = current().scale == 1.0
    for one in file.rows("documents"):
        item = str(one["item"] or "")
        number = str(one["number"] or "")
        masked = mask_nik(number) if item in {"id_card", "family_card"} and number else number
        rows.append(Row(bytes(one["id"]), (
            Cell(names.get(item, item)), Cell(masked), *([Cell(str(one["issuer"] or ""))] if plain else []),
            _until(one["expires_on"], today),
            Cell(word(catalogue, "document_statuses", one["status"])),
        )))  # fmt: skip
    told = {str(one["item"] or "") for one in file.rows("documents")}
    rows += [
        Row(expected.item.code, (
            Cell(expected.item.name.of(WORDS.language)), Cell(), *([Cell()] if plain else []), Cell(),
            Cell(_("not there yet"), icon="circle-x"),
        ))
        for expected in expected_now(file, today) if not expected.there and expected.item.code not in told
    ]  # fmt: skip
    return rows


def _until(text: Any, today: date) -> Cell:
    if not is_partial(str(text or "")):
        return Cell(str(text or ""))
    days = (earliest(str(text)) - today).days
    day = partial_date(str(text))
    if days < 0:
        return Cell(day, icon="calendar-x", tone="danger")
    return Cell(day, icon="clock-exclamation", tone="warn") if days < 183 else Cell(day)


def letters_columns() -> list[Column]:
    """Kind, number, day, state."""
    number, issued, state = (230, 130, 150) if current().scale == 1.0 else (150, 110, 130)
    return [
        Column("kind", _("Letter"), strong=True),
        Column("number", _("Number"), number),
        Column("issued", _("Issued on"), issued),
        Column("state", _("State"), state),
    ]


def letters_rows(catalogue: Catalogue, file: PersonFile) -> list[Row]:
    """The newest first."""
    names = letter_names(catalogue) if file.rows("letters") else {}
    return [
        Row(bytes(one["id"]), (
            Cell(names.get(str(one["template"]), _("A letter")), icon="file-text"),
            Cell(str(one["number"] or _("No number yet"))),
            Cell(partial_date(one["issued_on"]) if one["issued_on"] else ""),
            Cell(word(catalogue, "letter_states", one["state"])),
        ))
        for one in reversed(file.rows("letters"))
    ]  # fmt: skip
