"""One message at the top of a page: bar, drawing, bold sentence, perhaps a second, buttons that jump."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped
from ui.widgets.layout import column, row

BannerTone = Literal["grey", "info", "warn", "danger", "ok"]
_ICON: Final[dict[BannerTone, str]] = {
    "grey": "cloud-off",
    "info": "info-circle",
    "warn": "alert-triangle",
    "danger": "alert-circle",
    "ok": "circle-check",
}
Jump = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """Bold sentence, optional second line, and (words, action) buttons at the right."""

    def __init__(
        self,
        tone: BannerTone,
        sentence: str,
        detail: str = "",
        *,
        jumps: Sequence[Jump] = (),
        icon: str | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("part", "banner")
        self.setProperty("tone", tone)
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(detail)
        drawing = IconLabel(icon or _ICON[tone], 22, tone)
        words = column(Wrapped(sentence, "strong"), gap=1)
        if detail:
            words.addWidget(Wrapped(detail, "body"))
        box = row(drawing, words, gap=12, margins=(16, 8 if detail else 6, 12, 8 if detail else 6))
        box.setStretch(1, 1)
        box.setAlignment(drawing, Qt.AlignmentFlag.AlignTop if detail else Qt.AlignmentFlag.AlignVCenter)
        self.buttons = [Button(text, action, dense=True) for text, action in jumps]
        for button in self.buttons:
            box.addWidget(button)
        box.addStrut(
            46 - (16 if detail else 12)
        )  # 46 in all; a minimum height of the widget itself would win over its words
        self.setLayout(box)
