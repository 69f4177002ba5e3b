"""A copy to be sent to a phone: the archived values set again under the same number, cards masked, no QR, marked throughout."""

import io
from dataclasses import replace

from pypdf import PdfReader, PdfWriter

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.facts import LetterFacts
from desbumi_app.documents.geometry import Paper
from desbumi_app.documents.render import About, Rendered, State, new_canvas, render_letter, rendered
from desbumi_app.documents.wording import short_date


def render_phone_copy(
    template: LetterTemplate, facts: LetterFacts, number: str, mark: tuple[str, str], *, paper: Paper
) -> Rendered:
    """`facts` are masked already; `mark` is whom it is for and the day (ISO). PaperError when the name does not fit."""
    from desbumi_app.documents.page import band, outline

    words = sheet_words("phone_copy")
    front = replace(template, back=None)
    made = render_letter(front, facts, paper=paper, state=State.ORIGINAL, number=number, token_url=None)
    label = words.text("label")
    text = words.text("band").format(whom=mark[0], date=short_date(mark[1]))
    canvas, buffer = new_canvas(paper, About(label, "Desbumi", mark[1]))
    canvas.tagged = False
    for _ in range(made.pages):
        outline(canvas, paper, label)
        band(canvas, paper, label, text, right=True)
        canvas.showPage()
    canvas.save()
    marks = PdfReader(io.BytesIO(buffer.getvalue()))
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf)))
    for page, over in zip(writer.pages, marks.pages, strict=True):
        page.merge_page(over)
    out = io.BytesIO()
    writer.write(out)
    return rendered(out.getvalue(), made.pages)
