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
OFFICE_SIGNER = "signatory.name"  # a signer of this name signs for the office
PAPERS = ("", "a6")  # a paper of its own size, or the village's


class Kind(StrEnum):
    """How one block of a letter is set."""

    TEXT = "text"
    IDENTITY = "identity"
    POINTS = "points"
    TICKS = "ticks"
    SEEN = "seen"
    SHARED = "shared"  # what is told and what is not: a ticked box and the value, or "tidak disertakan"
    TABLE = "table"  # ruled rows, filled from a list or left empty for handwriting


class Head(StrEnum):
    """A titled letter, one addressed to an office, or a sheet in plain type without letterhead."""

    TITLE = "title"
    OFFICE = "office"
    SHEET = "sheet"


class About(StrEnum):
    """Whom a paper is about: a person of the register, a case without any name of its file, or a meeting."""

    PERSON = "person"
    CASE = "case"
    MEETING = "meeting"


class Signing(StrEnum):
    """Who signs, and where on the paper."""

    FAMILY = "family"  # permission: receiver and giver(s), witnesses and village head
    HEAD = "head"  # the village head alone
    THREE = "three"  # the person, the Desbumi chair, and the village head below
    DECLARANT = "declarant"  # the person with revenue stamp; witnesses and village head below
    ROWS = "rows"  # as the letter's own [[signer]] blocks say; witnesses and village head below
    NONE = "none"  # nobody signs at the foot


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
class Column:
    """One column of a table: its head and its share of the width, in mm of a 162 mm line."""

    label: str
    width: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a letter.

    `each` names a list of facts (the block is set once for each of them, as `one`); `when` names a fact that must
    be there. Of a table: `columns`, `lines` (the input whose entries, parted by ";", stand in the second column),
    `blank` empty rows after them. `ticked`: the input whose entries say which `items` carry a tick.
    """

    kind: Kind
    text: str
    each: str
    when: str
    indent: bool
    rows: tuple[Row, ...]
    items: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    lines: str = ""
    blank: int = 0
    ticked: str = ""


class Place(StrEnum):
    """Where a signature stands in its row."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature of a letter with layout `rows`: the words over it and the value that is its name."""

    role: str
    name: str
    row: int
    place: Place
    stamp: bool


@dataclass(frozen=True, slots=True)
class Signatures:
    """Layout of the signatures and the words over each of them."""

    layout: Signing
    person: str
    giver: str
    chair: str
    witnesses: int
    known_by: bool
    signers: tuple[Signer, ...] = ()

    @property
    def office_signs(self) -> bool:
        """Whether somebody signs for the village."""
        if self.layout in {Signing.ROWS, Signing.NONE}:
            return self.known_by or any(one.name == OFFICE_SIGNER for one in self.signers)
        return True


@dataclass(frozen=True, slots=True)
class Input:
    """A value of this letter alone, asked for at the desk; printed as `extra.<name>`.

    A name that ends in `_on` is a day. `options`: the words that may be chosen, any number of them, kept parted by ";".
    `lines`: several entries, parted by ";".
    """

    name: str
    label: Label
    required: bool
    options: tuple[str, ...] = ()
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Decisive:
    """The fact a checker of the QR must type besides name and birth date."""

    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A letter as data. `class_codes` are suggestions, never law; `valid_for` counts `valid_unit`s.

    `legal`: ids of rules/legal.toml. `nature` and `attachment` stand in the head of a letter to an office, `copies` are
    who gets one. A confidential letter leaves no name and no words in the register. `slip`: the reply to cut off.
    """

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
    about: About = About.PERSON
    legal: tuple[str, ...] = ()
    nature: str = ""
    attachment: str = ""
    head_rows: tuple[Row, ...] = ()
    copies: tuple[str, ...] = ()
    confidential: bool = False
    slip: str | None = None
    paper: str = ""

    @property
    def has_code(self) -> bool:
        """Whether a QR may stand on it: some fact besides name and birth date tells it from others."""
        return self.decisive is not None


def load_letters(source: Source | None = None) -> dict[str, LetterTemplate]:
    """Every shipped letter by id. CatalogueError names file, line and key of whatever is wrong."""
    place = source or PackagedSource()
    found = {}
    for name in place.names(FOLDER):
        document = read_document(place, FOLDER, name)
        found[name] = _letter(document)
        if found[name].id != name:
            raise head(document, "letter").error("id_is_not_file", "id", name)
    return found


def parse_letter(name: str, source: Source) -> LetterTemplate:
    """One letter, for instance a village's own wording of it."""
    return _letter(read_document(source, FOLDER, name))


