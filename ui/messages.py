"""Failures in words: what happened, whether the data is safe, what to do now. Below the window there are codes only.

An error is known by its `code`; what nobody foresaw gets a code of its own, made from its kind and place, and never
shows its text, since that could hold a name.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.language import say

if TYPE_CHECKING:
    from desbumi_app.explanations import Explanation


@dataclass(frozen=True, slots=True)
class Explained:
    """Three sentences and the code a helper can ask for."""

    code: str
    happened: str
    safe: str
    do: str

    @property
    def sentence(self) -> str:
        """Second and third sentence as one line of a banner."""
        return f"{self.safe} {self.do}"


def explain(error: BaseException) -> Explained:
    """The three sentences for a failure; a `code` that is not known here is shown with the general sentences."""
    from desbumi_app import explanations  # read when the first thing goes wrong, not before the door shows

    return _said(explanations.explain(error))


def sentences(code: str) -> Explained:
    """The three sentences for a code."""
    from desbumi_app import explanations

    return _said(explanations.of_code(code))


def _said(one: "Explanation") -> Explained:
    return Explained(one.code, say(one.happened), say(one.safe), say(one.do))
