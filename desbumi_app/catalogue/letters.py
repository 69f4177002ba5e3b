"""Letter templates: what a letter says, who signs it, how long it holds, which stored values it may print.

Read strictly from resources/letters. Placeholders are checked by documents.templates, which knows their grammar.
"""

from dataclasses import dataclass
from enum import StrEnum

from desbumi_app.catalogue.fields import Sensitivity
from desbumi_app.catalogue.load import (
    Document,
    Label,
    PackagedSource,
    Section,
    Source,
    blocks,
    head,
    only_blocks,
    read_document,
)

FOLDER = "letters"


class Kind(StrEnum):
    """How one block of a letter is set."""

    TEXT = "text"
    IDENTITY = "identity"
    POINTS = "points"
    TICKS = "ticks"
    SEEN = "seen"


class Head(StrEnum):
    """A titled letter, or one addressed to an office."""

    TITLE = "title"
    OFFICE = "office"


class Signing(StrEnum):
    """Who signs, and where on the paper."""

    FAMILY = "family"  # permission: receiver and giver(s), witnesses and village head
    HEAD = "head"  # the village head alone
    THREE = "three"  # the person, the Desbumi chair, and the village head below
    DECLARANT = "declarant"  # the person with revenue stamp; witnesses and village head below


class Unit(StrEnum):
    """What a validity is counted in; `journey` ends with the departure it was written for."""

    DAY = "day"
    MONTH = "month"
    JOURNEY = "journey"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an identity block. `optional`: left out when its value is not known."""

    label: str
    value: str
    bold: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a letter.

    `each` names a list of facts (the block is set once for each of them, as `one`); `when` names a fact that must
    be there.
    """

    kind: Kind
    text: str
    each: str
    when: str
    indent: bool
    rows: tuple[Row, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Layout of the signatures and the words over each of them."""

    layout: Signing
    person: str
    giver: str
    chair: str
    witnesses: int
    known_by: bool


@dataclass(frozen=True, slots=True)
class Input:
    """A value of this letter alone, asked for at the desk; printed as `extra.<name>`."""

    name: str
    label: Label
    required: bool


@dataclass(frozen=True, slots=True)
class Decisive:
    """The fact a checker of the QR must type besides name and birth date."""

    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A letter as data. `class_codes` are suggestions, never law; `valid_for` counts `valid_unit`s."""

    id: str
    code: str
    title: Label
    help: Label
    class_codes: tuple[str, ...]
    head: Head
    numbered: bool
    stamp_duty: bool
    second_person: bool
    valid_for: int
    valid_unit: Unit
    gate: tuple[str, ...]
    sensitivity: Sensitivity
    placeholders: tuple[str, ...]
    required: tuple[str, ...]
    inputs: tuple[Input, ...]
    decisive: Decisive | None
    blocks: tuple[Block, ...]
    closing: str
    signatures: Signatures
    back: str | None
    source: str
    as_of: str
    certainty: str


def load_letters(source: Source | None = None) -> dict[str, LetterTemplate]:
    """Every shipped letter by id. CatalogueError names file, line and key of whatever is wrong."""
    place = source or PackagedSource()
    found = {name: _letter(read_document(place, FOLDER, name)) for name in place.names(FOLDER)}
    return {one.id: one for one in found.values()}


def parse_letter(name: str, source: Source) -> LetterTemplate:
    """One letter, for instance a village's own wording of it."""
    return _letter(read_document(source, FOLDER, name))


def _letter(document: Document) -> LetterTemplate:
    only_blocks(document, "letter", "signatures", "decisive", "input", "block")
    top = head(document, "letter")
    found = LetterTemplate(
        id=top.text("id"),
        code=top.text("code"),
        title=top.label("title"),
        help=top.label("help"),
        class_codes=top.texts("class_codes"),
        head=top.choice("head", Head, Head.TITLE),
        numbered=top.flag("numbered", default=True),
        stamp_duty=top.flag("stamp_duty"),
        second_person=top.flag("second_person"),
        valid_for=top.integer("valid_for", 0),
        valid_unit=top.choice("valid_unit", Unit, Unit.MONTH),
        gate=top.texts("gate"),
        sensitivity=top.choice("sensitivity", Sensitivity, Sensitivity.PERSONAL),
        placeholders=top.texts("placeholders", ...),
        required=top.texts("required", ...),
        inputs=tuple(_input(one) for one in blocks(document, "input")),
        decisive=_decisive(document),
        blocks=tuple(_block(one) for one in blocks(document, "block")),
        closing=top.text("closing"),
        signatures=_signatures(head(document, "signatures")),
        back=top.optional("back"),
        source=top.text("source"),
        as_of=top.text("as_of"),
        certainty=top.text("certainty"),
    )
    top.done()
    return found


def _input(section: Section) -> Input:
    found = Input(section.text("name"), section.label(), section.flag("required"))
    section.done()
    return found


def _decisive(document: Document) -> Decisive | None:
    if "decisive" not in document.data:
        return None
    section = head(document, "decisive")
    found = Decisive(section.text("value"), section.label())
    section.done()
    return found


def _signatures(section: Section) -> Signatures:
    found = Signatures(
        layout=section.choice("layout", Signing),
        person=section.text("person", ""),
        giver=section.text("giver", ""),
        chair=section.text("chair", ""),
        witnesses=section.integer("witnesses", 0),
        known_by=section.flag("known_by"),
    )
    section.done()
    return found


def _block(section: Section) -> Block:
    found = Block(
        kind=section.choice("kind", Kind, Kind.TEXT),
        text=section.text("text", ""),
        each=section.text("each", ""),
        when=section.text("when", ""),
        indent=section.flag("indent"),
        rows=_rows(section),
        items=section.texts("items"),
    )
    section.done()
    return found


def _rows(section: Section) -> tuple[Row, ...]:
    """Rows are written `label :: value`, with a third word `bold` or `optional` where needed."""
    found = []
    for line in section.texts("rows"):
        label, *rest = (part.strip() for part in line.split("::"))
        if len(rest) not in {1, 2} or (len(rest) == 2 and rest[1] not in {"bold", "optional"}):
            raise section.error("wrong_type", "rows", line)
        found.append(Row(label, rest[0], bold=rest[1:] == ["bold"], optional=rest[1:] == ["optional"]))
    return tuple(found)
