"""One paper of the counter as a row: its title, and whether it can be printed or why not."""

from typing import Final

from desbumi_app.domain.gate import Answer
from ui.language import WORDS, _, say
from ui.office_papers import PaperLine
from ui.widgets.two_lines import TwoLines

_TONES: Final = {Answer.OPEN: "text", Answer.HEAD_DECIDES: "warn", Answer.CHECKLIST_ONLY: "muted"}


def title_of(line: PaperLine) -> str:
    """How the paper is called in the window's language."""
    return line.template.title.of(WORDS.language) if line.template else _("Document checklist")


def paper_row(line: PaperLine) -> TwoLines:
    """The row; its second line is the first reason why a letter is not open."""
    if line.template is None:
        second = _("For everybody, no gate")
        return TwoLines(line.id, title_of(line), second, icon="list-check", tone="accent")
    tone = _TONES[line.answer]
    if line.reason is not None and line.answer is not Answer.OPEN:
        icon = "hand-stop" if line.answer is Answer.CHECKLIST_ONLY else "alert-triangle"
        return TwoLines(line.id, title_of(line), say(line.reason), icon=icon, tone=tone)
    second = _("A second person signs") if line.template.second_person else _("Number comes with printing")
    second = second if line.template.numbered else _("Takes no number")
    return TwoLines(line.id, title_of(line), second, icon="file-certificate", tone=tone)
