"""The result of parsing one field, shared by all parsers; it holds nothing that decides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desbumi_app.domain.problems import Problem

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """The stored form of a value (None when empty or refused) and what was found on the way."""

    value: Value
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a parser may look at besides the text.

    limits: `min`, `max` (numbers, ISO dates or 'today'), `max_bytes`, `currency`, `region`.
    values: codes with their labels for a choice or country; known region codes for a NIK.
    """

    today: date
    limits: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, Sequence[str]] | Collection[str] | None = None


EMPTY = Parsed(None)
