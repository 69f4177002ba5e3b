"""A list on paper, across: the columns that were shown, in the order that was shown, the head on every page.

A value that is too long for its column is set smaller, and ends in an ellipsis only when that does not help.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.fonts import SANS, SANS_BOLD, ready, strange
from desbumi_app.documents.geometry import F4, MM, Paper
from desbumi_app.documents.listing import Heading, ListSheet, Origin
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered

ROW: Final = 5.6 * MM
SIZE: Final = 8.6
SMALLEST: Final = 7.0
AIR: Final = 3 * MM
NARROWEST: Final = 12 * MM
FOOT: Final = 14 * MM
HEAD: Final = 36 * MM
_GRAY: Final = 0.75


@dataclass(frozen=True, slots=True)
class _Grid:
    canvas: Any
    paper: Paper
    columns: Sequence[Heading]
    widths: Sequence[float]


def render_list(sheet: ListSheet, origin: Origin, *, paper: Paper = F4) -> Rendered:
    """The list across the paper on as many pages as it needs, at least one."""
    from desbumi_app.documents.page import footer

    words = sheet_words("list")
    across = replace(paper, width=paper.height, height=paper.width).sheet(14, 12)
    canvas, buffer = new_canvas(across, About(sheet.title, origin.office, origin.dated))
    grid = _Grid(canvas, across, sheet.columns, _widths(sheet, across.text_width))
    fit = int((across.height - HEAD - FOOT) // ROW)
    pages = [sheet.rows[at : at + fit] for at in range(0, len(sheet.rows), fit)] or [()]
    for at, rows in enumerate(pages):
        y = _head(canvas, across, sheet, origin)
        y = _line(grid, y, [column.title for column in sheet.columns], bold=True)
        for row in rows:
            y = _line(grid, y, [one.text for one in row])
        right = words.text("footer_right").format(page=at + 1, pages=len(pages))
        footer(canvas, across, right, left=words.text("footer_left"))
        canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), len(pages))


def _head(canvas: Any, paper: Paper, sheet: ListSheet, origin: Origin) -> float:
    from desbumi_app.documents.sheet import head

    words = sheet_words("list")
    reason = words.text("reason").format(reason=origin.reason)
    about = f"{sheet.about} {reason}" if origin.reason else sheet.about
    lines = (escape(printable(origin.office)), escape(printable(sheet.title)), escape(printable(about)))
    printed = words.text("printed").format(when=origin.when)
    return head(canvas, paper, lines, (printed, words.text("by").format(who=printable(origin.who)))) - 2 * MM


def _line(grid: _Grid, top: float, texts: Sequence[str], *, bold: bool = False) -> float:
    """One row with its hairline; answers where the next begins."""
    canvas, paper, face = grid.canvas, grid.paper, SANS_BOLD if bold else SANS
    x, baseline = paper.left, top - ROW + 1.7 * MM
    for at, (text, column, width) in enumerate(zip(texts, grid.columns, grid.widths, strict=True)):
        own = SANS_BOLD if at == 0 else face
        shown, size = _fitted(printable(text), own, width - AIR)
        canvas.setFont(own, size)
        if column.right:
            canvas.drawRightString(x + width - AIR, baseline, shown)
        else:
            canvas.drawString(x, baseline, shown)
        x += width
    canvas.setLineWidth(1 if bold else 0.35)
    canvas.setStrokeGray(0 if bold else _GRAY)
    canvas.line(paper.left, top - ROW, paper.left + paper.text_width, top - ROW)
    canvas.setStrokeGray(0)
    return top - ROW


def _widths(sheet: ListSheet, room: float) -> list[float]:
    """What each column needs for its longest value; too much is taken from the widest, what is left is shared out."""
    from desbumi_app.documents.runs import width_of

    ready()
    needed = []
    for at, column in enumerate(sheet.columns):
        longest = max({row[at].text for row in sheet.rows} | {""}, key=len)
        bold = width_of(printable(column.title), SANS_BOLD, SIZE)
        plain = width_of(printable(longest), SANS_BOLD if at == 0 else SANS, SIZE)
        needed.append(max(NARROWEST, bold + AIR, plain * 1.06 + AIR))
    over = sum(needed) - room
    while over > 0.1:
        widest = max(needed)
        among = [at for at, width in enumerate(needed) if width > widest - 1]
        second = max((width for width in needed if width <= widest - 1), default=NARROWEST)
        cut = min(over / len(among), max(widest - second, 1))
        for at in among:
            needed[at] -= cut
        over = sum(needed) - room
    spare = max(0.0, room - sum(needed)) / len(needed) if needed else 0
    return [width + spare for width in needed]


def _fitted(text: str, face: str, room: float) -> tuple[str, float]:
    from desbumi_app.documents.runs import width_of

    width = width_of(text, face, SIZE)
    size = SIZE if width <= room else max(SMALLEST, SIZE * room / width)
    if width * size / SIZE <= room + 0.01:
        return text, size
    while text and width_of(f"{text.rstrip()}…", face, size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…", size


def printable(text: str) -> str:
    """A sign that no shipped font has becomes a question mark; a list is not refused for one name."""
    missing = strange(text)
    return "".join("?" if one in missing else one for one in text) if missing else text
