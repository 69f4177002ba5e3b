"""Why a paper was refused: a stable code and the key of the value or template part that is in the way.

Holds no value of a person, only the name of the place where it was missing or unfit.
"""

from desbumi_app.domain.problems import Message

MESSAGES = {
    "missing": "This paper cannot be printed yet: {key} is missing.",
    "unprintable": "The paper's fonts have no sign for a letter in {key}. Write it in Latin letters.",
    "too_long": "The text of {key} is too long for this paper.",
    "template_syntax": "The letter template cannot be read at {key}.",
    "template_forbidden": "The letter template uses something that is not allowed: {key}.",
    "placeholder_forbidden": "The letter template may not print {key}.",
    "filter_unknown": "The letter template uses an unknown formatter: {key}.",
    "tag_forbidden": "The letter template uses a tag that is not allowed: {key}.",
    "wrong_value": "The value of {key} cannot be written in this form.",
    "no_number": "An original letter needs its number.",
    "clipped": "A line of this paper does not fit its place: {key}.",
    "not_archived": "The archived paper cannot be read: {key}.",
}


class PaperError(Exception):
    """A paper cannot be made. `code` is a key of MESSAGES; `key` names the place, never a person's value."""

    def __init__(self, code: str, key: str = "") -> None:
        super().__init__(f"{code}: {key}" if key else code)
        self.code = code
        self.key = key

    def message(self) -> Message:
        """The sentence to show, still to be translated."""
        return Message(MESSAGES[self.code], {"key": self.key})
