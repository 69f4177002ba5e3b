"""Marks archived letters: copies and cancellations are laid over the archived bytes, never rendered again."""

import io
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.geometry import A4, F4, MM, Paper
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered
from desbumi_app.documents.wording import long_date

STRIKE_FROM, STRIKE_TO = 60 * MM, 52 * MM  # from the top on the left, from the bottom on the right
STRIKE_APART = 2.2 * MM


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Why and when a letter was taken back. `replaced_by`: the number of the letter that took its place."""

    on: str
    reason: str
    replaced_by: str = ""


def stamp_copy(archived: bytes, *, ordinal: int, printed_on: str) -> Rendered:
    """A reprint: every page says which copy it is. PaperError `not_archived` when the bytes are no letter of ours."""
    words = sheet_words("letter")
    text = words.text("copy_band").format(date=long_date(printed_on))
    return _over(archived, words.text("copy").format(ordinal=ordinal), text, printed_on, strike=False)


def stamp_cancelled(archived: bytes, cancelled: Cancelled) -> Rendered:
    """A cancelled letter: band with date and reason, and two lines across every page."""
    words = sheet_words("letter")
    key = "cancelled_replaced" if cancelled.replaced_by else "cancelled_band"
    text = words.text(key).format(
        date=long_date(cancelled.on), reason=cancelled.reason, number=cancelled.replaced_by
    )
    return _over(archived, words.text("cancelled"), text, cancelled.on, strike=True)


def _over(archived: bytes, label: str, text: str, dated: str, *, strike: bool) -> Rendered:
    try:
        reader = PdfReader(io.BytesIO(archived), strict=True)
        sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
    except (PyPdfError, ValueError, KeyError) as wrong:
        raise PaperError("not_archived", "pdf") from wrong
    papers = [_paper(size) for size in sizes]
    marks = PdfReader(io.BytesIO(_marks(papers, (label, text), dated, strike=strike)))
    writer = PdfWriter(clone_from=reader)
    for page, mark in zip(writer.pages, marks.pages, strict=True):
        page.merge_page(mark)
    writer.compress_identical_objects()
    buffer = io.BytesIO()
    writer.write(buffer)
    return rendered(buffer.getvalue(), len(papers))


def _paper(size: tuple[float, float]) -> Paper:
    for paper in (F4, A4):
        if abs(paper.width - size[0]) < 1 and abs(paper.height - size[1]) < 1:
            return paper
    raise PaperError("not_archived", "size")


def _marks(papers: list[Paper], band_text: tuple[str, str], dated: str, *, strike: bool) -> bytes:
    from desbumi_app.documents.page import band

    canvas, buffer = new_canvas(papers[0], About(band_text[0], "Desbumi", dated))
    canvas.tagged = False
    for paper in papers:
        canvas.setPageSize((paper.width, paper.height))
        band(canvas, paper, *band_text, right=True)
        if strike:
            canvas.setLineWidth(0.9)
            for down in (0, STRIKE_APART):
                start = (paper.left, paper.height - STRIKE_FROM - down)
                canvas.line(*start, paper.left + paper.text_width, STRIKE_TO - down)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
