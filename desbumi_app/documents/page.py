"""What stands around the text of a letter: letterhead, continuation line, footer, state band, outline of a draft."""

import io
from typing import Any

from reportlab.lib.utils import ImageReader

from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD
from desbumi_app.documents.geometry import BAND_HEIGHT, BAND_TOP, FOOTER_BASELINE, MM, Paper
from desbumi_app.documents.runs import width_of
from desbumi_app.documents.tags import PICTURE

LOGO = (18.5 * MM, 22 * MM)
_LEAST = 7.0


def fitted(text: str, font: str, size: float, room: float) -> float:
    """The size at which a line fits its room, down to 7 pt. PaperError `clipped` when even that is too wide."""
    width = width_of(text, font, size)
    fit = size if width <= room else size * room / width
    if fit < _LEAST:
        raise PaperError("clipped", text[:12])
    return float(fit)


def letterhead(canvas: Any, paper: Paper, village: VillageFacts) -> None:
    """Three lines, address, double rule; nothing on paper that is already printed."""
    if village.letterhead_paper:
        return
    room = paper.text_width - 2 * (LOGO[0] + 2 * MM)
    centre = paper.left + paper.text_width / 2
    if village.logo:
        picture = ImageReader(io.BytesIO(village.logo))
        bottom = paper.height - paper.head_top - LOGO[1] - 1 * MM
        with canvas.marked(PICTURE, sheet_words("letter").text("logo_shown")):
            canvas.drawImage(
                picture, paper.left, bottom, *LOGO, mask="auto", preserveAspectRatio=True, anchor="c"
            )
    lines = (
        (f"PEMERINTAH {village.regency_title} {village.regency}".upper(), SERIF, 13, 19.2),
        (f"{village.district_title} {village.district}".upper(), SERIF, 13, 25.2),
        (f"{village.title} {village.name}".upper(), SERIF_BOLD, 16.5, 32.4),
        (_address_line(village), SERIF, 9.2, 37.8),
    )
    for text, font, size, baseline in lines:
        if text:
            canvas.setFont(font, fitted(text, font, size, room))
            canvas.drawCentredString(centre, paper.height - paper.lowered - baseline * MM, text)
    _double_rule(canvas, paper, paper.height - paper.lowered - 41.4 * MM)


def _address_line(village: VillageFacts) -> str:
    place = " ".join(
        part for part in (village.street and f"{village.street},", village.name, village.postal_code) if part
    )
    if not village.street:
        return ""
    return f"{place}, telepon {village.phone}" if village.phone else place


def _double_rule(canvas: Any, paper: Paper, y: float) -> None:
    canvas.setLineWidth(2.4)
    canvas.line(paper.left, y, paper.left + paper.text_width, y)
    canvas.setLineWidth(0.7)
    canvas.line(paper.left, y - 2.55, paper.left + paper.text_width, y - 2.55)


def continuation(canvas: Any, paper: Paper, text: str) -> None:
    """The single line on top of a later page, never a second letterhead."""
    canvas.setFont(SERIF, fitted(text, SERIF, 9.5, paper.text_width))
    y = paper.height - 17 * MM
    canvas.drawString(paper.left, y, text)
    canvas.setLineWidth(0.7)
    canvas.line(paper.left, y - 2.4 * MM, paper.left + paper.text_width, y - 2.4 * MM)


def footer(canvas: Any, paper: Paper, right: str, *, left: str = "", room: float = 0) -> None:
    """One line at the foot; the two sides share the width and never meet."""
    width = room or paper.text_width
    size = min(7.8, 7.8 * (width - 6 * MM) / max(1.0, width_of(left + right, SANS, 7.8)))
    if size < 5.5:
        raise PaperError("clipped", "footer")
    canvas.setFont(SANS, size)
    if left:
        canvas.drawString(paper.left, FOOTER_BASELINE, left)
    canvas.drawRightString(paper.left + paper.text_width, FOOTER_BASELINE, right)


def band(canvas: Any, paper: Paper, label: str, text: str, *, right: bool) -> None:
    """The state of the paper in the strip that every letter keeps empty for it."""
    bottom = paper.height - BAND_TOP - BAND_HEIGHT
    canvas.saveState()
    canvas.setLineWidth(1.1)
    canvas.setFillGray(1)
    canvas.setStrokeGray(0)
    canvas.rect(paper.left, bottom, paper.text_width, BAND_HEIGHT, stroke=1, fill=1)
    canvas.setFillGray(0)
    canvas.setFont(SANS_BOLD, 9.6)
    start = paper.left + 2.5 * MM
    canvas.drawString(start, bottom + 1.75 * MM, label)
    start += width_of(label, SANS_BOLD, 9.6) + 4 * MM
    end = paper.left + paper.text_width - 2.5 * MM
    canvas.setFont(SANS, fitted(text, SANS, 8.4, end - start))
    draw = canvas.drawRightString if right else canvas.drawString
    draw(end if right else start, bottom + 1.9 * MM, text)
    canvas.restoreState()


def outline(canvas: Any, paper: Paper, word: str) -> None:
    """The word in outline letters below the text: it survives a copier and leaves the text readable."""
    canvas.saveState()
    canvas.translate(paper.left + paper.text_width / 2, paper.height * 0.43)
    canvas.rotate(52)
    canvas.setStrokeGray(0.62)
    canvas.setLineWidth(1)
    line = canvas.beginText(-width_of(word, SANS_BOLD, 150) / 2, 0)
    line.setFont(SANS_BOLD, 150)
    line.setTextRenderMode(1)
    line.textOut(word)
    canvas.drawText(line)
    canvas.restoreState()
