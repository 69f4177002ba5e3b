"""The boxes among the questions of a letter, whose words take two lines in their narrow column."""

import pytest
from PySide6.QtWidgets import QApplication

from ui.pages.paper_questions import PaperQuestions, _wrapped_check
from ui.theme.theme import Theme, apply
from ui.widgets.layout import scrolled


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_boxes_of_two_lines_do_not_lie_over_each_other(qtbot, qapp, scale):
    apply(qapp, Theme(scale=scale))
    inside = PaperQuestions()
    checks = [
        _wrapped_check("The identity card was seen by the officer who prints the letter") for _i in "12"
    ]
    for check in checks:
        inside.layout().addWidget(check)
    area = scrolled(inside)
    qtbot.addWidget(area)
    area.resize(300, 90)
    area.show()
    QApplication.processEvents()
    for check in checks:
        assert check.text().count("\n") > 0
        assert check.height() >= check.fontMetrics().lineSpacing() * len(check.text().split("\n"))
    assert checks[0].geometry().bottom() < checks[1].geometry().top()
