"""Pictures of what keeps a book: users, backups, and putting a backup back, from the first step to what would be lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from desbumi_app.backup_folder import FoundBackup, State
from desbumi_app.usecases.prepare_restore import Loss, Prepared, Sheet
from desbumi_app.usecases.restore_series import SeriesAt
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.office_restore import Restorer
from ui.pages.restore_page import LOSS, OPEN, RestorePage
from ui.pages.restore_parts import SHEET
from ui.ways import Ways


def safety_pages(ways: Ways, desk: OfficeDesk, take: Callable[[str], None]) -> None:
    """One picture a state."""
    for section in ("users", "backups"):
        ways.settings(section)
        take(f"settings-{section}")
    root = desk.session.files.folder.parent
    page = ways.over(lambda: RestorePage(Restorer(root, desk.clock), desk.worker))
    take("restore-nothing-found")
    if not isinstance(page, RestorePage):
        return
    found = tuple(_backup(desk, days) for days in (1, 2, 9))
    page.choose.show_backups(found, _("on this laptop"), desk.clock.now())
    take("restore-choose")
    page.go(OPEN)
    page.open.begin(found[0])
    page.open.show_way(SHEET)
    take("restore-open")
    page.loss.show_ready(_ready(desk, found[0]))
    page.go(LOSS)
    take("restore-loss")


def _backup(desk: OfficeDesk, days: int) -> FoundBackup:
    at = desk.clock.now() - timedelta(days=days)
    nowhere = Path("cadangan")
    state: State = "damaged" if days == 9 else "checked"
    return FoundBackup(
        desk.session.files.name, at, 4_700_000, state, nowhere / f"{days}.db", nowhere / f"{days}.keys", None,
        desk.session.profile(),
    )  # fmt: skip


def _ready(desk: OfficeDesk, backup: FoundBackup) -> Prepared:
    series = (SeriesAt("surat/2026", "surat", 2026, 41, 47),)
    loss = Loss(1, "open", newer=12, unsent=5)
    return Prepared(
        desk.session.files, backup, loss, series, 212, "kept", old_users=False, register_kept=False,
        secret=Sheet(()), key=bytearray(32),
    )  # fmt: skip
