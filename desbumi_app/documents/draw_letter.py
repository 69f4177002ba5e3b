"""Draws a laid-out letter page by page: outline, letterhead, text, signatures, strip, footer, in reading order."""

from collections.abc import Callable
from typing import Any

from desbumi_app.catalogue.letters import Head, LetterTemplate
from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.back_page import draw_back
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.gaps import draw_boxes
from desbumi_app.documents.geometry import MM, Paper
from desbumi_app.documents.layout_letter import MOST_GAP, MOST_GAP_LATER, Pages, arrange
from desbumi_app.documents.letter import LetterContent
from desbumi_app.documents.page import band, continuation, footer, letterhead, outline
from desbumi_app.documents.render import About, new_canvas
from desbumi_app.documents.slip import Slip
from desbumi_app.documents.strip import ABOVE_FOOTER, Strip, draft_strip, pending_strip, qr_strip
from desbumi_app.documents.wording import long_date


def draw_letter(
    content: LetterContent, paper: Paper, token_url: str | None, *, draft: bool
) -> tuple[bytes, int]:
    """PDF bytes and number of pages."""
    words = sheet_words("letter")
    laid = arrange(content, paper, words, _strips(content, paper, token_url, draft=draft))
    village = content.facts.village
    author = f"Pemerintah {village.title} {village.name}"
    title = f"{content.template.title.id} {words.text('draft') if content.draft else content.number}".strip()
    canvas, buffer = new_canvas(paper, About(title, author, content.facts.dated))
    if content.gaps:
        draw_boxes(canvas)
    total = len(laid.pages) + bool(content.template.back)
    for at in range(len(laid.pages)):
        _draw_page(canvas, paper, (content, laid, words), (at, total))
        canvas.showPage()
    if content.template.back:
        if draft:
            _draw_draft(canvas, paper.mirrored(), content, words)
        draw_back(canvas, paper.mirrored(), content)
        footer(canvas, paper.mirrored(), _back_footer(content, words, total))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue(), total


def _strips(
    content: LetterContent, paper: Paper, url: str | None, *, draft: bool
) -> Callable[[int], Strip | None]:
    words = sheet_words("letter")
    template = content.template

    def made(dots: int) -> Strip | None:
        if template.slip:
            return Slip(paper, sheet_words(template.slip), content.head)
        if draft:
            return draft_strip(paper, words, _draft_note(template))
        if url is None or not template.has_code:
            return None
        return qr_strip(paper, words, url, dots) if url else pending_strip(paper, words)

    return made


def _draft_note(template: LetterTemplate) -> str:
    if not template.numbered:
        return "draft_note_plain"
    if not template.has_code:
        return "draft_note_no_code"
    return "draft_note_two" if template.second_person else "draft_note"


def _draw_draft(canvas: Any, paper: Paper, content: LetterContent, words: SheetWords) -> None:
    outline(canvas, paper, words.text("draft"))
    said = words.text("draft_band" if content.template.numbered else "draft_band_plain")
    band(canvas, paper, words.text("draft"), said, right=False)


def _draw_page(
    canvas: Any, paper: Paper, what: tuple[LetterContent, Pages, SheetWords], count: tuple[int, int]
) -> None:
    content, laid, words = what
    at, total = count
    if content.draft:
        _draw_draft(canvas, paper, content, words)
    if content.template.head is not Head.SHEET:
        _draw_head(canvas, paper, content, words, first=at == 0)
    for piece, top in laid.pages[at]:
        piece.flow.drawOn(canvas, paper.left, top - piece.height)
    if at == len(laid.pages) - 1:
        _draw_closing(canvas, paper, laid)
    footer(canvas, paper, _footer(content, words, at + 1, total), room=_footer_room(paper, laid, at))


def _draw_head(canvas: Any, paper: Paper, content: LetterContent, words: SheetWords, *, first: bool) -> None:
    if first:
        letterhead(canvas, paper, content.facts.village)
        return
    key = "continuation" if content.number else "continuation_plain"
    text = words.text("continuation_draft" if content.draft else key)
    continuation(canvas, paper, text.format(title=content.template.title.id, number=content.number))


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
    spare = y - foot - 2 * MM - sum(closing.heights) - closing.gap * len(closing.rows) - closing.copies_height
    wider = max(0.0, min(spare / max(1, len(closing.rows)), MOST_GAP_LATER if later else MOST_GAP))
    for at, (row, height) in enumerate(zip(closing.rows, closing.heights, strict=True)):
        y -= closing.gap + (wider if at else min(wider, 1 * MM))
        row.draw(canvas, paper.left, y)
        y -= height
    for piece in closing.copies:
        y -= piece.before + piece.height
        piece.flow.drawOn(canvas, paper.left, y)
    if closing.strip:
        closing.strip.draw(canvas)


def _office(village: VillageFacts) -> str:
    return f"{village.title} {village.name}"


def _footer(content: LetterContent, words: SheetWords, page: int, pages: int) -> str:
    key = "footer" if not content.draft and content.facts.short_code else "footer_draft"
    shown = {"village": _office(content.facts.village), "code": content.facts.short_code}
    return words.text(key).format(**shown, page=page, pages=pages)


def _back_footer(content: LetterContent, words: SheetWords, pages: int) -> str:
    shown = {"title": content.template.title.id, "date": long_date(content.facts.dated)}
    text = words.text("footer_back")
    return text.format(**shown, village=_office(content.facts.village), page=pages, pages=pages)
