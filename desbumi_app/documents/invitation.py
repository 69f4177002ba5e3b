"""The invitation of a laptop: 26 characters, their QR and the relay's address inside the fold, whom it is for outside (trust.md 6).

The code comes as finished text. The six words are never on this paper.
"""

from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.fonts import check_printable
from desbumi_app.documents.geometry import A4, MM, Paper
from desbumi_app.documents.qr import draw, encode, module_size
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered
from desbumi_app.documents.wording import short_date
from sync.errors import SyncError
from sync.invitation import read_secret, write_secret

# Groups of characters, and how many of them stand on the first line: as `sync.invitation` writes and reads them.
FIRST_LINE = 3
QR_DOTS = 12
FOLD_AT = 69 * MM  # from the bottom
BOX_HEIGHT = 48 * MM


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """What the paper shows. `village` and `regency` with their title; `code` in any form that `read_secret` reads.

    `address`: of the district's relay, which is typed beside the code.
    """

    code: str = field(repr=False)
    number: str
    person: str
    village: str
    regency: str
    dated: str
    valid_until: str
    address: str


def render_invitation(facts: InvitationFacts, *, paper: Paper = A4) -> Rendered:
    """The invitation on one page: the code in groups, as text and in the QR exactly what `read_secret` reads.

    PaperError `wrong_value` when it is no code, or one of its characters is wrong.
    """
    try:
        facts = replace(facts, code=write_secret(read_secret(facts.code)))
    except SyncError as error:
        raise PaperError("wrong_value", "code") from error
    check_printable(facts)
    words = sheet_words("invitation")
    sheet = paper.sheet(25, 25)
    canvas, buffer = new_canvas(paper, About(words.text("title"), facts.regency, facts.dated))
    _draw(canvas, sheet, facts, words)
    canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), 1)


def _draw(canvas: Any, paper: Paper, facts: InvitationFacts, words: SheetWords) -> None:
    from desbumi_app.documents.flow import numbered, sans, sans_bold
    from desbumi_app.documents.page import footer
    from desbumi_app.documents.runs import Paragraph
    from desbumi_app.documents.sheet import head, put

    shown = {
        name: escape(getattr(facts, name)) for name in ("number", "person", "village", "regency", "address")
    }
    lines = (words.text("office").format(**shown), words.text("title"), words.text("line").format(**shown))
    until = words.text("until").format(date=short_date(facts.valid_until))
    y = head(canvas, paper, lines, (words.text("once"), until)) - 4.8 * MM
    y = _code_box(canvas, paper, facts.code, words, y) - 7 * MM
    y = (
        put(canvas, Paragraph(words.text("steps_title"), sans_bold(12)), (paper.left, y), paper.text_width)
        - 1.5 * MM
    )
    for at, text in enumerate(words.many("steps")):
        y = put(
            canvas,
            numbered(at + 1, text.format(**shown), sans(10, 13.6)),
            (paper.left, y - 1.1 * MM),
            paper.text_width,
        )
    y = _stop_box(canvas, paper, words, y - 6 * MM)
    _handed(canvas, paper, words, y - 8 * MM)
    _outside(canvas, paper, shown["village"], words)
    footer(canvas, paper, words.text("footer").format(regency=facts.regency, date=short_date(facts.dated)))


def _code_box(canvas: Any, paper: Paper, code: str, words: SheetWords, top: float) -> float:
    from desbumi_app.documents.flow import sans, sans_bold
    from desbumi_app.documents.runs import Paragraph
    from desbumi_app.documents.sheet import put

    canvas.setLineWidth(1.4)
    canvas.rect(paper.left, top - BOX_HEIGHT, paper.text_width, BOX_HEIGHT, stroke=1, fill=0)
    picture = encode(code)
    side = picture.modules * module_size(QR_DOTS)
    draw(canvas, picture, (paper.left + 4.6 * MM, top - (BOX_HEIGHT + side) / 2), QR_DOTS)
    x = paper.left + 4.6 * MM + side + 4.8 * MM
    room = paper.left + paper.text_width - x
    put(canvas, Paragraph(words.text("code_title"), sans_bold(10.6)), (x, top - 5 * MM), room)
    groups = code.split("-")
    _code_line(canvas, groups[:FIRST_LINE], (x, top - 19.2 * MM), 0)
    _code_line(canvas, groups[FIRST_LINE:], (x, top - 30.2 * MM), 2)
    put(canvas, Paragraph(words.text("code_note"), sans(8.8, 12)), (x, top - 35.5 * MM), room)
    return top - BOX_HEIGHT


def _code_line(canvas: Any, groups: list[str], at: tuple[float, float], check: int) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    from desbumi_app.documents.fonts import MONO_BOLD

    x, baseline = at
    canvas.setFont(MONO_BOLD, 19)
    each = stringWidth("A", MONO_BOLD, 19) + 1.6
    start = x
    signs = "-".join(groups)
    for place, sign in enumerate(signs):
        start = x + place * each
        canvas.drawString(start, baseline, sign)
    if check:
        canvas.setLineWidth(1)
        canvas.line(start - (check - 1) * each, baseline - 1.6 * MM, start + each - 1.6, baseline - 1.6 * MM)


def _stop_box(canvas: Any, paper: Paper, words: SheetWords, top: float) -> float:
    from desbumi_app.documents.flow import sans
    from desbumi_app.documents.runs import Paragraph

    note = Paragraph(words.text("stop"), sans(10, 13.6))
    room = paper.text_width - 10 * MM
    _, high = note.wrap(room, 1000)
    canvas.setFillGray(0.92)
    canvas.rect(paper.left, top - high - 7 * MM, paper.text_width, high + 7 * MM, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.rect(paper.left, top - high - 7 * MM, 1.1 * MM, high + 7 * MM, stroke=0, fill=1)
    note.drawOn(canvas, paper.left + 5 * MM, top - high - 3.2 * MM)
    return float(top - high - 7 * MM)


def _handed(canvas: Any, paper: Paper, words: SheetWords, top: float) -> None:
    from desbumi_app.documents.fonts import SANS

    half = paper.text_width / 2
    canvas.setLineWidth(0.7)
    for at, label in enumerate(words.many("handed")):
        x, y = paper.left + (at % 2) * half, top - 5 * MM - (at // 2) * 11 * MM
        canvas.setFont(SANS, 9.4)
        canvas.drawString(x, y, label)
        canvas.line(x + 33 * MM, y - 1 * MM, x + half - (3.5 * MM if at % 2 == 0 else 0), y - 1 * MM)


def _outside(canvas: Any, paper: Paper, village: str, words: SheetWords) -> None:
    from desbumi_app.documents.flow import sans, sans_bold
    from desbumi_app.documents.fonts import SANS
    from desbumi_app.documents.runs import Paragraph
    from desbumi_app.documents.sheet import put

    canvas.setFont(SANS, 7.8)
    canvas.drawString(paper.left, FOLD_AT + 1.6 * MM, words.text("fold"))
    canvas.saveState()
    canvas.setLineWidth(0.8)
    canvas.setDash(4, 3)
    canvas.line(0, FOLD_AT, paper.width, FOLD_AT)
    canvas.restoreState()
    title = Paragraph(words.text("to").format(village=village), sans_bold(12))
    y = put(canvas, title, (paper.left, FOLD_AT - 7 * MM), paper.text_width)
    put(canvas, Paragraph(words.text("outside"), sans(9.6, 13)), (paper.left, y - 1 * MM), 108 * MM)
