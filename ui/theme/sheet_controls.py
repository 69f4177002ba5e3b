"""Style sheet template of what is pressed and typed into; the units are explained in sheet.py."""

from typing import Final

CONTROLS: Final = """
QPushButton { background: @surface; color: @text; border: @strokepx solid @edge; border-radius: 6px;
  padding: 0 16px; min-height: outer(40sp, @stroke); font-weight: 500; }
QPushButton:hover { background: @plainhover; }
QPushButton:pressed { background: @offground; }
QPushButton[dense="true"] { min-height: outer(36dp, @stroke); padding: 0 12px; font-size: 10pt; }
QPushButton[kind="primary"] { background: @accent; color: @on; border-color: @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"][shown="hover"] {
  background: @hover; border-color: @hover; }
QPushButton[kind="primary"]:pressed, QPushButton[kind="primary"][shown="press"] {
  background: @press; border-color: @press; }
QPushButton[shown="hover"] { background: @plainhover; }
QPushButton[kind="danger"] { color: @danger; border-color: @danger; }
QPushButton[kind="danger"]:hover { background: @danger.ground; }
QPushButton[kind="quiet"] { background: transparent; color: @accent; border-color: transparent; padding: 0 10px; }
QPushButton[kind="quiet"]:hover { background: @soft; }
QPushButton[kind="link"] { background: transparent; color: @accent; border: 0; padding: 0; text-align: left;
  min-height: 36dp; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="inline"] { background: transparent; color: @accent; border: 0; padding: 0; font-size: 10pt;
  font-weight: 600; text-decoration: underline; min-height: 20sp; }
QPushButton[kind="top"] { background: transparent; color: @toptext; border-color: @topline;
  min-height: outer(36dp, @stroke); padding: 0 13px; }
QPushButton[kind="top"]:hover { background: @hover; }
QPushButton[kind="toplink"] { background: transparent; color: @toptext; border-color: transparent;
  min-height: outer(36dp, @stroke); padding: 0 10px; }
QPushButton[kind="toplink"]:hover { background: @hover; }
QPushButton[kind="strip"] { background: transparent; color: @muted; border: 0; padding: 0 4px; font-size: 10pt;
  font-weight: 400; min-height: 28dp; }
QPushButton[kind="strip"]:hover { color: @text; text-decoration: underline; }
QPushButton[kind="pin"] { font-size: 18pt; min-height: outer(58dp, @stroke); padding: 0; border-radius: 8px; }
/* only normal */
QPushButton[kind="pin"] { border-color: @grey.edge; }
/* end */
QPushButton[kind="pinmain"] { background: @accent; color: @on; border-color: @accent; font-weight: 600;
  min-height: outer(58dp, @stroke); padding: 0; border-radius: 8px; }
QPushButton[kind="pinmain"]:hover { background: @hover; }
QPushButton[kind="verb"] { text-align: left; padding: 0; border-color: @line; }
QPushButton[kind="verbmain"] { background: @accent; border-color: @accent; padding: 0; }
QPushButton[kind="verbmain"]:hover { background: @hover; }
QPushButton[kind="row"] { background: transparent; border: 0; border-radius: 0; padding: 0; min-height: 0; }
QPushButton[kind="row"]:hover { background: @plainhover; }
QPushButton:disabled { background: @offground; color: @off; border-color: @line; }
/* only contrast */
QPushButton:disabled { background: @surface; color: @off; border: 2px dashed @off; }
/* end */
QPushButton[kind="quiet"]:disabled, QPushButton[kind="link"]:disabled, QPushButton[kind="inline"]:disabled,
QPushButton[kind="strip"]:disabled { background: transparent; color: @off; border-color: transparent; }

QPushButton[segment="first"], QPushButton[segment="middle"], QPushButton[segment="last"],
QPushButton[segment="only"] { min-height: outer(36dp, @stroke); padding: 0 13px; border-radius: 0; font-size: 10pt; }
QPushButton[segment="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QPushButton[segment="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QPushButton[segment="only"] { border-radius: 6px; }
QPushButton[segment="middle"], QPushButton[segment="last"] { border-left-width: 0; }
QPushButton[segment="first"]:checked, QPushButton[segment="middle"]:checked, QPushButton[segment="last"]:checked,
QPushButton[segment="only"]:checked { background: @soft; color: @accent; border: 2px solid @accent;
  min-height: outer(36dp, 2); padding: 0 12px; font-weight: 600; }
QPushButton[kind="filter"] { border-color: @grey.edge; border-radius: 16px; min-height: outer(34dp, @stroke);
  padding: 0 14px; }
QPushButton[kind="filter"]:checked { background: @soft; color: @accent; border: 2px solid @accent;
  min-height: outer(34dp, 2); padding: 0 13px; font-weight: 600; }
/* only contrast */
QPushButton[kind="filter"] { border-color: @edge; }
QPushButton[kind="filter"]:checked, QPushButton[segment="first"]:checked, QPushButton[segment="middle"]:checked,
QPushButton[segment="last"]:checked { background: @accent; color: @on; }
/* end */
QPushButton[kind="tab"] { background: transparent; color: @muted; border: 0; border-bottom: 3px solid transparent;
  border-radius: 0; padding: 3px 14px 0 14px; min-height: 38dp; }
QPushButton[kind="tab"]:hover { color: @text; }
QPushButton[kind="tab"]:checked { color: @accent; border-bottom-color: @accent; font-weight: 600; }

QToolButton { background: transparent; border: 0; border-radius: 6px; min-width: 32dp; min-height: 28dp; }
QToolButton:hover { background: @soft; }

QLineEdit, QPlainTextEdit, QComboBox { background: @surface; color: @text; border: @strokepx solid @edge;
  border-radius: 6px; placeholder-text-color: @off; selection-background-color: @accent; selection-color: @on; }
QLineEdit, QComboBox { min-height: outer(40sp, @stroke); padding: 0 11px; }
QPlainTextEdit { padding: 6px 8px; }
QLineEdit[dense="true"], QComboBox[dense="true"] { min-height: outer(36dp, @stroke); }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QLineEdit[shown="focus"] { border: 2px solid @accent; }
QLineEdit[state="error"], QPlainTextEdit[state="error"], QComboBox[state="error"] { border: 2px solid @danger; }
QLineEdit[state="warn"], QPlainTextEdit[state="warn"], QComboBox[state="warn"] { border: 2px solid @warn; }
/* only normal */
QLineEdit:focus, QComboBox:focus, QLineEdit[shown="focus"], QLineEdit[state="error"], QComboBox[state="error"],
QLineEdit[state="warn"], QComboBox[state="warn"] { min-height: outer(40sp, 2); padding: 0 10px; }
QLineEdit[dense="true"]:focus, QComboBox[dense="true"]:focus, QLineEdit[dense="true"][state="error"],
QLineEdit[dense="true"][state="warn"], QComboBox[dense="true"][state="error"],
QComboBox[dense="true"][state="warn"] { min-height: outer(36dp, 2); }
QPlainTextEdit:focus { padding: 5px 7px; }
/* end */
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: @offground; color: @off;
  border-color: @line; placeholder-text-color: @off; }
/* only contrast */
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: @surface; border: 2px dashed @off; }
/* end */
QLineEdit[part="search"] { border: 2px solid transparent; min-height: outer(36dp, 2); padding: 0 10px; }
QLineEdit[part="search"]:focus { border: 2px solid @gold; }
QComboBox::drop-down { border: 0; width: 30px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @edge; outline: 0; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 36dp; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:hover, QComboBox QAbstractItemView::item:selected {
  background: @soft; color: @text; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 36dp; background: transparent; }
"""
