"""A question about something that cannot be taken back: at most two sentences, what is lost and what is not."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, column, row


class Question(QDialog):
    """The safe choice has the focus and is what Esc means; the destructive one is red and never the main button."""

    def __init__(
        self, parent: QWidget, title: str, sentences: str, *, safe: str, destroy: str, icon: str = "trash"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentences)
        self.setModal(True)
        self.safe = Button(safe, self.reject)
        self.destroy_button = Button(destroy, self.accept, kind="danger", icon=icon)
        head = row(IconLabel(icon, 22, "danger"), label(title, "h2"), STRETCH, gap=12)
        text = Wrapped(sentences, "muted")
        text.setMinimumWidth(current().px(360))
        foot = row(STRETCH, self.safe, self.destroy_button, gap=12)
        self.setLayout(column(head, text, 4, foot, gap=12, margins=(24, 20, 24, 20)))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.safe.setFocus()


def really(parent: QWidget, title: str, sentences: str, *, safe: str, destroy: str) -> bool:
    """Ask; True only when the destructive button was pressed."""
    question = Question(parent, title, sentences, safe=safe, destroy=destroy)
    return question.exec() == QDialog.DialogCode.Accepted
