"""Paper sizes, margins and type steps of papers.md 1 and 2, in points unless a name says mm. Settings, not laws."""

from dataclasses import dataclass, replace

MM = 72 / 25.4
FOOTER_BASELINE = 8.6 * MM
HEAD_TOP, TEXT_TOP = 14 * MM, 46.8 * MM
BAND_TOP, BAND_HEIGHT = 6.8 * MM, 5.8 * MM  # kept empty on every letter for the state bands


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet and where a letter stands on it."""

    code: str
    width: float
    height: float
    left: float = 30 * MM
    right: float = 23 * MM
    head_top: float = HEAD_TOP
    text_top: float = TEXT_TOP
    later_top: float = 24 * MM
    bottom: float = 8 * MM

    @property
    def text_width(self) -> float:
        """Between the margins."""
        return self.width - self.left - self.right

    @property
    def lowered(self) -> float:
        """How much lower the head stands than usual, by the village's own margin."""
        return self.head_top - HEAD_TOP

    def with_margins(self, top_mm: int | None, left_mm: int | None) -> "Paper":
        """The same sheet with a village's own upper and left margin; None keeps the usual one."""
        top = HEAD_TOP if top_mm is None else top_mm * MM
        text_top = TEXT_TOP + top - HEAD_TOP
        left = self.left if left_mm is None else left_mm * MM
        return replace(self, head_top=top, text_top=text_top, left=left)

    def mirrored(self) -> "Paper":
        """The back of the sheet: the punched margin changes sides."""
        return replace(self, left=self.right, right=self.left)

    def sheet(self, left_mm: float, right_mm: float) -> "Paper":
        """The same paper with the margins of a sheet."""
        return replace(self, left=left_mm * MM, right=right_mm * MM)


F4 = Paper("F4", 215 * MM, 330 * MM)
A4 = Paper("A4", 210 * MM, 297 * MM)
A6 = Paper(
    "A6", 105 * MM, 148 * MM, left=9 * MM, right=9 * MM, head_top=14 * MM, text_top=14 * MM, later_top=14 * MM
)  # a card for a purse: no letterhead


@dataclass(frozen=True, slots=True)
class Step:
    """One size of running text with its leading. `air`: how much of the space between paragraphs and rows is left."""

    size: float
    leading: float
    air: float = 1.0

    @property
    def dense(self) -> bool:
        """Whether lists and signatures stand closer too."""
        return self.air < 1


STEPS = (Step(11, 15.6), Step(10.5, 14.6), Step(10, 13.9))
DENSE = (Step(10, 13.9, air=0.75), Step(10, 13.9, air=0.4))  # only where they save a page
SMALL = (
    Step(9.5, 13, air=0.4),
    Step(9, 11.7, air=0.25),
)  # only on a sheet shorter than F4, and where they save a page
SHEET_STEPS = (Step(9.6, 13), Step(9, 12.2), Step(8.4, 11.2), Step(8, 10.4, air=0.6))  # a sheet in plain type
