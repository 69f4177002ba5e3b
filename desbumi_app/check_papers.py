"""What must hold between papers and everything they name: `desbumi check-resources` prints what this finds.

Every placeholder exists and is allowed, every law, sheet, letter, route and country is known, every date is one.
A finding names file, line and key; one file's own shape is refused where it is read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any, Final

from desbumi_app.catalogue.check import Finding
from desbumi_app.catalogue.checklists import Checklist, ChecklistItem, load_checklists
from desbumi_app.catalogue.legal import read_legal
from desbumi_app.catalogue.letters import Kind, LetterTemplate, load_letters
from desbumi_app.catalogue.load import CatalogueError, Document, read_document
from desbumi_app.catalogue.packs import CERTAINTIES, DataPack, load_pack
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.documents import facts as given
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.letter import ALWAYS, texts_of, unnamed
from desbumi_app.documents.templates import check as check_text
from desbumi_app.domain.checklist import PHASES

GATES: Final = frozenset(
    {"adult", "resident", "counselled", "cleared", "destination_open", "signer_present", "age_unchanged"}
)
# Which record of facts the first part of a placeholder names.
_KINDS: Final[dict[str, Any]] = {
    "subject": given.PartyFacts, "givers": given.PartyFacts, "caregiver": given.PartyFacts,
    "absent": given.AbsentParty, "journey": given.JourneyFacts, "counselling": given.Counselling,
    "counselling.topics": given.Topic, "documents": given.SeenDocument, "marital": given.Marital,
    "witnesses": given.Witness, "hotlines": given.Hotline, "chair": given.Signatory, "signatory": given.Signatory,
    "village": given.VillageFacts,
}  # fmt: skip
_MADE: Final = frozenset({*ALWAYS, "documents_seen", "hotlines.old"})
_LISTS_OF: Final = {
    "routes": "routes", "not_routes": "routes", "countries": "countries", "marital": "marital_statuses",
    "jobs": "jobs", "persons": "checklist_persons",
}  # fmt: skip
MOST_WITNESSES: Final = 4
WIDEST: Final = 182  # millimetres: the text of the widest sheet
_TAG: Final = re.compile(r"</?b>")


def check_papers(catalogue: Catalogue) -> list[Finding]:
    """Every fault of letters, checklists and destinations; a file that cannot be read is a finding too."""
    try:
        letters = load_letters(catalogue.source)
        lists = load_checklists(catalogue.source)
    except CatalogueError as wrong:
        return [Finding(wrong.code, wrong.file, wrong.key, wrong.detail, wrong.line)]
    laws = frozenset(read_legal(catalogue.source))
    found: list[Finding] = []
    codes: set[str] = set()
    for letter in letters.values():
        found += _letter(catalogue, letter, laws)
        if letter.code in codes:
            found.append(_at(catalogue, letter, "used_twice", "code", letter.code))
        codes.add(letter.code)
    for one in lists.values():
        found += _checklist(catalogue, one, frozenset(letters))
    return [*found, *_packs(catalogue)]


def _letter(catalogue: Catalogue, letter: LetterTemplate, laws: frozenset[str]) -> Iterator[Finding]:
    sheets = catalogue.source.names("sheets")
    for law in letter.legal:
        if law not in laws:
            yield _at(catalogue, letter, "legal_basis_unknown", "legal", law)
    if not letter.legal:
        yield _at(catalogue, letter, "legal_basis_missing", "legal")
    for gate in sorted(set(letter.gate) - GATES):
        yield _at(catalogue, letter, "unknown_value", "gate", gate)
    for key, sheet in (("back", letter.back), ("slip", letter.slip)):
        if sheet and sheet not in sheets:
            yield _at(catalogue, letter, "unknown_value", key, sheet)
    if letter.numbered and not letter.class_codes:
        yield _at(catalogue, letter, "key_missing", "class_codes")
    yield from (_at(catalogue, letter, *one) for one in _dated(letter.source, letter.as_of, letter.certainty))
    yield from (_at(catalogue, letter, *one) for one in _shape(letter))
    yield from _names(catalogue, letter)
    yield from _texts(catalogue, letter)
    yield from _inputs(catalogue, letter)


def _shape(letter: LetterTemplate) -> Iterator[tuple[str, str, str]]:
    """(code, key, detail) of values that parse and would still make a paper nobody can use."""
    if not letter.code.strip():
        yield "key_missing", "code", ""
    if letter.valid_for < 1:
        yield "unknown_value", "valid_for", str(letter.valid_for)
    for one in letter.class_codes:
        if not one or one.split() != [one]:
            yield "unknown_value", "class_codes", one
    for key in ("gate", "placeholders", "required"):
        yield from (("used_twice", key, one) for one in _twice(getattr(letter, key)))
    signing = letter.signatures
    if not 0 <= signing.witnesses <= MOST_WITNESSES:
        yield "unknown_value", "witnesses", str(signing.witnesses)
    yield from (
        ("used_twice", "signer", one) for one in _twice(f"{at.row} {at.place}" for at in signing.signers)
    )
    yield from (("used_twice", "input", one) for one in _twice(one.name for one in letter.inputs))
    for block in letter.blocks:
        if any(not row.label.strip() for row in block.rows):
            yield "key_missing", "rows", ""
        wide = sum(column.width for column in block.columns)
        if block.columns and not 0 < wide <= WIDEST:
            yield "unknown_value", "columns", f"{wide} mm"


def _twice(words: Iterable[str]) -> list[str]:
    counted = Counter(words)
    return [one for one, times in counted.items() if times > 1]


def _dated(source: str, as_of: str, certainty: str) -> Iterator[tuple[str, str, str]]:
    """(code, key, detail) of what is wrong with a source, its day, and how sure it is."""
    if not source.strip():
        yield "source_missing", "source", ""
    try:
        date.fromisoformat(as_of)
    except ValueError:
        yield "date_missing", "as_of", as_of
    if certainty not in CERTAINTIES:
        yield "unknown_value", "certainty", certainty


def _names(catalogue: Catalogue, letter: LetterTemplate) -> Iterator[Finding]:
    """Placeholders that no facts can fill, and required or signing values the letter may not name."""
    for path in letter.placeholders:
        head, _dot, name = path.rpartition(".")
        kind = _KINDS.get(head)
        if path not in _MADE and (kind is None or name not in {one.name for one in fields(kind)}):
            yield _at(catalogue, letter, "placeholder_unknown", "placeholders", path)
    for key, path in unnamed(letter):
        yield _at(catalogue, letter, "placeholder_forbidden", key, path)


def _texts(catalogue: Catalogue, letter: LetterTemplate) -> Iterator[Finding]:
    document = _document(catalogue, "letters", letter.id)
    for key, text, rules in texts_of(letter):
        try:
            check_text(text, rules)
        except PaperError as wrong:
            line = _line_with(document, text)
            yield Finding(wrong.code, document.file, key, wrong.key, line)


def _inputs(catalogue: Catalogue, letter: LetterTemplate) -> Iterator[Finding]:
    """An input nobody prints, and boxes that differ from what the desk lets choose."""
    ticks = {
        block.ticked: block.items for block in letter.blocks if block.kind is Kind.TICKS and block.ticked
    }
    said = " ".join(text for _, text, _ in texts_of(letter))
    used = {
        *ticks,
        *(block.lines for block in letter.blocks),
        *(one.name for one in letter.signatures.signers),
    }
    for at, one in enumerate(letter.inputs):
        path = f"extra.{one.name}"
        document = _document(catalogue, "letters", letter.id)
        line = document.line_of("[[input]]", at, "name")
        if path not in used and path not in said:
            yield Finding("input_unused", document.file, one.name, "", line)
        if set(ticks.get(path, ())) != set(one.options):
            yield Finding("options_differ", document.file, one.name, "", line)


def _checklist(catalogue: Catalogue, one: Checklist, letters: frozenset[str]) -> Iterator[Finding]:
    document = _document(catalogue, "checklists", one.id)
    if one.phase not in {*PHASES, "deceased"}:
        line = document.line_of("[checklist]", 0, "phase")
        yield Finding("unknown_value", document.file, "phase", one.phase, line)
    for code, key, detail in _dated(one.id, one.as_of, "S"):
        yield Finding(code, document.file, key, detail, document.line_of("[checklist]", 0, key))
    for at, item in enumerate(one.items):
        for code, key, detail in _item(catalogue, item, letters):
            line = document.line_of("[[item]]", at, key)
            yield Finding(code, document.file, f"{item.code}.{key}", detail, line)


def _item(
    catalogue: Catalogue, item: ChecklistItem, letters: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    if item.letter and item.letter not in letters:
        yield "letter_unknown", "letter", item.letter
    for key, values in _LISTS_OF.items():
        chosen: Iterable[str] = getattr(item, key)
        for word in sorted(set(chosen) - set(catalogue.values(values).codes)):
            yield "unknown_value", key, word
    for key, text in (("look", item.look.id), ("look", item.look.en), ("source", item.source)):
        rest = _TAG.sub("", text)
        if "<" in rest or "&" in rest:
            yield "tag_forbidden", key, rest[:40]
    yield from _dated(item.source, item.as_of, item.certainty)


def _packs(catalogue: Catalogue) -> Iterator[Finding]:
    """Packs that cannot be read or lack what every letter prints, and countries that are none."""
    for name in catalogue.source.names("packs"):
        try:
            pack = load_pack(name, catalogue.source)
        except CatalogueError as wrong:
            yield Finding(wrong.code, wrong.file, wrong.key, wrong.detail, wrong.line)
            continue
        if name == "destinations":
            yield from _destinations(catalogue, pack)


def _destinations(catalogue: Catalogue, pack: DataPack) -> Iterator[Finding]:
    document = _document(catalogue, "packs", pack.id)
    known = set(catalogue.values("countries").codes)
    for at, row in enumerate(pack.rows):
        if row.key not in known:
            line = document.line_of("[[row]]", at, "key")
            yield Finding("unknown_value", document.file, "key", row.key, line)


def _at(catalogue: Catalogue, letter: LetterTemplate, code: str, key: str, detail: str = "") -> Finding:
    document = _document(catalogue, "letters", letter.id)
    block = "[signatures]" if key in {"signer", "signatures", "witnesses"} else "[letter]"
    return Finding(code, document.file, key, detail, document.line_of(block, 0, key))


def _document(catalogue: Catalogue, folder: str, name: str) -> Document:
    return read_document(catalogue.source, folder, name)


def _line_with(document: Document, text: str) -> int:
    """The first line that holds this text as TOML writes it; 0 when it is written otherwise."""
    raw = text.replace("\\", "\\\\").replace('"', '\\"')
    return next((at + 1 for at, line in enumerate(document.text.splitlines()) if raw in line), 0)
