"""The district's villages and laptops as the page shows them, inviting, and answering requests.

`look` belongs to the desk worker; inviting and answering speak to the relay on the lane. The six words are typed by a
person and compared before anything is signed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from db import search
from desbumi_app.documents.render import Rendered
from desbumi_app.office import Office
from desbumi_app.usecases.exchange_bundle import read_request_file, write_grant_file, write_invitation_file
from desbumi_app.usecases.grant_enrolment import Decision, grant_enrolment, waiting_requests
from desbumi_app.usecases.invite_village import invite_village
from desbumi_app.usecases.print_invitation import InvitationPaper, print_invitation
from desbumi_app.usecases.send_changes import relay_address
from sync.control.state import Compartment, Device
from sync.control_log import ControlLog
from sync.enrolment import Request
from sync.errors import SyncError
from sync.speaking import Speaker
from ui.office_speaking import speaking
from ui.office_village_acts import Seen, seen

VALID_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class LaptopLine:
    """One laptop: its letter, the first signs of its id, saves received from it, whether it was revoked, what it said."""

    letter: str
    mark: str
    received: int
    revoked: bool
    id: bytes = b""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class VillageLine:
    """One village: id, name, region code, its laptops, people in its register."""

    id: bytes
    name: str
    region: str
    laptops: tuple[LaptopLine, ...]
    people: int

    @property
    def received(self) -> int:
        """Saves received from all its laptops."""
        return sum(one.received for one in self.laptops)


@dataclass(frozen=True, slots=True)
class VillagesView:
    """Everything the page shows."""

    founded: bool
    villages: tuple[VillageLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits for its answer; `file` when it came on a stick."""

    request: Request = field(repr=False)
    village: str
    new: bool
    file: bool = False


def look(office: Office) -> VillagesView:
    """Desk worker. Villages by name."""
    log = ControlLog(office.register)
    if not log.joined:
        return VillagesView(founded=False)
    state = log.state
    people = search.count_by_stream(office.register.session)
    received: dict[bytes, int] = {}
    for replica in office.register.frontier():
        received[replica.device] = received.get(replica.device, 0) + replica.applied
    laptops: dict[bytes | None, list[LaptopLine]] = {}
    for device in state.devices.values():
        if device.compartment is Compartment.REGISTER:
            laptops.setdefault(device.village, []).append(_laptop(log, device, received.get(device.id, 0)))
    villages = [
        VillageLine(
            one.id, one.name, one.region, tuple(laptops.get(one.id, ())), people.get(one.register_stream, 0)
        )
        for one in state.villages.values()
    ]
    return VillagesView(True, tuple(sorted(villages, key=lambda line: line.name.casefold())))


def invite(office: Office, village: str, person: str, known: bytes | None) -> Rendered:
    """Lane. A new invitation on paper; its code goes nowhere else. SyncError offline, not_an_admin, …."""
    made = speaking(office, lambda speaker: invite_village(speaker, known))
    number = f"U-{len(ControlLog(office.register).state.invitations):03}"
    until = (office.today() + timedelta(days=VALID_DAYS)).isoformat()
    return print_invitation(
        office, InvitationPaper(made.code, number, person, village, until, relay_address(office))
    )


def chain_file(office: Office, path: Path) -> None:
    """Lane. The file that an invited laptop without a network needs beside its 26 characters."""
    write_invitation_file(ControlLog(office.register), path)


def requests(office: Office) -> tuple[Asked, ...]:
    """Lane. Requests at the relay that were made with our invitations."""
    found = speaking(office, waiting_requests)
    return tuple(_asked(office, one, file=False) for one in found)


def request_in(office: Office, path: Path) -> Asked:
    """Lane. A request on a stick."""
    return _asked(office, read_request_file(ControlLog(office.register), path), file=True)


def grant(office: Office, asked: Asked, words: str, region: str) -> int:
    """Lane. Enrol the laptop when the words agree, and leave the answer at the relay.

    Returns the place (from 1) of the first wrong word, 0 when it is done. SyncError holds_records, offline, ….
    """
    decision = Decision(words, region or "-")
    return _place_of(
        lambda: speaking(office, lambda speaker: grant_enrolment(speaker, asked.request, decision))
    )


def grant_to_file(office: Office, asked: Asked, words: str, region: str, path: Path) -> int:
    """Lane. The same with the answer on a stick."""
    speaker = Speaker(ControlLog(office.register))
    return _place_of(lambda: write_grant_file(speaker, asked.request, Decision(words, region or "-"), path))


def _place_of(work: Callable[[], object]) -> int:
    try:
        work()
    except SyncError as error:
        if error.code != "words_differ":
            raise
        return int(str(error.detail.get("place", 1)))
    return 0


def _asked(office: Office, request: Request, *, file: bool) -> Asked:
    known = ControlLog(office.register).state.villages
    return Asked(request, request.laptop.name, request.laptop.village not in known, file)


def _laptop(log: ControlLog, device: Device, received: int) -> LaptopLine:
    mark = device.id.hex()[:4].upper()
    revoked = device.revoked is not None
    return LaptopLine(device.letter or "", mark, received, revoked, device.id, seen(log, device))
