"""The head of a letter to an office: number, nature, attachments and subject left, place and date right, then Yth."""

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle

from desbumi_app.catalogue.sheets import SheetWords
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.flow import Columns
from desbumi_app.documents.gaps import boxed, gap
from desbumi_app.documents.geometry import MM
from desbumi_app.documents.letter import LetterContent
from desbumi_app.documents.piece import Piece
from desbumi_app.documents.runs import Paragraph
from desbumi_app.documents.wording import both_dates

LABEL, COLON, VALUE = 25 * MM, 4 * MM, 29 * MM
DATE = 62 * MM


def office_head(
    content: LetterContent, words: SheetWords, style: ParagraphStyle, width: float
) -> list[Piece]:
    """Rows and address of the office. PaperError `missing` without addressee."""
    number = escape(content.number) if content.number else words.text("number_draft_office")
    template = content.template
    nature = f"<b>{escape(template.nature)}</b>" if template.nature else words.text("ordinary")
    attached = escape(template.attachment) or words.text("no_attachment")
    lines = [
        *zip(
            words.many("office_labels"),
            (number, nature, attached, f"<b>{escape(template.title.id)}</b>"),
            strict=True,
        ),
        *((escape(one.label), one.markup) for one in content.head),
    ]
    dated = f"{escape(content.facts.place)}, {both_dates(content.facts.dated, islamic=content.facts.village.hijri)}"
    pieces = []
    for at, (label, value) in enumerate(lines):
        cells: list[tuple[float, float, Any]] = [
            (0, LABEL, Paragraph(label, style)),
            (LABEL, COLON, Paragraph(":", style)),
            (VALUE, width - VALUE - (0 if at else DATE), Paragraph(value, style)),
        ]
        if at == 0:
            cells.append((width - DATE, DATE, Paragraph(dated, style.clone("right", alignment=2))))
        pieces.append(Piece(Columns(cells), 0, keep=True))
    return [*pieces, *_addressee(content, words, style)]


def _addressee(content: LetterContent, words: SheetWords, style: ParagraphStyle) -> list[Piece]:
    lines = [escape(line) for line in content.facts.addressee]
    if content.gaps:
        lines += [""] * (2 - len(lines))
        paths = ("addressee", *("addressee_town" for _ in lines[1:]))
        lines = [
            one if one.strip() else boxed(gap(content.template, path))
            for one, path in zip(lines, paths, strict=True)
        ]
    elif len(lines) < 2 or not all(line.strip() for line in lines):
        raise PaperError("missing", "addressee")
    first, *middle, town = lines
    texts = [
        words.text("to").format(office=first),
        *(words.text("attention").format(office=one) for one in middle),
    ]
    texts.append(words.text("at").format(town=town))
    return [Piece(Paragraph(text, style), 0 if at else 4 * MM, keep=True) for at, text in enumerate(texts)]
