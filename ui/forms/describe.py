"""What a form needs to know about a field; made from the catalogue's field blocks, never written twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from desbumi_app.domain.problems import Problem

Width = Literal["short", "third", "half", "full"]
Shape = Literal["line", "note", "select", "segment", "flag", "picks"]
Parse = Callable[[str, str], tuple[Any, Sequence[Problem]]]
Labels = tuple[str, str]  # Indonesian, English

_SHAPES: Final[dict[str, Shape]] = {"note": "note", "flag": "flag", "choice": "select", "country": "select"}
SEGMENT_AT_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """One field of a form; labels, help and choices carry both languages, since they are content."""

    name: str
    kind: str
    label: Labels
    help: Labels = ("", "")
    example: str = ""
    choices: tuple[tuple[str, Labels], ...] = ()
    required: bool = False
    width: Width = "half"
    segment: bool = False
    many: bool = False

    @property
    def shape(self) -> Shape:
        """Which editor shows it."""
        if self.many:
            return "picks" if self.choices else "line"
        if self.segment and 0 < len(self.choices) <= SEGMENT_AT_MOST:
            return "segment"
        return _SHAPES.get(self.kind, "select" if self.choices else "line")