def _letter(document: Document) -> LetterTemplate:
    only_blocks(document, "letter", "signatures", "decisive", "input", "block", "signer")
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
        signatures=_signatures(document),
        back=top.optional("back"),
        source=top.text("source"),
        as_of=top.text("as_of"),
        certainty=top.text("certainty"),
        about=top.choice("about", About, About.PERSON),
        legal=top.texts("legal"),
        nature=top.text("nature", ""),
        attachment=top.text("attachment", ""),
        head_rows=_rows(top, "head_rows"),
        copies=top.texts("copies"),
        confidential=top.flag("confidential"),
        slip=top.optional("slip"),
        paper=top.text("paper", ""),
    )
    if found.paper not in PAPERS:
        raise top.error("unknown_value", "paper", found.paper)
    top.done()
    return found


def _input(section: Section) -> Input:
    found = Input(
        section.text("name"),
        section.label(),
        section.flag("required"),
        section.texts("options"),
        section.flag("lines"),
    )
    section.done()
    return found


def _decisive(document: Document) -> Decisive | None:
    if "decisive" not in document.data:
        return None
    section = head(document, "decisive")
    found = Decisive(section.text("value"), section.label())
    section.done()
    return found


def _signatures(document: Document) -> Signatures:
    section = head(document, "signatures")
    found = Signatures(
        layout=section.choice("layout", Signing),
        person=section.text("person", ""),
        giver=section.text("giver", ""),
        chair=section.text("chair", ""),
        witnesses=section.integer("witnesses", 0),
        known_by=section.flag("known_by"),
        signers=tuple(_signer(one) for one in blocks(document, "signer")),
    )
    if (found.layout is Signing.ROWS) != bool(found.signers):
        raise section.error("wrong_type", "layout", "[[signer]]")
    section.done()
    return found


def _signer(section: Section) -> Signer:
    found = Signer(
        role=section.text("role"),
        name=section.text("name"),
        row=section.integer("row", 1),
        place=section.choice("place", Place),
        stamp=section.flag("stamp"),
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
        columns=_columns(section),
        lines=section.text("lines", ""),
        blank=section.integer("blank", 0),
        ticked=section.text("ticked", ""),
    )
    if (found.kind is Kind.TABLE) != bool(found.columns):
        raise section.error("wrong_type", "columns")
    section.done()
    return found


def _columns(section: Section) -> tuple[Column, ...]:
    """Columns are written `head :: width`."""
    found = []
    for line in section.texts("columns"):
        label, _, width = (part.strip() for part in line.partition("::"))
        if not label or not width.isdigit():
            raise section.error("wrong_type", "columns", line)
        found.append(Column(label, int(width)))
    return tuple(found)


def _rows(section: Section, key: str = "rows") -> tuple[Row, ...]:
    """Rows are written `label :: value`, with a third word `bold` or `optional` where needed."""
    found = []
    for line in section.texts(key):
        label, *rest = (part.strip() for part in line.split("::"))
        if len(rest) not in {1, 2} or (len(rest) == 2 and rest[1] not in {"bold", "optional"}):
            raise section.error("wrong_type", key, line)
        found.append(Row(label, rest[0], bold=rest[1:] == ["bold"], optional=rest[1:] == ["optional"]))
    return tuple(found)
