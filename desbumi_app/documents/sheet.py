"""What sheets share: the head with two facts on the right, bold section titles, stacking from the top."""

from typing import Any

from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.flow import sans, sans_bold
from desbumi_app.documents.fonts import SANS, SANS_BOLD
from desbumi_app.documents.geometry import FOOTER_BASELINE, MM, Paper
from desbumi_app.documents.runs import Paragraph, heading, width_of

HEAD_TOP = 11 * MM
LOWEST = FOOTER_BASELINE + 4.5 * MM


def head(canvas: Any, paper: Paper, lines: tuple[str, str, str], facts: tuple[str, str]) -> float:
    """Office, title and one line left, two facts right, rule below; answers the height under the rule."""
    right = max(width_of(facts[0], SANS_BOLD, 9.6), width_of(facts[1], SANS, 9.4)) + 4 * MM
    office, title, line = lines
    y = paper.height - HEAD_TOP
    rows = ((office, sans(8.2, 11.5)), (title, sans_bold(15, 19)), (line, sans(9.2, 12.4)))
    for at, (text, own) in enumerate(rows):
        flow = heading(text, own) if at == 1 else Paragraph(text, own)
        y = put(canvas, flow, (paper.left, y), paper.text_width - (right if at < 2 else 0))
    canvas.setFont(SANS_BOLD, 9.6)
    canvas.drawRightString(paper.left + paper.text_width, paper.height - HEAD_TOP - 9, facts[0])
    canvas.setFont(SANS, 9.4)
    canvas.drawRightString(paper.left + paper.text_width, paper.height - HEAD_TOP - 25, facts[1])
    y -= 2 * MM
    canvas.setLineWidth(1.2)
    canvas.line(paper.left, y, paper.left + paper.text_width, y)
    return y


def put(canvas: Any, flow: Any, at: tuple[float, float], width: float) -> float:
    """Draw a flowable with its top at `at`; answers its bottom. PaperError `clipped` below the footer's room."""
    x, top = at
    _, height = flow.wrap(width, 10_000)
    if top - height < LOWEST:
        raise PaperError("clipped", "sheet")
    flow.drawOn(canvas, x, top - height)
    return float(top - height)
