"""Offers words while a text is typed: the village's own hamlets, so that one hamlet is written one way."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from ui.forms.builder import Form


def complete(form: Form, name: str, words: Sequence[str]) -> None:
    """Complete the field `name` of the form inline; a form without it, or no words, stays as it is."""
    editor = form.editors.get(name)
    if editor is not None and isinstance(editor.widget, QLineEdit) and words:
        completer = QCompleter(list(words), editor.widget)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        editor.widget.setCompleter(completer)
