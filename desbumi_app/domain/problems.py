"""What a rule found: a message to be translated later, and how much it weighs.

Rules never translate and never raise for bad data; they return problems. A stop keeps a step from
being taken, a warning asks for a human decision, a hint only offers something better.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Level(StrEnum):
    """How much a problem weighs."""

    STOP = "stop"
    WARN = "warn"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with {named} parameters, translated where it is shown."""

    msgid: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about one field (or about the whole step, when field is None)."""

    level: Level
    field: str | None
    message: Message
    suggestion: str | None = None

    def about(self, name: str) -> "Problem":
        """The same problem, said about the field `name`, unless it already names one."""
        return self if self.field is not None else replace(self, field=name)


def stop(msgid: str, about: str | None = None, suggestion: str | None = None, **params: str) -> Problem:
    """A problem that keeps the step from being taken."""
    return Problem(Level.STOP, about, Message(msgid, params), suggestion)


def warn(msgid: str, about: str | None = None, suggestion: str | None = None, **params: str) -> Problem:
    """A problem that a person has to look at and may accept."""
    return Problem(Level.WARN, about, Message(msgid, params), suggestion)


def hint(msgid: str, about: str | None = None, suggestion: str | None = None, **params: str) -> Problem:
    """An observation that asks for nothing."""
    return Problem(Level.HINT, about, Message(msgid, params), suggestion)


def stops(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only the problems that keep a step from being taken."""
    return tuple(problem for problem in problems if problem.level is Level.STOP)
