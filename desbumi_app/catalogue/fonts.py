"""The shipped fonts as bytes, for the papers and the window. Knows no PDF and no Qt."""

from importlib import resources

SERIF = "DesbumiSerif-Regular"
SERIF_BOLD = "DesbumiSerif-Bold"
SERIF_ITALIC = "DesbumiSerif-Italic"
SANS = "NotoSans-Regular"
SANS_BOLD = "NotoSans-Bold"
SANS_ITALIC = "NotoSans-Italic"
MONO_BOLD = "DejaVuSansMono-Bold"
HAN = "DesbumiHan-Regular"  # Chinese and Japanese, read when a value needs it
ARABIC = "DesbumiNaskh-Regular"

PAPER_FONTS = (SERIF, SERIF_BOLD, SERIF_ITALIC, SANS, SANS_BOLD, SANS_ITALIC, MONO_BOLD)


def font_bytes(name: str) -> bytes:
    """The TrueType file of a shipped font by its name without suffix."""
    return resources.files("resources").joinpath("fonts", f"{name}.ttf").read_bytes()
