"""Style sheet template of what is chosen between: key caps, cells of the pair grid, papers; units as in sheet.py."""

from typing import Final

JUDGING: Final = """
QLabel[part="keycap"] { background: @surface; color: @muted; border: 1px solid @grey.edge; border-radius: 4px;
  font-size: 10pt; font-weight: 600; }
/* only contrast */
QLabel[part="keycap"] { border: 2px solid @edge; }
QFrame[part="choice"] { border: 2px solid @edge; }
QFrame[part="choice"][state="chosen"] { border: 4px solid @accent; }
/* end */
QListView { background: transparent; border: 0; outline: 0; }
QWidget[part="result-column"] { background: @soft; }
QFrame[part="pairrow"] { background: @surface; border: 0; border-bottom: 1px solid @line;
  border-left: 4px solid transparent; }
QFrame[part="pairrow"][state="current"] { border-left: 4px solid @accent; }
QFrame[part="folded"] { background: @sunk; border: 0; border-top: 1px solid @line; border-bottom: 1px solid @line; }
QFrame[part="paperbar"] { background: @surface; border: 0; border-top: 1px solid @line; }
QFrame[part="choice"]:focus { border: 2px solid @accent; }
QFrame[part="gap"] { background: @warn.ground; border: 1px dashed @warn; border-radius: 4px; }
QFrame[part="paperdesk"] { background: @desk; border: 0; }
QFrame[part="sheet"] { background: @surface; border: 1px solid @line; border-radius: 2px; }
QLabel[part="code"] { font-size: 18pt; font-weight: 600; }
QLabel[part="word"] { background: @soft; color: @text; border: 1px solid @softline; border-radius: 6px;
  font-size: 13pt; font-weight: 600; padding: 6px 12px; }
"""
