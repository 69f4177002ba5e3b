"""letter.pdf: a letter with its QR, against the same texts, lines and QR at the same places in bare reportlab.

letter.batch: two hundred letters issued in one go, against the same two hundred pages in bare reportlab.
letter.preview: from a click at the counter to its preview.
"""

import io
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportlab.graphics.barcode import qrencoder
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.geometry import F4
from desbumi_app.documents.render import State, render_letter
from desbumi_app.sample import specimen
from tests.bench import batch, preview
from tests.bench.figures import SMALL, Figure, measured

LETTER = "parent_permission"
COUNT = 2 if SMALL else 20
DRAWN = ("drawString", "drawCentredString", "drawRightString", "line", "rect", "setFont", "setLineWidth")


@dataclass
class Page:
    """What was put on one sheet: paragraphs as (text, style, x, y, width), and plain calls of the canvas."""

    paragraphs: list[tuple[str, Any, float, float, float]] = field(default_factory=list)
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    qr: tuple[float, float, float] = (0, 0, 0)


def figures(folder: Path) -> Iterator[Figure]:
    """letter.pdf, letter.batch, letter.preview. Each letter has a QR text of its own, as every letter has."""
    template = load_letters()[LETTER]

    def one(url: str) -> bytes:
        made = render_letter(
            template, specimen.LETTER, state=State.ORIGINAL, number=specimen.NUMBER, token_url=url
        )
        return made.pdf

    page = _watched(one)
    yield measured("letter.pdf", lambda: _timed(one), lambda: _timed(lambda url: bare(page, url)), unit="s")
    yield batch.figure(folder, lambda *urls: bare(page, *urls))
    yield preview.figure(folder, lambda url: bare(page, url))


def _timed(make: Callable[[str], bytes]) -> float:
    urls = [_url() for _ in range(COUNT)]
    start = time.perf_counter()
    for url in urls:
        make(url)
    return (time.perf_counter() - start) / COUNT


def _url() -> str:
    return "https://desa.invalid/v#" + secrets.token_urlsafe(150)


def bare(page: Page, *urls: str) -> bytes:
    """The same sheet without any of the program, once for each text of a QR."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(F4.width, F4.height), invariant=1, pageCompression=1)
    for url in urls:
        _sheet(canvas, page, url)
    canvas.save()
    return buffer.getvalue()


def _sheet(canvas: Canvas, page: Page, url: str) -> None:
    for name, values in page.calls:
        getattr(canvas, name)(*values)
    for text, style, x, y, width in page.paragraphs:
        paragraph = Paragraph(text, style)
        paragraph.wrap(width, 10_000)
        paragraph.drawOn(canvas, x, y)
    _qr(canvas, url, page.qr)
    canvas.showPage()


def _qr(canvas: Any, url: str, where: tuple[float, float, float]) -> None:
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QR8bitByte(url.encode()))
    code.make()
    x, y, side = where
    count = code.getModuleCount()
    module = side / count
    path = canvas.beginPath()
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                path.rect(x + column * module, y + (count - 1 - row) * module, module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _watched(make: Callable[[str], bytes]) -> Page:
    """Draws one letter and notes what reaches the sheet."""
    page = Page()
    with _noting_paragraphs(page), _noting_calls(page):
        make(_url())
    assert len(page.paragraphs) > 20, "a letter has text"
    assert page.qr[2], "a letter has a QR"
    return page


@contextmanager
def _noting_paragraphs(page: Page) -> Iterator[None]:
    begin, draw = Paragraph.__init__, Paragraph.drawOn
    texts: dict[int, str] = {}

    def note_text(self: Any, text: Any, style: Any = None, *more: Any, **named: Any) -> None:
        texts[id(self)] = text if isinstance(text, str) else ""
        self.noted = text
        begin(self, text, style, *more, **named)

    def note_place(self: Any, canvas: Any, x: float, y: float, *more: Any) -> None:
        place = canvas.absolutePosition(x, y)
        page.paragraphs.append((self.noted, self.style, *place, self.width))
        draw(self, canvas, x, y, *more)

    Paragraph.__init__, Paragraph.drawOn = note_text, note_place
    try:
        yield
    finally:
        Paragraph.__init__, Paragraph.drawOn = begin, draw


@contextmanager
def _noting_calls(page: Page) -> Iterator[None]:
    from desbumi_app.documents import strip

    honest = {name: getattr(Canvas, name) for name in DRAWN}
    drawn = strip.draw

    def noting(name: str) -> Callable[..., Any]:
        def call(self: Any, *values: Any, **named: Any) -> Any:
            if name in {"drawString", "drawCentredString", "drawRightString"}:
                page.calls.append((name, (*self.absolutePosition(values[0], values[1]), *values[2:3])))
            elif name == "line":
                ends = (*self.absolutePosition(*values[:2]), *self.absolutePosition(*values[2:4]))
                page.calls.append((name, ends))
            elif name != "rect":
                page.calls.append((name, values))
            return honest[name](self, *values, **named)

        return call

    def note_qr(canvas: Any, code: Any, at: tuple[float, float], dots: int) -> None:
        page.qr = (*at, code.modules * dots * 72 / 300)
        drawn(canvas, code, at, dots)

    for name in DRAWN:
        setattr(Canvas, name, noting(name))
    strip.draw = note_qr
    try:
        yield
    finally:
        for name, call in honest.items():
            setattr(Canvas, name, call)
        strip.draw = drawn
