"""The only reader of bundled files in the window: fonts and icons, as bytes, never by path."""

import importlib.resources
from functools import cache
from typing import Final

WEIGHTS: Final = ("Regular", "Medium", "SemiBold", "Bold")


@cache
def icon_source(name: str) -> str:
    """The SVG text of a Tabler icon; raises FileNotFoundError when it is not among the bundled ones."""
    file = importlib.resources.files("resources") / "icons" / f"{name}.svg"
    return file.read_text(encoding="utf-8")


def font_files() -> list[bytes]:
    """The bundled Noto Sans in the four weights of the desk."""
    folder = importlib.resources.files("resources") / "fonts"
    return [(folder / f"NotoSans-{weight}.ttf").read_bytes() for weight in WEIGHTS]
