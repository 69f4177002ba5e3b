"""lists.open, .filter, .keystroke, .repaint, person.open, memory.loaded: a register of 100,000 people and 300,000 events.

Each list figure is one question of the list's page, answered whole; its floor are the very statements on plain sqlite3.
lists.repaint is the window itself, from a key in the search to the list painted anew; its floor is that of a keystroke.
"""

import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from db import search_pieces
from db.search import PAGE, Order
from db.session import wire_id
from desbumi_app import bootstrap
from desbumi_app.office import Office
from desbumi_app.usecases.find_people import NOTHING_CHOSEN, Chosen, find_people, look_over, people_page
from desbumi_app.usecases.read_person import OWN_TABLES, read_person
from tests.bench import plain, village
from tests.bench.figures import ROUNDS, SMALL, Figure, measured
from tests.bench.started import run_started

PEOPLE = 300 if SMALL else 100_000
AWAY = (
    PEOPLE * 2 // 5
)  # with three check-ins, two papers and a contact each: 300,000 events with the journeys
FILES = 20
COUNTRIES = ("MY", "TW", "HK", "SG", "JP", "SA")
TYPED = (
    "s",
    "si",
    "sit",
    "siti",
    "siti a",
    "siti ami",
    "siti aminah",
    "moh",
    "baiq nur",
    "djunaidi",
    "aminha",
    "taiwan",
    "st hidayat",
    "contoh lauk",
)
FILTERS = (
    Chosen(stages=frozenset({"departed", "working", "on_leave"})),
    Chosen(countries=frozenset({"TW"})),
    Chosen(hamlet="Contoh Lauk"),
    Chosen(sex="female"),
    Chosen(route="p_to_p"),
    Chosen(sex="male", countries=frozenset({"MY"}), hamlet="Contoh Daya"),
)
TABLES = (
    *plain.TABLES,
    *OWN_TABLES,
    "households",
    "household_members",
    "users",
    "replica",
    "stream",
    "head",
    "conflict",
    "set_tag",
    "identity",
    "village_settings",
)


def figures(folder: Path) -> Iterator[Figure]:
    """The six figures, on one register and one plain copy of its rows."""
    office = filled(folder / "register")
    conn = plain.fill(
        folder / "plain.db", plain.schema(office.register, TABLES), plain.rows_of(office.register, TABLES)
    )
    today = office.today().isoformat()

    def look(text: str = "", chosen: Chosen = NOTHING_CHOSEN) -> None:
        look_over(office, text, chosen, today, Order())

    def typed() -> Iterator[Callable[[], None]]:
        for text in TYPED:
            yield lambda text=text: look(text)

    def filtered() -> Iterator[Callable[[], None]]:
        for chosen in FILTERS:
            yield lambda chosen=chosen: look("", chosen)

    away = find_people(office, "", Chosen(stages=frozenset({"departed", "working"})), limit=FILES).lines
    files = [lambda one=one: read_person(office, one.id, "desk") for one in away]
    yield _typical("lists.open", conn, [look])
    yield _typical("lists.filter", conn, list(filtered()))
    keystroke = _typical("lists.keystroke", conn, list(typed()))
    yield keystroke
    yield _typical("person.open", conn, files)
    conn.close()
    home = office.files.folder
    bootstrap.lock(office)
    yield Figure("lists.repaint", run_started("repaint", home)[1], keystroke.floor, "ms")
    yield measured(
        "memory.loaded",
        lambda: run_started("loaded", home)[1],
        lambda: run_started("bare", home)[1],
        unit="MB",
    )


def filled(folder: Path) -> Office:
    """A register of PEOPLE, of whom AWAY have a journey with what belongs to it: six rows a journey and itself."""
    office = village.office(folder)
    ids = village.create(office, village.people(11, PEOPLE))
    rng = random.Random(3)
    chosen = rng.sample(ids, AWAY)
    about = [{"person_id": wire_id(one)} for one in chosen]
    trips = _create(office, "journeys", [one | _journey(rng) for one in about])
    both = [one | {"journey_id": wire_id(trip)} for one, trip in zip(about, trips, strict=True)]
    _create(office, "check_ins", [one | _call(rng, at) for one in both for at in range(3)])
    papers = ("id_card", "passport")
    _create(
        office,
        "documents",
        [one | {"item": item, "status": "original_seen"} for one in both for item in papers],
    )
    _create(office, "contacts", [one | {"name": "Inaq Contoh", "phone": "+6281255550123"} for one in about])
    search_pieces.join(office.register.session)  # as the daily copy does
    assert find_people(office, limit=0).total == PEOPLE
    assert len(people_page(office, find_people(office, "taiwan", limit=1).rids[:PAGE])) > 0
    return office


def _create(office: Office, table: str, rows: Sequence[dict[str, object]]) -> list[bytes]:
    with office.register.transaction(operator=office.operator.id, purpose="import", imported=True) as tx:
        return tx.create_many(table, rows)


def _journey(rng: random.Random) -> dict[str, object]:
    return {
        "country": rng.choice(COUNTRIES),
        "route": "p_to_p",
        "departed_on": f"20{rng.randint(19, 25)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}",
        "passport_expires_on": f"202{rng.randint(7, 9)}-0{rng.randint(1, 9)}-11",
    }


def _call(rng: random.Random, at: int) -> dict[str, object]:
    day = f"2026-0{rng.randint(1, 5) + at}-1{rng.randint(0, 9)}"
    return {"contacted_on": day, "channel": "telephone", "answer": "well", "last_contact_on": day}


def _typical(name: str, conn: sqlite3.Connection, works: Sequence[Callable[[], object]]) -> Figure:
    """The median of several questions, each against its own statements; both in milliseconds."""
    reads: list[list[plain.Read]] = []
    for work in works:
        own: list[plain.Read] = []
        with plain.watched(own):
            work()
        reads.append(own)

    def ours() -> float:
        return statistics.median(_took(work) for work in works)

    def floor() -> float:
        return statistics.median(_took(lambda own=own: _again(conn, own)) for own in reads)

    return measured(name, ours, floor, unit="ms", rounds=ROUNDS)


def _again(conn: sqlite3.Connection, reads: Sequence[plain.Read]) -> None:
    for sql, values in reads:
        conn.execute(sql, values).fetchall()


def _took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000
