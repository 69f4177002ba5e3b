"""What the list of people says when nobody is in it: an empty book, nobody who fits, a question that failed."""

from collections.abc import Callable, Sequence

from ui.language import _
from ui.messages import Explained
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState


def entries(ways: Ways, add: Callable[[], object], words: str) -> list[Button]:
    """The ways of getting people into the book; the main one, with these words, comes last."""
    return [
        Button(_("Import from Excel"), ways.import_people, icon="table-import"),
        Button(_("Left long ago"), ways.back_register, icon="history"),
        Button(words, add, kind="primary", icon="user-plus").with_key("Ctrl+N"),
    ]


def empty(buttons: Sequence[Button]) -> EmptyState:
    """Nobody is in the book yet."""
    return EmptyState(
        _("This book is still empty"),
        _("Begin with the person who sits in front of you, or bring an old list from Excel."),
        buttons=buttons,
        foot=_("What you write is only on this laptop until you send it."),
    )


def nobody(typed: str, elsewhere: str, buttons: Sequence[Button]) -> EmptyState:
    """Nobody fits; `elsewhere`: how many would without the chips, "" for none."""
    words = _("Nobody fits “{name}”", name=typed) if typed else _("Nobody fits these filters")
    said = (
        _("{n} people fit what is typed, but not the filters.", n=elsewhere)
        if elsewhere
        else _("Try fewer letters, or look at the spelling on the identity card.")
    )
    return EmptyState(words, said, icon="search", buttons=buttons)


def failed(failure: Explained, again: Button) -> EmptyState:
    """The list could not be read."""
    return EmptyState(failure.happened, failure.sentence, icon="alert-circle", buttons=[again])
