"""A letter template and facts become the content of a letter: text, rows, points, signatures. Knows no PDF.

Every value is filled in here, so a missing one refuses the letter before a page is begun.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from desbumi_app.catalogue.letters import OFFICE_SIGNER, Block, Head, Kind, LetterTemplate, Row
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.context import Missing, context, lookup
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import LetterFacts
from desbumi_app.documents.gaps import boxed, gapped_letter, has_box, has_gap, no_boxes, with_room
from desbumi_app.documents.templates import Rules, check, fill, known

LISTS = frozenset({"givers", "absent", "witnesses", "counselling.topics", "documents"})
ALWAYS = (
    "village.name", "village.title", "village.district", "village.district_title", "village.regency",
    "village.regency_title", "village.head_title", "place", "dated", "valid_until", "several_givers", "office", "purpose",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """Running text; `indent` sets its first line in."""

    markup: str
    indent: bool = False


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """Label, colon, value: the value is markup."""

    label: str
    markup: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Rows on the one grid of the letter."""

    rows: tuple[IdentityRow, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Numbered statements."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes with words, ticked or not."""

    items: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Documents with the day their original was seen, or empty."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What is told: label and value, the value empty where it is withheld."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: (head, width) of its columns, the entries of its second column, and empty rows after them."""

    columns: tuple[tuple[str, int], ...]
    entries: tuple[str, ...]
    blank: int


Content = Line | Identity | Points | Ticks | Seen | Shared | Grid


@dataclass(frozen=True, slots=True)
class LetterContent:
    """All a layout needs. `number` is None in a draft, "" on a paper that bears none; `gaps`: what is missing stands in boxes.

    `head`: further lines in the head of a letter to an office.
    """

    template: LetterTemplate
    facts: LetterFacts
    number: str | None
    blocks: tuple[Content, ...]
    closing: str
    gaps: bool = False
    head: tuple[IdentityRow, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether it is not final yet."""
        return self.number is None


def rules_of(template: LetterTemplate) -> Rules:
    """What this letter's texts may name: its own placeholders, its inputs, and the issuing office."""
    extras = [f"extra.{one.name}" for one in template.inputs]
    return Rules(frozenset([*template.placeholders, *extras, *ALWAYS]), LISTS, {})


def check_template(template: LetterTemplate) -> None:
    """Read every text of a template against its rules. PaperError names the first thing that is not allowed."""
    for _, text, rules in texts_of(template):
        check(text, rules)
    for _, path in unnamed(template):
        raise PaperError("placeholder_forbidden", path)


def texts_of(template: LetterTemplate) -> Iterator[tuple[str, str, Rules]]:
    """(key, text, what it may name) of everything a template prints."""
    rules = rules_of(template)
    for block in template.blocks:
        own = _block_rules(block, rules)
        yield "text", block.text, own
        yield from (("items", item, own) for item in block.items)
        yield from (("rows", row.value, own) for row in block.rows)
    yield "closing", template.closing, rules
    yield from (("head_rows", row.value, rules) for row in template.head_rows)
    if template.decisive:
        yield "decisive.value", template.decisive.value, rules


def unnamed(template: LetterTemplate) -> Iterator[tuple[str, str]]:
    """(key, path) of values a template requires, lists or signs with but may not print."""
    rules = rules_of(template)
    asked = [("required", path) for path in template.required]
    asked += [("signer", one.name) for one in template.signatures.signers if one.name != OFFICE_SIGNER]
    for block in template.blocks:
        asked += [("lines", block.lines), ("ticked", block.ticked)]
    for key, path in asked:
        if path and path not in rules.placeholders and not _is_list(path, rules):
            yield key, path


def _is_list(key: str, rules: Rules) -> bool:
    return any(one.startswith(f"{key}.") for one in rules.placeholders)


def _block_rules(block: Block, rules: Rules) -> Rules:
    return Rules(rules.placeholders, rules.lists, {"one": block.each}) if block.each else rules


def decisive_fact(template: LetterTemplate, facts: LetterFacts) -> str:
    """The fact besides name and birth date that a checker types; empty when the letter has none."""
    if template.decisive is None:
        return ""
    values = context(facts, tuple(one.name for one in template.inputs))
    return fill(template.decisive.value, values, rules_of(template))


def compose(
    template: LetterTemplate, facts: LetterFacts, number: str | None, *, gaps: bool = False
) -> LetterContent:
    """The content of one letter. PaperError `missing` names the first required value that is not known.

    `gaps`: a draft with a box for each of them instead; ValueError for a letter with a number.
    """
    if gaps and number is not None:
        raise ValueError("only a draft has boxes")
    facts = with_room(template, facts) if gaps else facts
    values = context(facts, tuple(one.name for one in template.inputs))
    if gaps:
        values = gapped_letter(template, values)
    else:
        _refuse_missing(template, values)
    rules = rules_of(template)
    blocks: list[Content] = []
    for block in template.blocks:
        if not block.when or known(lookup(values, block.when)):
            blocks.extend(_fill_block(block, values, rules))
    if facts.legal_basis and template.head is not Head.SHEET:
        blocks.insert(0, _basis(facts.legal_basis))
    closing = _text(template.closing, values, rules)
    head = tuple(_rows(template.head_rows, values, rules))
    return LetterContent(template, facts, number, tuple(blocks), closing, gaps, head)


def _basis(bases: tuple[str, ...]) -> Identity:
    """The village's own legal basis over the text, numbered when there are several."""
    said = [no_boxes(escape(one)) for one in bases]
    listed = [f"{at}. {one}" for at, one in enumerate(said, start=1)] if len(said) > 1 else said
    return Identity((IdentityRow(sheet_words("letter").text("basis"), "<br/>".join(listed)),))


def _text(text: str, values: Mapping[str, object], rules: Rules) -> str:
    return boxed(fill(text, values, rules))


def _refuse_missing(template: LetterTemplate, values: Mapping[str, object]) -> None:
    needed = [*template.required, *(f"extra.{one.name}" for one in template.inputs if one.required)]
    signed = (OFFICE_SIGNER,) if template.signatures.office_signs else ()
    for key in ("village.name", *signed, "dated", "place", *needed):
        if not known(lookup(values, key)):
            raise PaperError("missing", key)


def _fill_block(block: Block, values: Mapping[str, object], rules: Rules) -> list[Content]:
    own = _block_rules(block, rules)
    if not block.each:
        return [*_one_block(block, values, own)]
    entries = lookup(values, block.each)
    if not isinstance(entries, list):
        raise PaperError("missing", block.each)
    if block.kind in {Kind.TICKS, Kind.SEEN}:
        return [_listed(block, entries)]
    found: list[Content] = []
    for entry in entries:
        found.extend(_one_block(block, {**values, "one": entry}, own))
    return found


def _listed(block: Block, entries: list[object]) -> Content:
    """A list of topics or documents as it is stored: names and their tick or day."""
    rows = [entry for entry in entries if isinstance(entry, Mapping)]
    if block.kind is Kind.TICKS:
        return Ticks(tuple((_name(row["name"]), bool(row["explained"])) for row in rows))
    return Seen(
        tuple((_name(row["name"]), str(row["seen_on"]) if known(row["seen_on"]) else "") for row in rows)
    )


def _name(value: object) -> str:
    return boxed(str(value)) if isinstance(value, Missing) else no_boxes(escape(str(value)))


def _one_block(block: Block, values: Mapping[str, object], rules: Rules) -> list[Content]:
    if block.kind is Kind.IDENTITY:
        return [Identity(tuple(_rows(block.rows, values, rules)))]
    if block.kind is Kind.SHARED:
        return [Shared(tuple(_told(row, values, rules) for row in block.rows))]
    if block.kind is Kind.TABLE:
        columns = tuple((one.label, one.width) for one in block.columns)
        return [Grid(columns, _entries(block.lines, values), block.blank)]
    if block.kind is Kind.TICKS:
        chosen = _entries(block.ticked, values)
        ticks = [(_text(one, values, rules), escape(one) in chosen) for one in block.items]
        return [Ticks((*ticks, *((one, False) for one in chosen if has_box(one))))]
    if block.kind is Kind.POINTS:
        return [Points(tuple(filled for item in block.items if (filled := _text(item, values, rules))))]
    text = _text(block.text, values, rules)
    return [Line(text, block.indent)] if text else []


def _told(row: Row, values: Mapping[str, object], rules: Rules) -> tuple[str, str]:
    """A label and its value; nothing where nothing was given, also in a draft."""
    try:
        markup = fill(row.value, values, rules)
    except PaperError as wrong:
        if wrong.code != "missing":
            raise
        return row.label, ""
    return row.label, "" if has_gap(markup) else markup


def _entries(path: str, values: Mapping[str, object]) -> tuple[str, ...]:
    """What was listed, parted by semicolons, as text."""
    value = lookup(values, path) if path else None
    if isinstance(value, Missing) and value.drawn:
        return (boxed(str(value)),)
    if not known(value):
        return ()
    return tuple(escape(one.strip()) for one in str(value).split(";") if one.strip())


def _rows(written: tuple[Row, ...], values: Mapping[str, object], rules: Rules) -> list[IdentityRow]:
    rows = []
    for row in written:
        try:
            markup = fill(row.value, values, rules)
        except PaperError as wrong:
            if wrong.code == "missing" and row.optional:
                continue
            raise
        if markup and not (row.optional and has_gap(markup)):
            markup = boxed(markup)
            rows.append(IdentityRow(row.label, f"<b>{markup}</b>" if row.bold else markup))
    return rows
