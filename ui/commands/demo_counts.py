"""Step 7 of the demo: counts from independent places that must agree; a disagreement ends the demo."""

from db.kept import KeptStore
from desbumi_app.office import Office
from sync.control_log import ControlLog
from sync.shapes import at_most
from sync.transport import Paths, RelayLink
from ui.commands.demo_transcript import DemoError
from ui.commands.demo_world import World

_LARGEST = 100_000


def count(world: World) -> None:
    """People here, on the other laptop and at the district; equal stores; open questions; bytes on the wire."""
    tell = world.transcript
    with (
        world.laptops["a1"].opened() as first,
        world.laptops["a2"].opened() as second,
        world.laptops["b"].opened() as other,
        world.laptops["district"].opened() as office,
    ):
        a, b = first.register.streams()[0], other.register.streams()[0]
        tell.checked("total_a", "{n} people of village A: imported, on laptop 1, on laptop 2, at the district.",
                     int(tell.facts["people_a1"]), _people(first, a), _people(second, a), _people(office, a))  # fmt: skip
        tell.checked("total_b", "{n} people of village B: on its laptop and at the district.",
                     _people(other, b), _people(office, b))  # fmt: skip
        for stream, places in ((a, (first, second, office)), (b, (other, office))):
            hashes = {place.register.state_hash(stream) for place in places}
            if len(hashes) != 1:
                raise DemoError("state_hash")
        tell.say("Every value of both villages is the same in all their stores (state hashes are equal).")
        conflicts = [len(place.register.conflicts()) for place in (first, second, other, office)]
        tell.checked("conflicts", "{n} open disagreements anywhere.", *conflicts, 0)
        same = [row for row in office.register.rows_where("links") if row["verdict"] == "same"]
        tell.checked("pairs_united", "{n} pair is united.", len(same), 1)
        _bytes(world, office, (first, second, other))


def _people(office: Office, stream: bytes) -> int:
    number = (office.register.streams().index(stream) + 1).to_bytes(4, "big")
    return sum(1 for row in office.register.rows_where("people") if bytes(row["id"])[:4] == number)


def _bytes(world: World, district: Office, villages: tuple[Office, ...]) -> None:
    """What the laptops and the district sealed is what lies at the relay, to the byte."""
    log, link = ControlLog(district.register), world.link()
    try:
        streams = (district.register.streams()[0], *{one.register.streams()[0] for one in villages})
        lying = [size for stream in streams for size in _at_relay(log, link, stream)]
    finally:
        link.close()
    sealed = [
        len(data)
        for office in (*villages, district)
        for stream in streams
        for _n, data, receipt in KeptStore(office.register).own_batches(stream)
        if receipt is not None
    ]
    tell = world.transcript
    tell.checked(
        "batches", "{n} sealed batches of the registers, each with a receipt.", len(lying), len(sealed)
    )
    tell.checked(
        "bytes",
        "{n} bytes of registers on the wire, none of them readable by the relay.",
        sum(lying),
        sum(sealed),
    )


def _at_relay(log: ControlLog, link: RelayLink, stream: bytes) -> list[int]:
    sizes: list[int] = []
    key, paths = log.store.identity().signing_key(), Paths(log.district)
    while True:
        said = link.ask(key, "GET", paths.stream(stream, f"/batches?after={len(sizes)}&lane=0"))
        batches = at_most(said.get("batches"), _LARGEST, "batches")
        sizes += [len(data) for data in batches]
        if not batches:
            return sizes
