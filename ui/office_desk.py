"""What pages are handed: ways to ask the open office something on its worker, drafts, the day, the catalogue.

A page never sees a store: it hands in a function that gets the office on the worker and returns plain values.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from db.clock import Clock, instant
from db.desk import Draft
from desbumi_app.catalogue.tables import Catalogue, load_catalogue
from desbumi_app.office import Office, civil_date
from ui.office_session import OfficeSession
from ui.operations import CancelledError, Operation, Token, Worker

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """An unfinished form. `key` is the record it is about, or invented for a new one; `body` what was typed.

    `sealed`: it lies in the case book alone.
    """

    form: str
    key: bytes
    body: dict[str, Any]
    at: datetime
    sealed: bool = False


class OfficeDesk:
    """Questions run in the order they were asked, so a draft kept before a lock is stored before it."""

    def __init__(self, session: OfficeSession, worker: Worker, clock: Clock) -> None:
        self.session, self.worker, self.clock = session, worker, clock
        self._lane: Worker | None = None
        # Told when a save has to wait until an import is stored.
        self.save_waits: Callable[[], object] | None = None

    @property
    def catalogue(self) -> Catalogue:
        """Fields and value lists; reads no store."""
        return load_catalogue()

    def today(self) -> date:
        """The civil date of the village; reads no store."""
        return civil_date(self.clock, self.session.profile().zone)

    def ask(self, fn: Callable[[Office], T], *, owner: QObject | None = None) -> Operation[T]:
        """An operation, not yet started, that reads; `fn` runs on the worker.

        Neither answered nor told as a failure when the book was locked meanwhile: whoever asked is gone.
        """

        def run() -> T:
            if self.session.locked:
                raise CancelledError
            return fn(self.session.office())

        return Operation(self.worker, lambda _token: run(), owner=owner, submit=self.worker.submit_read)

    def write(self, fn: Callable[[Office], T], *, owner: QObject | None = None) -> Operation[T]:
        """Like `ask`, for what stores something: the strip says afterwards when it was saved."""

        def run(office: Office) -> T:
            done = fn(office)
            self.session.saved()
            return done

        return Operation(
            self.worker, lambda _token: run(self.session.office()), owner=owner, submit=self._save
        )

    def keep(self, fn: Callable[[Office], T], *, owner: QObject | None = None) -> Operation[T]:
        """Like `write`, for what is kept by the way: a draft waits for an import as a save does, and is no save."""
        return Operation(
            self.worker, lambda _token: fn(self.session.office()), owner=owner, submit=self._save
        )

    def _save(self, work: Callable[[], None]) -> None:
        if self.worker.submit_save(work) and self.save_waits is not None:
            self.save_waits()

    def in_lane(self, fn: Callable[[Office], T], *, owner: QObject | None = None) -> Operation[T]:
        """An operation beside the desk, on connections of its own: a long import; typing goes on meanwhile."""
        if self._lane is None:
            self._lane = Worker("lane")

        def run() -> T:
            office = self.session.office().lane()
            try:
                return fn(office)
            finally:
                office.end_lane()

        return Operation(self._lane, lambda _token: run(), owner=owner)

    def long(self, fn: Callable[[Office, Token], T], *, owner: QObject | None = None) -> Operation[T]:
        """Like `in_lane`, for work that tells how far it is and can be asked to stop."""
        if self._lane is None:
            self._lane = Worker("lane")

        def run(token: Token) -> T:
            office = self.session.office().lane()
            try:
                return fn(office, token)
            finally:
                office.end_lane()

        return Operation(self._lane, run, owner=owner)

    def storing(self, fn: Callable[[Office, Token], T], *, owner: QObject | None = None) -> Operation[T]:
        """Like `long`, for what holds the book for seconds: reading goes on meanwhile, saves wait and are then done."""

        def run(office: Office, token: Token) -> T:
            self.worker.hold_saves()
            try:
                return fn(office, token)
            finally:
                self.worker.release_saves()

        return self.long(run, owner=owner)

    def close(self) -> None:
        """End the lane; the desk worker belongs to the window."""
        if self._lane is not None:
            self._lane.close()

    def keep_draft(self, form: str, key: bytes, body: dict[str, Any]) -> Operation[datetime]:
        """Keep an unfinished form, encrypted; the answer is when."""
        now = self.clock.now()

        def keep(office: Office) -> datetime:
            packed = json.dumps(body, ensure_ascii=False).encode()
            office.register.save_draft(Draft(form, key, office.operator.id, packed, instant(now)))
            return now

        return Operation(self.worker, lambda _token: keep(self.session.office()), submit=self._save)

    def drop_draft(self, form: str, key: bytes) -> Operation[None]:
        """Forget a draft, because it was recorded or thrown away."""

        def drop() -> None:
            office = self.session.office()
            office.register.drop_draft(form, key, office.operator.id)

        return Operation(self.worker, lambda _token: drop(), submit=self._save)

    @staticmethod
    def drafts(office: Office) -> tuple[KeptDraft, ...]:
        """Desk worker. This user's unfinished forms, newest first."""
        return tuple(
            KeptDraft(one.form, one.record, json.loads(one.body), datetime.fromisoformat(one.at))
            for one in office.register.drafts(office.operator.id)
        )
