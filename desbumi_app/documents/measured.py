"""A typeface that measures text quickly: the width of every sign is looked up by the sign itself.

The PDF library looks each up by its number, one call a sign; a layout measures every word several times.
"""

from typing import Any

from reportlab.pdfbase.ttfonts import TTFont


class _Widths(dict[str, float]):
    """Widths by sign in thousandths of the size, filled as signs are met."""

    def __init__(self, face: Any) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, sign: str) -> float:
        width: float = self._face.charWidths.get(ord(sign), self._face.defaultWidth)
        self[sign] = width
        return width


class MeasuredFont(TTFont):  # type: ignore[misc]  # reportlab publishes no types
    """Gives the same widths as its base, to the last bit."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._width_of = _Widths(self.face).__getitem__

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: ARG002, N802
        """Points."""
        return float(0.001 * size * sum(map(self._width_of, text)))
