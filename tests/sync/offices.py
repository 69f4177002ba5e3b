"""Real offices for the tests of joining: encrypted stores with cheap keys, real use cases, a real relay process."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from db.store import Store
from db.trust_store import TrustStore
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.office import Files, Office, Operator
from desbumi_app.profile import Profile
from desbumi_app.usecases.accept_grant import accept_grant
from desbumi_app.usecases.found_district import Founding, found_district, make_case_desk
from desbumi_app.usecases.grant_enrolment import Decision, grant_enrolment, waiting_requests
from desbumi_app.usecases.invite_village import invite_village
from desbumi_app.usecases.request_enrolment import Applicant, request_enrolment
from sync.control_log import ControlLog
from sync.crypto import HpkeKeyPair
from sync.rounds import Rounds
from sync.speaking import Speaker
from sync.transport import RelayLink
from sync.visit import Presence
from tests.db.village import SPECS, NamesAndCountries, TurnedClock, make, new_key, reopen

OPERATOR = Operator(b"operator-of-test", "siti", "Siti", frozenset({"register", "cases"}))
PRESENCE = Presence("0.1.0")


@dataclass
class Desk:
    """One computer: its office, its keys, its way to the relay."""

    folder: Path
    name: str
    office: Office
    key: bytearray
    clock: TurnedClock
    address: str = ""
    cases_key: bytearray | None = None
    link: RelayLink | None = None
    rounds_made: Rounds | None = None

    @property
    def store(self) -> Store:
        return self.office.register

    @property
    def log(self) -> ControlLog:
        return ControlLog(self.store)

    @property
    def speaker(self) -> Speaker:
        return Speaker(self.log, self.way())

    def way(self) -> RelayLink:
        if self.link is None:
            self.link = RelayLink(self.address)
        return self.link

    def rounds(self, store: Store | None = None, **more) -> Rounds:
        return Rounds(ControlLog(store or self.store), self.way(), presence=PRESENCE, **more)

    def sync(self, times: int = 1, **how):
        """Whole rounds from durable state, as after a restart of the program."""
        report = None
        for _ in range(times):
            report = self.rounds().run(everything=True, **how)
        return report

    def sync_cases(self):
        assert self.office.cases is not None
        return self.rounds(self.office.cases).run(everything=True)

    def person(self, name: str, **values) -> bytes:
        with self.store.transaction(operator=OPERATOR.id, purpose="test") as tx:
            return tx.create("people", {"full_name": name, **values})

    def edit(self, wire: bytes, **values) -> None:
        record = self.record(wire)
        with self.store.transaction(operator=OPERATOR.id, purpose="test") as tx:
            tx.change("people", record, values)

    def record(self, wire: bytes, stream: bytes | None = None) -> bytes:
        no = self.store.session.stream_no(stream or self.store.streams()[0])
        return no.to_bytes(4, "big") + wire[-16:]

    def names(self) -> list[str]:
        return sorted(row["full_name"] for row in self.store.rows_where("people"))

    def alarms(self) -> set[str]:
        return {alarm.kind for alarm in TrustStore(self.store).alarms()}

    def close(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None
        self.store.close()
        if self.office.cases is not None:
            self.office.cases.close()

    def restart(self) -> None:
        self.close()
        register = reopen(self.office.files.register, self.key, clock=self.clock)
        cases = None
        if self.cases_key is not None:
            cases = reopen(self.office.files.cases, self.cases_key, clock=self.clock)
        self.office = replace(self.office, register=register, cases=cases)

    def copy(self, to: Path, *, mark: bool = True) -> "Desk":
        """The same files on another computer, as a cloned disk is."""
        self.store.session.read("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(self.folder, to)
        if not mark:
            for path in to.glob("*.mark"):
                path.unlink()
        files = Files(to, self.name)
        register = reopen(files.register, self.key, clock=self.clock)
        office = replace(self.office, files=files, register=register, cases=None)
        return Desk(to, self.name, office, self.key, self.clock, self.address)


def desk(folder: Path, name: str, *, kind: str = "register", cases: bool = False, address: str = "") -> Desk:
    folder.mkdir(parents=True)
    files, key, clock = Files(folder, name), new_key(), TurnedClock()
    register = make(files.register, key, kind=kind, clock=clock)
    cases_key = new_key() if cases else None
    case_store = make(files.cases, cases_key, kind="cases", clock=clock) if cases_key is not None else None
    if case_store is None:
        register.set_meta(".cases-stream", os.urandom(16))
    kinds = {"register": "village", "cases": "case_team", "district": "district"}
    profile = Profile(kinds[kind], os.urandom(16), name.capitalize(), "Kab. Contoh", ())
    office = Office(files, profile, load_catalogue(), clock, register, OPERATOR, case_store)
    return Desk(folder, name, office, key, clock, address, cases_key)


def case_team(folder: Path, address: str) -> Desk:
    """The case team's own computer: its main store is of kind cases."""
    return desk(folder, "timkasus", kind="cases", address=address)


def found(folder: Path, address: str, *, team: Desk | None = None, recovery: bytes | None = None) -> Desk:
    office = desk(folder, "kabupaten", kind="district", address=address)
    plan = Founding(
        "Kabupaten Contoh",
        "disnaker",
        cases=make_case_desk(team.store, "p2tp2a") if team else None,
        register_recovery=recovery,
    )
    found_district(office.office, plan, office.way())
    if team is not None:
        log = office.log
        ControlLog(team.store).take(log.held.everything(), [item.data for item in log.held.receipts])
    return office


def ask(laptop: Desk, code: str, *, recovery=None):
    return request_enrolment(laptop.office, code, Applicant(recovery=recovery), laptop.way())


def join(
    district: Desk, laptop: Desk, *, village: bytes | None = None, recovery=None, succeeds=None
) -> bytes:
    """Invite, request, compare six words, grant, accept; returns the village's id."""
    invitation = invite_village(district.speaker, village)
    asked = ask(laptop, invitation.code, recovery=recovery)
    speaker = district.speaker
    (request,) = [one for one in waiting_requests(speaker) if one.invitation == invitation.id]
    grant_enrolment(speaker, request, Decision(" ".join(asked.words), "35.09.01.2001", succeeds))
    accept_grant(laptop.office, laptop.way())
    return request.laptop.village


def settle(*desks: Desk, times: int = 2) -> None:
    """Rounds until everybody has had the chance to hear of everybody."""
    for _ in range(times):
        for one in desks:
            one.sync()


def hashes(*desks: Desk, stream: bytes | None = None) -> set[bytes]:
    wanted = stream or next(one for one in desks if one.store.kind == "register").store.streams()[0]
    return {one.store.state_hash(wanted) for one in desks}


def recovery_pair() -> HpkeKeyPair:
    return HpkeKeyPair.generate()


__all__ = ["SPECS", "NamesAndCountries"]
