"""Missing values on a draft: each is a dashed yellow box with the field's name, in the place the value will take.

A box exists in drafts alone: an original is composed without them and refuses the first missing value instead.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from desbumi_app.catalogue.letters import LetterTemplate, Signing
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.context import Missing
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import AbsentParty, LetterFacts, PartyFacts, SeenDocument, Signatory, Topic
from desbumi_app.documents.fonts import SANS
from desbumi_app.documents.geometry import MM

# Around a field's name; no shipped font has these signs, so no stored value can hold them and be printed.
OPENS, CLOSES = "\ue000", "\ue001"
_BOX = re.compile(f"{OPENS}([^{CLOSES}]*){CLOSES}")
_SIZE, _AIR = 9, 1.2
_NBSP = "\u00a0"


class Gap(Missing):
    """A missing value that a draft may print: false in an `if` like every missing one, a marked name on the paper."""

    __slots__ = ("label",)
    drawn = True

    def __init__(self, path: str, label: str) -> None:
        super().__init__(path)
        self.label = label

    def __str__(self) -> str:
        return f"{OPENS}{escape(self.label)}{CLOSES}"

    __html__ = __str__


def label_of(template: LetterTemplate, path: str) -> str:
    """The field's name in Indonesian, as the paper would call it."""
    names = sheet_words("gaps").texts
    known = {f"extra.{one.name}": one.label.id for one in template.inputs}
    last = path.rpartition(".")[2]
    if path.startswith("givers.") and template.signatures.layout is not Signing.FAMILY:
        return f"{names.get(last, names['other'])} {template.signatures.giver.lower()}".strip()
    return known.get(path) or names.get(path) or names.get(last) or names["other"]


def gapped(template: LetterTemplate, values: Any) -> Any:
    """The values of a letter with a box for everything that is not known."""
    if isinstance(values, Missing):
        return Gap(values.path, label_of(template, values.path))
    if isinstance(values, Mapping):
        return {name: gapped(template, one) for name, one in values.items()}
    return [gapped(template, one) for one in values] if isinstance(values, list) else values


def gapped_letter(template: LetterTemplate, values: Mapping[str, Any]) -> dict[str, Any]:
    """All values of a letter with boxes; an input the letter can do without stays away instead."""
    optional = {one.name for one in template.inputs if not one.required}
    made = {name: gapped(template, one) for name, one in values.items()}
    given = values["extra"]
    return made | {
        "extra": {name: given[name] if name in optional else made["extra"][name] for name in given}
    }


def with_room(template: LetterTemplate, facts: LetterFacts) -> LetterFacts:
    """The facts with one empty entry in every list the letter needs, so that its boxes have a place."""
    family = template.signatures.layout is Signing.FAMILY or "givers.name" in template.required
    talk = facts.counselling
    if "counselling.topics" in template.required and not talk.topics:
        talk = replace(talk, topics=(Topic("", explained=False),))
    missing_parent = "absent.name" in template.required and not facts.absent
    return replace(
        facts,
        givers=facts.givers or ((PartyFacts(""),) if family else ()),
        absent=(AbsentParty("", "", "", ""),) if missing_parent else facts.absent,
        documents=facts.documents or ((SeenDocument(""),) if "documents" in template.required else ()),
        counselling=talk,
        chair=facts.chair or Signatory("", ""),
    )


def has_gap(markup: str) -> bool:
    """Whether a value is missing in it."""
    return OPENS in markup


def has_box(markup: str) -> bool:
    """Whether a box of a missing value is in finished markup."""
    return '<onDraw name="gap"' in markup


def gap(template: LetterTemplate, path: str) -> str:
    """The marked name of one missing value, for places no template fills: signatures and the head."""
    return str(Gap(path, label_of(template, path)))


def boxed(markup: str) -> str:
    """Marked names as text in a box; a canvas prepared by `draw_boxes` draws it."""

    def box(found: re.Match[str]) -> str:
        words = f"{_NBSP}{found[1].replace(' ', _NBSP)}{_NBSP}"
        return (
            f'<font name="{SANS}" size="{_SIZE}">{words}</font><onDraw name="gap" label={quoteattr(words)}/>'
        )

    return _BOX.sub(box, markup)


def draw_boxes(canvas: Any) -> None:
    """Let this canvas draw the boxes of a draft."""
    canvas.setNamedCB("gap", _draw_box)


def no_boxes(markup: str) -> str:
    """The same text; PaperError `missing` when a box would stand on an original."""
    if has_gap(markup):
        raise PaperError("missing", "text")
    return markup


def _draw_box(canvas: Any, _kind: str, words: str) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    at = canvas._curr_tx_info  # noqa: SLF001  # reportlab tells a callback its place nowhere else
    width = stringWidth(words, SANS, _SIZE)
    canvas.saveState()
    canvas.setFillColorRGB(1, 0.95, 0.67)
    canvas.setStrokeColorRGB(0.72, 0.47, 0)
    canvas.setLineWidth(0.8)
    canvas.setDash(2.4, 1.8)
    left, low = at["cur_x"] - width, at["cur_y"] - 2 * _AIR  # the callback comes after the words
    canvas.roundRect(left, low, width, _SIZE + 2 * _AIR, 0.6 * MM, stroke=1, fill=1)
    canvas.restoreState()
