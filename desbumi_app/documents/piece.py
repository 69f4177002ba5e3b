"""One flowable of a letter with its spacing: the unit in which pages are broken."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Piece:
    """One flowable with the space before it; `keep`: stays on the page of the next."""

    flow: Any
    before: float
    keep: bool = False
    height: float = 0.0
