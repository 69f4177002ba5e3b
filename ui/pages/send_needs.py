"""What needs a person on the page Kirim: different entries, what was refused, what did not fit, an old signed list."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from desbumi_app.usecases.list_oddities import Odd, Oddity
from ui.language import N_, _, n_
from ui.office_sync import SendView
from ui.values import day
from ui.widgets.buttons import Button
from ui.widgets.layout import clear, hairline
from ui.widgets.list_row import Fact

MOST: Final = 3  # oddities shown at once, the newest; more of them are told by telephone
_WORDS: Final = {
    Odd.COPIED: (N_("Two computers send as this laptop"), N_("Use only one and call the district.")),
    Odd.SPLIT: (N_("Laptop {letter} sent two series of changes"), N_("Both are kept. Call the district.")),
    Odd.LISTS: (N_("The server shows another signed list"), N_("The one here counts. Call the district.")),
    Odd.MISSING: (N_("Part of what was sent is missing"), N_("It is asked for again at every sending.")),
    Odd.REFUSED: (N_("Something that came was refused"), N_("It was not stored. Call the district.")),
    Odd.ALTERED: (N_("The record of who did what was altered"), N_("Leave all as it is. Call the district.")),
    Odd.NOT_TAKEN: (N_("The server refused a change from here"), N_("It stays here. Call the district.")),
}  # fmt: skip


def fill_needs(box: QVBoxLayout, view: SendView, look: Button | None) -> None:
    """Facts in a row of lines; `look` opens the different entries, where there are any."""
    clear(box)
    facts = [_different(view.conflicts, look)]
    if view.refused or not any(one.odd in {Odd.REFUSED, Odd.NOT_TAKEN} for one in view.odd):
        facts.append(_refused(view.refused))
    facts += [_oddity(one) for one in view.odd[:MOST]]
    if view.age is not None:
        old = _("Older than 30 days: send and fetch") if view.age.old else ""
        words = _("List confirmed by the district: {date}", date=day(view.age.on))
        facts.append(Fact(words, old, icon="clock", tone="warn" if view.age.old else "ok"))
    for i, fact in enumerate(facts):
        if i:
            box.addWidget(hairline())
        box.addWidget(fact)


def _different(count: int, look: Button | None) -> Fact:
    if not count:
        return Fact(_("No different entries"), icon="circle-check", tone="ok")
    words = n_("{n} different entry", "{n} different entries", count)
    return Fact(words, _("Written in two places"), icon="arrows-diff", tone="warn", action=look)


def _refused(count: int) -> Fact:
    if not count:
        return Fact(_("Nothing was refused"), icon="circle-check", tone="ok")
    words = n_("{n} entry was refused", "{n} entries were refused", count)
    return Fact(words, _("Call the district"), icon="alert-triangle", tone="warn")


def _oddity(one: Oddity) -> Fact:
    words, advice = _WORDS[one.odd]
    first = _(words, letter=one.laptop or "?") if one.odd is Odd.SPLIT else _(words)
    return Fact(first, f"{day(one.at[:10])} · {_(advice)}", icon="alert-triangle", tone="warn")
