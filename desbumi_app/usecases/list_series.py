"""The number series of a year, for the page where the village looks after them: whose, where each stands, what is missing."""

from dataclasses import dataclass

from desbumi_app.domain.numbering import Block
from desbumi_app.letter_keys import NOT_JOINED, Scanning
from desbumi_app.office import Office
from desbumi_app.usecases.agenda_book import GAP, agenda
from desbumi_app.usecases.number_letters import block_of, last_of
from sync.control.state import Compartment
from sync.control_log import ControlLog


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One row of a series: the main one, a laptop's own letter, or a leased block.

    `mine`: this computer gives its numbers. `last` is 0 before the first. `gaps`: unexplained ones, of main rows and own
    letters; `twice`: numbers that two letters carry.
    """

    id: bytes
    name: str
    year: int
    mark: str
    mine: bool
    device: bytes
    first: int
    last: int
    block: Block | None
    closed: bool
    gaps: tuple[int, ...] = ()
    twice: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Laptop:
    """A laptop of this village, by the letter that the district gave it."""

    device: bytes
    letter: str


def village_laptops(office: Office) -> tuple[Laptop, ...]:
    """Every laptop of this village that still works; none before joining a district."""
    log = ControlLog(office.register)
    if not log.joined:
        return ()
    stream = office.register.identity().stream
    known = (
        one
        for one in log.state.devices.values()
        if one.compartment is Compartment.REGISTER and one.stream == stream and one.revoked is None
        and one.village is not None
    )  # fmt: skip
    return tuple(sorted((Laptop(one.id, one.letter or "") for one in known), key=lambda one: one.letter))


def other_laptops(office: Office, scanning: Scanning = NOT_JOINED) -> tuple[Laptop, ...]:
    """The laptops beside this one, to whom numbers can be lent."""
    mine = scanning.devices(office)
    return tuple(one for one in village_laptops(office) if one.device not in mine)


def list_series(office: Office, year: int, scanning: Scanning = NOT_JOINED) -> tuple[SeriesLine, ...]:
    """Every row of a year, by name; a leased block belongs to whom it was leased."""
    devices = scanning.devices(office)
    found = []
    for row in office.register.rows_where("number_series", year=year):
        leased = bool(row["leased_to"])
        device = bytes(row["leased_to"] if leased else row["device"] or b"")
        mark = str(row["sub_mark"] or "")
        lines = [line for line in agenda(office, year, row["name"]) if line.mark == mark and not leased]
        found.append(
            SeriesLine(
                id=bytes(row["id"]), name=str(row["name"]), year=year, mark=mark, mine=device in devices, device=device,
                first=int(row["first_number"] or 1), last=last_of(office, bytes(row["id"])),
                block=block_of(row) if leased else None, closed=bool(row["closed_on"]),
                gaps=tuple(line.serial for line in lines if line.state == GAP),
                twice=tuple(dict.fromkeys(line.serial for line in lines if line.twice)),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.name, one.mark, one.block is not None, one.id)))
