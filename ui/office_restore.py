"""What the restore page needs: the backups that can be found, one opened beside the book, and the decision.

Every method but the constructor runs on a worker; no office is open meanwhile.
"""

from pathlib import Path

from db.boxes import PRODUCTION, Cost
from db.clock import Clock
from desbumi_app.backup_folder import FoundBackup, automatic_folder, find_backups
from desbumi_app.files import Files
from desbumi_app.usecases.prepare_restore import Prepared, Secret, prepare_restore
from desbumi_app.usecases.renew_passphrase import row_is_right
from desbumi_app.usecases.restore_backup import Restored, give_up, put_in_place


class Restorer:
    """`root` is the folder of the books; `own` the book at whose door somebody asked, None on a fresh laptop."""

    def __init__(
        self, root: Path, clock: Clock, own: Files | None = None, *, cost: Cost = PRODUCTION
    ) -> None:
        self.root, self.clock, self.own, self._cost = root, clock, own, cost
        self.ready: Prepared | None = None

    def here(self) -> tuple[FoundBackup, ...]:
        """The copies that this laptop made by itself: of this book, or of all where no book is left."""
        if self.own is not None:
            return find_backups([automatic_folder(self.own)])
        folders = sorted(path for path in self.root.iterdir() if path.is_dir()) if self.root.is_dir() else []
        return find_backups([automatic_folder(Files(folder, folder.name)) for folder in folders])

    def there(self, folder: Path) -> tuple[FoundBackup, ...]:
        """The backups in a folder that somebody chose, usually on a stick."""
        return find_backups([folder])

    def row_is_right(self, row: int, typed: str) -> bool:
        """Whether a row of the recovery sheet was copied without a slip."""
        return row_is_right(row, typed)

    def prepare(self, backup: FoundBackup, secret: Secret) -> Prepared:
        """Open a backup beside the book. StoreError; nothing has changed."""
        self.forget()
        self.ready = prepare_restore(self.root, backup, secret, self.clock, cost=self._cost)
        return self.ready

    def put(self, prepared: Prepared, agenda: dict[str, int]) -> Restored:
        """The decision."""
        done = put_in_place(prepared, agenda, self.clock)
        self.ready = None
        return done

    def forget(self) -> None:
        """Remove what was prepared and not decided."""
        ready, self.ready = self.ready, None
        if ready is not None:
            give_up(ready)
