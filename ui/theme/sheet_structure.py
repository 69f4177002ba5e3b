"""Style sheet template of what holds and shows: type, cards, bands, tables; the units are explained in sheet.py."""

from typing import Final

STRUCTURE: Final = """
QWidget[part="page"] { background: @bg; }
QLabel { background: transparent; }
QLabel[role="display"] { font-size: 26pt; font-weight: 600; }
QLabel[role="num"] { font-size: 22pt; font-weight: 600; }
QLabel[role="h1"] { font-size: 18pt; font-weight: 600; }
QLabel[role="lead"] { font-size: 13pt; color: @muted; }
QLabel[role="h2"] { font-size: 12.5pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="small"] { font-size: 10pt; color: @muted; }
QLabel[role="smallstrong"] { font-size: 10pt; font-weight: 600; color: @muted; }
QLabel[tone="text"] { color: @text; }
QLabel[tone="on"] { color: @on; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="off"] { color: @off; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="danger"] { color: @danger; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="ok"] { color: @ok; }
QLabel[tone="info"] { color: @info; }
QLabel[tone="toptext"] { color: @toptext; }
QLabel[tone="topmuted"] { color: @topmuted; }
QLabel:disabled { color: @off; }

QFrame[part="card"] { background: @surface; border: @strokepx solid @line; border-radius: 8px; }
QFrame[part="dialog"] { background: @surface; border: @strokepx solid @edge; border-radius: 10px; }
QFrame[part="hairline"] { background: @line; border: 0; min-height: 1px; max-height: 1px; }
QFrame[part="divider"] { background: @line; border: 0; min-width: 1px; max-width: 1px; }
QFrame[part="tablehead"] { background: @sunk; border: 0; border-bottom: 1px solid @line;
  border-top-left-radius: 7px; border-top-right-radius: 7px; }

QFrame[part="header"] { background: @top; border: 0; }
QFrame[part="navigation"] { background: @surface; border: 0; border-bottom: 1px solid @line; }
QFrame[part="strip"] { background: @sunk; border: 0; border-top: 1px solid @line; }

QFrame[part="banner"] { border: 1px solid @grey.edge; border-left: 4px solid @grey; border-top-right-radius: 6px;
  border-bottom-right-radius: 6px; background: @grey.ground; }
QFrame[part="banner"][tone="info"] { border-color: @info.edge; border-left-color: @info; background: @info.ground; }
QFrame[part="banner"][tone="warn"] { border-color: @warn.edge; border-left-color: @warn; background: @warn.ground; }
QFrame[part="banner"][tone="danger"] { border-color: @danger.edge; border-left-color: @danger;
  background: @danger.ground; }
QFrame[part="banner"][tone="ok"] { border-color: @ok.edge; border-left-color: @ok; background: @ok.ground; }
/* only contrast */
QFrame[part="banner"] { border-width: 2px; border-left-width: 4px; }
/* end */
QFrame[part="choice"] { background: @surface; border: 1px solid @line; border-radius: 6px; }
QFrame[part="choice"][state="chosen"] { background: @soft; border: 2px solid @accent; }

QFrame[part="dropdown"] { background: @surface; border: @strokepx solid @edge; border-radius: 8px; }
QFrame[part="result"] { background: transparent; border: 0; border-left: 4px solid transparent; }
QFrame[part="result"][state="chosen"] { background: @soft; border-left-color: @accent; }
QFrame[part="result"]:hover { background: @soft; }

QTableView { background: @surface; border: 0; outline: 0; selection-background-color: @soft;
  selection-color: @text; gridline-color: transparent; border-radius: 7px; }
QTableView[bare="true"] { background: transparent; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: @sunk; color: @muted; border: 0; border-bottom: 1px solid @line;
  padding: 0 12px; font-size: 10pt; font-weight: 600; min-height: 34dp; }
QHeaderView::section:horizontal:first { border-top-left-radius: 7px; }
QHeaderView::section:horizontal:last { border-top-right-radius: 7px; }
/* only contrast */
QHeaderView::section { border-bottom: 2px solid @line; }
/* end */
QTableCornerButton::section { background: @sunk; border: 0; }

QScrollArea, QScrollArea > QWidget > QWidget[part="scrolled"] { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: @grey.edge; border-radius: 4px; }
QScrollBar::handle:hover { background: @edge; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: @sunk; border: @strokepx solid @line; border-radius: 5px; min-height: outer(10px, 1);
  max-height: outer(10px, 1); color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QToolTip { background: @text; color: @surface; border: 0; padding: 6px 8px; font-size: 10pt; }
QMenu { background: @surface; border: 1px solid @edge; padding: 4px; }
QMenu::item { padding: 8px 24px 8px 12px; border-radius: 4px; }
QMenu::item:selected { background: @soft; color: @text; }
QMenu::separator { background: @line; height: 1px; margin: 4px 8px; }
QDialog { background: @surface; }
"""
