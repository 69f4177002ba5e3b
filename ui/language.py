"""The language of the window: the short names every page uses to say a sentence.

`_` a sentence, `c_` a word whose meaning hangs on its place, `n_` a counted sentence, `N_` marks a sentence that is
said later. One book for the whole window, since one person sits in front of it.
"""

from typing import Final

from desbumi_app.words import Says, Words

WORDS: Final = Words()


def _(msgid: str, **params: object) -> str:
    """A sentence in the window's language, with its {named} parameters filled in."""
    return WORDS.text(msgid, **params)


def c_(context: str, msgid: str, **params: object) -> str:
    """A word whose meaning depends on where it stands; `context` says where."""
    return WORDS.context(context, msgid, **params)


def n_(singular: str, plural: str, n: int, **params: object) -> str:
    """A counted sentence; {n} is the number."""
    return WORDS.plural(singular, plural, n, **params)


def N_(msgid: str) -> str:
    """Mark a sentence for the catalogue; it is said later with `_`."""
    return msgid


def say(message: Says) -> str:
    """What a use case returned, in words; days, which lower layers hand over as ISO text, as the desk writes them."""
    from ui.dates import partial_date  # it speaks this module's language

    said = {name: partial_date(value) for name, value in message.params.items()}
    return WORDS.text(message.msgid, **said)


def use(language: str) -> None:
    """Switch the window's language; widgets built from now on speak it."""
    WORDS.use(language)
