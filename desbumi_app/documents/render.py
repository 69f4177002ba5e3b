"""The one door to a finished letter: template, facts, paper and state become PDF bytes, the same for the same input.

A copy or a cancelled letter is never rendered again: see archive.
"""

import hashlib
import io
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from desbumi_app.catalogue.letters import Head, LetterTemplate
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import LetterFacts
from desbumi_app.documents.geometry import A6, F4, Paper
from desbumi_app.documents.letter import compose


class State(StrEnum):
    """Whether a letter is a draft or the one original."""

    DRAFT = "draft"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper ready for the archive: its bytes, its pages, and the SHA-256 of the bytes in hex."""

    pdf: bytes
    pages: int
    sha256: str


def rendered(pdf: bytes, pages: int) -> Rendered:
    """Bytes with their fingerprint."""
    return Rendered(pdf, pages, hashlib.sha256(pdf).hexdigest())


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; never a person's name."""

    title: str
    author: str
    dated: str


def new_canvas(paper: Paper, about: About) -> tuple[Any, io.BytesIO]:
    """A canvas whose file depends on its content and the paper's own date alone."""
    from desbumi_app.documents.fonts import SANS, ready
    from desbumi_app.documents.runs import Canvas

    ready()
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(paper.width, paper.height),
        invariant=1,
        pageCompression=1,
        initialFontName=SANS,
        lang="id-ID",
    )
    year, month, day = (int(part) for part in about.dated.split("-"))
    # reportlab has no door for this; without it every invariant file is dated 2000
    canvas._doc._timeStamp.YMDhms = (year, month, day, 0, 0, 0)  # noqa: SLF001
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setSubject(about.title)
    canvas.setCreator("Desbumi")
    canvas.setProducer("Desbumi")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas, buffer


def own_paper(template: LetterTemplate, paper: Paper) -> Paper:
    """The size a paper has by itself, else the village's; a sheet begins where a letterhead would stand."""
    if template.paper == "a6":
        return A6
    return replace(paper.sheet(20, 13), text_top=paper.head_top) if template.head is Head.SHEET else paper


def render_letter(
    template: LetterTemplate,
    facts: LetterFacts,
    *,
    paper: Paper = F4,
    state: State,
    number: str | None = None,
    token_url: str | None = None,
    gaps: bool = False,
) -> Rendered:
    """One letter as PDF.

    `token_url` is the QR's text; "" when the signer's key is not published yet; None before the village has joined
    a district (no strip). `gaps`: a draft with a box for everything missing, never an original. PaperError names what is missing, not allowed or does not fit.
    """
    from desbumi_app.documents.draw_letter import draw_letter
    from desbumi_app.documents.scripts import with_lines

    if state is State.ORIGINAL and template.numbered and not number:
        raise PaperError("no_number")
    if state is State.DRAFT:
        number, token_url = None, None
    elif not template.numbered:
        number = ""
    paper = own_paper(template, paper)
    facts, _ = with_lines(facts)
    content = compose(template, facts, number, gaps=gaps and state is State.DRAFT)
    pdf, pages = draw_letter(content, paper, token_url, draft=state is State.DRAFT)
    return rendered(pdf, pages)
