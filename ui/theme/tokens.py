"""Every colour the desk uses, by name, in the normal and the high-contrast theme.

No widget names a hex value; it names a token. The contrast promises of the table are tested, not believed.
"""

from dataclasses import dataclass
from typing import Final, Literal

ToneName = Literal["ok", "warn", "danger", "info", "plum", "grey"]
TONES: Final[tuple[ToneName, ...]] = ("ok", "warn", "danger", "info", "plum", "grey")


@dataclass(frozen=True, slots=True)
class Tone:
    """The ink, ground and edge of one meaning."""

    ink: str
    ground: str
    edge: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. `stroke` is the width in px of card, button and input edges."""

    name: Literal["normal", "contrast"]
    stroke: int
    bg: str
    surface: str
    sunk: str
    line: str
    edge: str
    text: str
    muted: str
    off: str
    offground: str
    accent: str
    hover: str
    press: str
    on: str
    soft: str
    softline: str
    plainhover: str
    top: str
    toptext: str
    topmuted: str
    topline: str
    gold: str
    clay: str
    desk: str
    ok: Tone
    warn: Tone
    danger: Tone
    info: Tone
    plum: Tone
    grey: Tone

    @property
    def contrast(self) -> bool:
        """True in the high-contrast theme."""
        return self.name == "contrast"

    def tone(self, name: ToneName) -> Tone:
        """The tone of this name."""
        tone: Tone = getattr(self, name)
        return tone

    def color(self, name: str) -> str:
        """A token by name; a tone's ink by the tone's name. Raises AttributeError for an unknown name."""
        value: str | Tone = getattr(self, name)
        return value.ink if isinstance(value, Tone) else value


NORMAL: Final = Tokens(
    name="normal",
    stroke=1,
    bg="#F7F7F5",
    surface="#FFFFFF",
    sunk="#F0EFEA",
    line="#DDDBD3",
    edge="#86847B",
    text="#1C1C1A",
    muted="#55534D",
    off="#6F6D66",
    offground="#ECEBE6",
    accent="#0B5D4E",
    hover="#094C40",
    press="#073B32",
    on="#FFFFFF",
    soft="#E4F0EC",
    softline="#A9CFC4",
    plainhover="#F0EFEA",
    top="#0A3F36",
    toptext="#FFFFFF",
    topmuted="#C4DDD6",
    topline="#6D9A90",
    gold="#E0B04A",
    clay="#B5532E",
    desk="#E4E2DB",
    ok=Tone("#1B5E20", "#E5F2E5", "#A6CDA8"),
    warn=Tone("#8A5A00", "#FFF3D6", "#E2BF74"),
    danger=Tone("#9B1C1C", "#FDE8E8", "#E6A8A8"),
    info=Tone("#1D4F7C", "#E6EFF7", "#A9C5DE"),
    plum=Tone("#6A3A5B", "#F5EAF1", "#D5B3C8"),
    grey=Tone("#4B4943", "#EEEDE8", "#CFCDC4"),
)

CONTRAST: Final = Tokens(
    name="contrast",
    stroke=2,
    bg="#FFFFFF",
    surface="#FFFFFF",
    sunk="#FFFFFF",
    line="#000000",
    edge="#000000",
    text="#000000",
    muted="#000000",
    off="#4A4A4A",
    offground="#FFFFFF",
    accent="#003D33",
    hover="#00261F",
    press="#000000",
    on="#FFFFFF",
    soft="#CFE5DE",
    softline="#003D33",
    plainhover="#FFFFFF",
    top="#000000",
    toptext="#FFFFFF",
    topmuted="#FFFFFF",
    topline="#FFFFFF",
    gold="#FFD566",
    clay="#B5532E",
    desk="#FFFFFF",
    ok=Tone("#003D0A", "#FFFFFF", "#003D0A"),
    warn=Tone("#5C3A00", "#FFFFFF", "#5C3A00"),
    danger=Tone("#7A0000", "#FFFFFF", "#7A0000"),
    info=Tone("#00264D", "#FFFFFF", "#00264D"),
    plum=Tone("#45103A", "#FFFFFF", "#45103A"),
    grey=Tone("#000000", "#FFFFFF", "#000000"),
)

THEMES: Final = {"normal": NORMAL, "contrast": CONTRAST}


def ratio(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two `#RRGGBB` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
