"""Kantor & kop surat: how the village and its head are called, where the office is, what stands on top of a letter."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel

from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_logo import change_logo
from desbumi_app.usecases.change_settings import TABLE
from ui.language import _, say
from ui.models.draft_half import Texts
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.settings_section import Fields, FormSection
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label, restyle
from ui.widgets.layout import STRETCH, column, row

FIELDS: Final[Fields] = (
    ("village_term", "third"), ("village_name", "third"), ("head_term", "third"),
    ("subdistrict_name", "third"), ("district_name", "third"), ("province_name", "third"),
    ("address", "half"), ("postal_code", "short"), ("phone", "short"),
    ("email", "third"), ("website", "third"), ("letterhead", "third"),
)  # fmt: skip
# How the head is called where the village is called so; offered while nothing was written.
HEADS: Final = {
    "desa": "Kepala Desa", "nagari": "Wali Nagari", "gampong": "Keuchik", "kelurahan": "Lurah",
    "pekon": "Peratin", "kampung": "Kepala Kampung", "lembang": "Kepala Lembang", "negeri": "Raja Negeri",
    "tiyuh": "Kepalo Tiyuh", "kute": "Pengulu",
}  # fmt: skip
HAMLETS: Final = "hamlets"
PICTURE: Final = QSize(70, 76)
_MOST: Final = 21_000_000


class OfficeSection(FormSection):
    """The logo is stored when it is chosen; everything else with the button of the page."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk, FIELDS)
        self.hamlets = LineEdit()
        self.hamlets.textEdited.connect(lambda _text: self.touch())
        self.hamlets.editingFinished.connect(self.keep)
        self._hamlets = Field(_("Hamlets"), self.hamlets, help_text=_("With a comma between them."))
        self.picture = QLabel()
        self.picture.setFixedSize(PICTURE)
        self.picture.setProperty("part", "sheet")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(_("Logo"))
        self.said = Wrapped("", "small", "muted")
        self.away = Button(_("Take the logo away"), lambda: self.take(b""), kind="quiet", dense=True)
        choose = Button(_("Choose a picture…"), self.choose, icon="file-text", dense=True)
        words = column(label(_("Logo"), "strong"), self.said, row(choose, self.away, STRETCH, gap=12), gap=6)
        both = row(self.picture, words, self._hamlets, gap=16)
        both.setStretch(1, 1)
        both.setStretch(2, 1)
        both.setAlignment(self._hamlets, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(both)
        self.box.addStretch(1)
        term = self.form.editors[f"{TABLE}.village_term"]
        term.connect(self._offer_head)
        give_letters(self)

    def load(self, view: SettingsView) -> None:
        """Show what is stored."""
        super().load(view)
        self.hamlets.setText(", ".join(view.many["hamlets"]))
        self._before = self.texts()
        self._show_logo(view.logo)
        self.dirty = False

    def texts(self) -> dict[str, str]:
        """The form and the hamlets."""
        return {**super().texts(), HAMLETS: self.hamlets.text()}

    def put(self, texts: Texts) -> None:
        """What a draft held."""
        super().put(texts)
        if HAMLETS in texts:
            self.hamlets.setText(texts[HAMLETS])
            self.hamlets.setModified(True)

    def typed(self) -> Mapping[str, Typed]:
        """The form and the hamlets."""
        names = [one.strip() for one in self.hamlets.text().split(",") if one.strip()]
        return {**super().typed(), **({"hamlets": names} if self.hamlets.isModified() else {})}

    def choose(self, path: str = "") -> None:
        """Take a picture file as the logo."""
        path = (
            path
            or QFileDialog.getOpenFileName(self, _("Choose a picture"), "", "PNG, JPEG (*.png *.jpg *.jpeg)")[
                0
            ]
        )
        if not path:
            return
        read = self._desk.ask(lambda _office: _read(Path(path)), owner=self)
        read.success(self.take).start()

    def take(self, data: bytes) -> None:
        """Store it now; empty takes the logo away."""
        work = self._desk.write(lambda office: change_logo(office, data), owner=self)
        work.success(self._taken).start()

    def _taken(self, answer: Saved | Refused) -> None:
        if isinstance(answer, Refused):
            self.said.setText(say(answer.problems[0].message))
            restyle(self.said, "tone", "danger")
            return
        from desbumi_app.usecases.change_logo import logo_of

        self._desk.ask(logo_of, owner=self).success(self._show_logo).start()

    def _show_logo(self, data: bytes) -> None:
        shown = QPixmap()
        shown.loadFromData(data)
        ratio = self.devicePixelRatioF()
        if not shown.isNull():
            shown = shown.scaled(
                (PICTURE - QSize(8, 8)) * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)
        self.away.setVisible(bool(data))
        self.said.setText(
            _("Stands at the left of the letterhead.") if data else _("No logo yet. A PNG or JPEG picture.")
        )
        restyle(self.said, "tone", "muted")

    def _offer_head(self) -> None:
        head = self.form.editors[f"{TABLE}.head_term"]
        term = self.form.editors[f"{TABLE}.village_term"].text().strip().casefold()
        if term in HEADS and head.text().strip() in ("", *HEADS.values()):
            head.set_text(HEADS[term])


def _read(path: Path) -> bytes:
    """A file up to the size that is refused anyway."""
    with path.open("rb") as file:
        return file.read(_MOST)
