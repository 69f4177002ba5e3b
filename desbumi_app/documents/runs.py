"""Text in more than one script: each stretch in the face that has its signs, Arabic joined and from the right.

Every paragraph and every canvas of a paper comes from here, so a value is printed as it was typed wherever it stands.
Ordinary text passes through untouched.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph as PlainParagraph

from desbumi_app.documents.arabic import from_the_left, is_right, joined
from desbumi_app.documents.fonts import ARABIC, face_of, latin_only, signs_of
from desbumi_app.documents.fragments import fragments
from desbumi_app.documents.tags import HEADING, PARAGRAPH, TaggedCanvas

_TAG = re.compile(r"(<[^>]*>)")


def runs(text: str) -> Iterator[tuple[str, str]]:
    """(face, text) in the order typed; "" is the face of the words around it. Arabic is joined, not yet turned."""
    at = 0
    while at < len(text):
        face = face_of(text[at])
        end = _arabic_until(text, at) if face == ARABIC else at + 1
        while face != ARABIC and end < len(text) and face_of(text[end]) == face:
            end += 1
        yield face, joined(text[at:end], signs_of(ARABIC)) if face == ARABIC else text[at:end]
        at = end


def _arabic_until(text: str, start: int) -> int:
    """Where a stretch of Arabic ends: with its last letter, or with a number that follows it."""
    signs, end = signs_of(ARABIC), start + 1
    for at in range(start + 1, len(text)):
        kind = unicodedata.bidirectional(text[at])
        if kind == "L" or ord(text[at]) not in signs:
            break
        if is_right(text[at]) or kind in {"EN", "AN", "NSM"}:
            end = at + 1
    return end


def in_faces(markup: str) -> str:
    """Markup in which every stretch of another script names its face."""
    if latin_only(markup):
        return markup
    return "".join(part if part.startswith("<") else _in_faces(part) for part in _TAG.split(markup))


def _in_faces(part: str) -> str:
    return "".join(
        f'<font name="{face}">{escape(text)}</font>' if face else escape(text)
        for face, text in runs(html.unescape(part))
    )


def width_of(text: str, font: str, size: float) -> float:
    """The width of a line of any script in points."""
    if latin_only(text):
        return float(stringWidth(text, font, size))
    return float(sum(stringWidth(part, face or font, size) for face, part in runs(text)))


class Paragraph(PlainParagraph):  # type: ignore[misc]  # reportlab publishes no types
    """A paragraph of any script. Lines are broken in the order typed, and turned when they are drawn."""

    role = PARAGRAPH

    def __init__(self, text: str | None, *style: Any, **more: Any) -> None:
        marked = in_faces(text) if text else text
        self.turned = bool(marked) and f'"{ARABIC}"' in str(marked)
        if marked and style and "frags" not in more:
            more["frags"] = fragments(marked, style[0])
        super().__init__(marked, *style, **more)

    def split(self, width: float, height: float) -> list["Paragraph"]:
        """Both parts know what they hold."""
        parts: list[Paragraph] = super().split(width, height)
        for one in parts:
            one.turned = self.turned
        return parts

    def draw(self) -> None:
        """Turn what is written from the right, line by line."""
        if self.turned:
            self.turned = False
            for at, line in enumerate(self.blPara.lines):
                self.blPara.lines[at] = _turned(line)
        with self.canv.marked(self.role):
            super().draw()


def _turned(line: Any) -> Any:
    if isinstance(line, tuple):  # the whole paragraph is in one face
        return line[0], from_the_left(" ".join(line[1])).split(" ")
    words = line.words
    for at, word in enumerate(words):
        if word.fontName != ARABIC or (at and words[at - 1].fontName == ARABIC):
            continue
        stretch = [word]
        while at + len(stretch) < len(words) and words[at + len(stretch)].fontName == ARABIC:
            stretch.append(words[at + len(stretch)])
        word.text = from_the_left("".join(one.text for one in stretch))
        for one in stretch[1:]:
            one.text = ""
    return line


def heading(text: str, style: Any) -> Paragraph:
    """The title of a paper."""
    made = Paragraph(text, style)
    made.role = HEADING
    return made


class Canvas(TaggedCanvas):
    """A canvas whose single lines may be of any script; each is a piece of its page."""

    def drawString(self, x: float, y: float, text: str, *more: Any, **named: Any) -> None:  # noqa: N802
        """From the left end."""
        with self.marked(PARAGRAPH):
            self._draw_string(x, y, text, *more, **named)

    def _draw_string(self, x: float, y: float, text: str, *more: Any, **named: Any) -> None:
        if latin_only(text):
            super().drawString(x, y, text, *more, **named)
            return
        font, size = self._fontname, self._fontsize
        for face, part in runs(text):
            shown = from_the_left(part) if face == ARABIC else part
            self.setFont(face or font, size)
            super().drawString(x, y, shown)
            x += stringWidth(shown, face or font, size)
        self.setFont(font, size)

    def drawRightString(self, x: float, y: float, text: str, *more: Any, **named: Any) -> None:  # noqa: N802
        """To the right end."""
        with self.marked(PARAGRAPH):
            if latin_only(text):
                super().drawRightString(x, y, text, *more, **named)
            else:
                self.drawString(x - width_of(text, self._fontname, self._fontsize), y, text)

    def drawCentredString(self, x: float, y: float, text: str, *more: Any, **named: Any) -> None:  # noqa: N802
        """Around the middle."""
        with self.marked(PARAGRAPH):
            if latin_only(text):
                super().drawCentredString(x, y, text, *more, **named)
            else:
                self.drawString(x - width_of(text, self._fontname, self._fontsize) / 2, y, text)
