"""Draws a laid-out letter page by page: outline, letterhead, text, signatures, strip, footer, in reading order."""

from collections.abc import Callable
from typing import Any

from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.back_page import draw_back
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.gaps import draw_boxes
from desbumi_app.documents.geometry import MM, Paper
from desbumi_app.documents.layout_letter import MOST_GAP, MOST_GAP_LATER, Pages, arrange
from desbumi_app.documents.letter import LetterContent
from desbumi_app.documents.page import band, continuation, footer, letterhead, outline
from desbumi_app.documents.render import About, new_canvas
from desbumi_app.documents.strip import ABOVE_FOOTER, Strip, draft_strip, pending_strip, qr_strip


def draw_letter(
    content: LetterContent, paper: Paper, token_url: str | None, *, draft: bool
) -> tuple[bytes, int]:
    """PDF bytes and number of pages."""
    words = sheet_words("letter")
    laid = arrange(content, paper, words, _strips(content, paper, token_url, draft=draft))
    village = content.facts.village
    author = f"Pemerintah {village.title} {village.name}"
    title = f"{content.template.title.id} {content.number or words.text('draft')}"
    canvas, buffer = new_canvas(paper, About(title, author, content.facts.dated))
    if content.gaps:
        draw_boxes(canvas)
    total = len(laid.pages) + bool(content.template.back)
    for at in range(len(laid.pages)):
        _draw_page(canvas, paper, (content, laid, words), (at, total))
        canvas.showPage()
    if content.template.back:
        if draft:
            _draw_draft(canvas, paper.mirrored(), words)
        draw_back(canvas, paper.mirrored(), content)
        footer(canvas, paper.mirrored(), _back_footer(content, words, total))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue(), total


def _strips(
    content: LetterContent, paper: Paper, url: str | None, *, draft: bool
) -> Callable[[int], Strip | None]:
    words = sheet_words("letter")

    def made(dots: int) -> Strip | None:
        if draft:
            return draft_strip(paper, words, two=content.template.second_person)
        if url is None:
            return None
        return qr_strip(paper, words, url, dots) if url else pending_strip(paper, words)

    return made


def _draw_draft(canvas: Any, paper: Paper, words: SheetWords) -> None:
    outline(canvas, paper, words.text("draft"))
    band(canvas, paper, words.text("draft"), words.text("draft_band"), right=False)


def _draw_page(
    canvas: Any, paper: Paper, what: tuple[LetterContent, Pages, SheetWords], count: tuple[int, int]
) -> None:
    content, laid, words = what
    at, total = count
    if content.number is None:
        _draw_draft(canvas, paper, words)
    if at == 0:
        letterhead(canvas, paper, content.facts.village)
    else:
        key = "continuation" if content.number else "continuation_draft"
        text = words.text(key).format(title=content.template.title.id, number=content.number)
        continuation(canvas, paper, text)
    for piece, top in laid.pages[at]:
        piece.flow.drawOn(canvas, paper.left, top - piece.height)
    if at == len(laid.pages) - 1:
        _draw_closing(canvas, paper, laid)
    footer(canvas, paper, _footer(content, words, at + 1, total), room=_footer_room(paper, laid, at))


def _footer_room(paper: Paper, laid: Pages, at: int) -> float:
    strip = laid.closing.strip
    if strip is None or strip.code is None or at < len(laid.pages) - 1:
        return paper.text_width
    return strip.room


def _draw_closing(canvas: Any, paper: Paper, laid: Pages) -> None:
    closing, y = laid.closing, laid.closing_top
    later = len(laid.pages) > 1
    first = not laid.pages[-1]
    for piece in closing.pieces:
        y -= 0 if first else piece.before
        first = False
        y -= piece.flow.height
        piece.flow.drawOn(canvas, paper.left, y)
    foot = paper.bottom + closing.strip.height if closing.strip else ABOVE_FOOTER
    spare = y - foot - 2 * MM - sum(closing.heights) - closing.gap * len(closing.rows)
    wider = max(0.0, min(spare / len(closing.rows), MOST_GAP_LATER if later else MOST_GAP))
    for at, (row, height) in enumerate(zip(closing.rows, closing.heights, strict=True)):
        y -= closing.gap + (wider if at else min(wider, 1 * MM))
        row.draw(canvas, paper.left, y)
        y -= height
    if closing.strip:
        closing.strip.draw(canvas)


def _office(village: VillageFacts) -> str:
    return f"{village.title} {village.name}"


def _footer(content: LetterContent, words: SheetWords, page: int, pages: int) -> str:
    key = "footer" if content.number and content.facts.short_code else "footer_draft"
    shown = {"village": _office(content.facts.village), "code": content.facts.short_code}
    return words.text(key).format(**shown, page=page, pages=pages)


def _back_footer(content: LetterContent, words: SheetWords, pages: int) -> str:
    from desbumi_app.documents.wording import long_date

    shown = {"title": content.template.title.id, "date": long_date(content.facts.dated)}
    text = words.text("footer_back")
    return text.format(**shown, village=_office(content.facts.village), page=pages, pages=pages)
