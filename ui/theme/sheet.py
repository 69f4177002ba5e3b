"""The style sheet: a template in words of tokens and sizes, filled in for one theme and text size.

Units of the template: `sp` grows with the text, `dp` by 45 % of it, `px` never; `outer(40sp, 1)` is the inner height
of a control 40 high with an edge of 1 px, since `min-height` does not count the border. `@name` is a token.
"""

import re
from typing import TYPE_CHECKING, Final

from ui.theme.sheet_controls import CONTROLS
from ui.theme.sheet_judging import JUDGING
from ui.theme.sheet_structure import STRUCTURE

if TYPE_CHECKING:
    from ui.theme.theme import Theme

_OUTER: Final = re.compile(r"outer\(([\d.]+)(sp|dp|px),\s*([\d@a-z]+)\)")
_SIZE: Final = re.compile(r"\b([\d.]+)(sp|dp|pt)\b")
_TONE: Final = re.compile(r"@(ok|warn|danger|info|plum|grey)\.(ink|ground|edge)\b")
_TOKEN: Final = re.compile(r"@([a-z]+)\b")
_ONLY: Final = re.compile(r"/\* only (normal|contrast) \*/(.*?)/\* end \*/", re.DOTALL)


def sheet(theme: "Theme") -> str:
    """The whole style sheet of this theme; raises AttributeError if the template names an unknown token."""
    text = CONTROLS + STRUCTURE + JUDGING
    text = _ONLY.sub(lambda m: m[2] if m[1] == theme.tokens.name else "", text)
    text = text.replace("@stroke", str(theme.tokens.stroke))
    text = _OUTER.sub(lambda m: f"{_length(theme, float(m[1]), m[2]) - 2 * int(m[3])}px", text)
    text = _SIZE.sub(lambda m: _sized(theme, float(m[1]), m[2]), text)
    text = _TONE.sub(lambda m: getattr(getattr(theme.tokens, m[1]), m[2]), text)
    return _TOKEN.sub(lambda m: theme.tokens.color(m[1]), text)


def _length(theme: "Theme", size: float, unit: str) -> int:
    if unit == "px":
        return round(size)
    return theme.px(size) if unit == "sp" else theme.dense(size)


def _sized(theme: "Theme", size: float, unit: str) -> str:
    if unit == "pt":
        return f"{size * theme.scale:g}pt"
    return f"{_length(theme, size, unit)}px"
