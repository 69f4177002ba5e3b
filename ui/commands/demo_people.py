"""Step 3 of the demo: two villages bring in their population lists, in the layout that village systems export."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desbumi_app.catalogue.workbook import read_workbook
from desbumi_app.domain.calendar import age_range
from desbumi_app.domain.nik import is_nik
from desbumi_app.matching.names import fold
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.sample.generate import BEDACONTOH, SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.usecases.import_residents import Imported, import_residents, read_residents
from desbumi_app.usecases.record_departure import DepartureForm, record_departure
from ui.commands import demo_cast as cast
from ui.commands.demo_sending import send
from ui.commands.demo_transcript import DemoError
from ui.commands.demo_world import World

# Whom a departure letter can be printed for, and whose parents can be asked.
YOUNGEST, OLDEST = 21, 45


def bring_in(world: World, residents: Path | None) -> None:
    """Import on laptop 1 of village A and in village B; choose who will depart; send."""
    store_lists(world, residents)
    for name in ("a1", "b", "a2", "district"):
        send(world, name)


def store_lists(world: World, residents: Path | None) -> None:
    """All of it but the sending. Without a list from outside, invented people come in."""
    lists = world.out / "lists"
    lists.mkdir(exist_ok=True)
    first, second = lists / "penduduk-sukacontoh.xlsx", lists / "penduduk-bedacontoh.xlsx"
    if residents is None:
        write_opensid_workbook(first, generate(cast.SEED, cast.IN_FIRST, SUKACONTOH))
    else:
        first = lists / f"penduduk-sukacontoh{residents.suffix.lower()}"
        shutil.copyfile(residents, first)
    write_opensid_workbook(second, generate(cast.SEED, cast.IN_SECOND, BEDACONTOH))
    _import(world, "a1", first)
    _import(world, "b", second)
    _choose(world)


def _import(world: World, name: str, path: Path) -> Imported:
    laptop = world.laptops[name]
    with laptop.opened() as office:
        done = import_residents(office, read_residents(office, path))
        stored = office.register.count("people")
    lines = sum(1 for row in read_workbook(path).sheets[0].rows[1:] if any(cell.text for cell in row))
    tell = world.transcript
    tell.checked(f"rows_{name}", "{n} rows in the list of {place}, each counted once.", lines, done.rows,
                 done.new + done.filled + done.skipped + done.rejected, place=laptop.title)  # fmt: skip
    tell.checked(f"people_{name}", "{n} people stored; {rejected} rows refused with a reason.", stored, done.new,
                 rejected=done.rejected)  # fmt: skip
    tell.say("Left unread on purpose: {columns}.", columns=", ".join(done.not_taken) or "-")
    return done


def _choose(world: World) -> None:
    """Who departs: an adult who is also written down in village B and whose mother stands in the list with her NIK."""
    with world.laptops["a1"].opened() as here, world.laptops["b"].opened() as there:
        niks = {str(row["nik"]) for row in there.register.rows_where("people") if row["nik"]}
        fitting = sorted(_fitting(here), key=lambda row: (row["nik"] not in niks, row["sex"] != "female"))
        if not fitting:
            raise DemoError("nobody_to_depart")
        person = fitting[0]
        if person["nik"] not in niks:
            _write_down_there(there, person)
    world.ids["person"] = bytes(person["id"])
    world.transcript.say(
        "{name} wants to go to Taiwan, and stands in both villages' lists.", name=person["name"]
    )


def _fitting(office: Office) -> Sequence[Mapping[str, Any]]:
    people = office.register.rows_where("people")
    names = {fold(str(row["name"] or "")) for row in people if is_nik(str(row["nik"] or ""))}
    return [
        row
        for row in people
        if is_nik(str(row["nik"] or ""))
        and row["born_on"]
        and (ages := age_range(str(row["born_on"]), office.today()))
        and YOUNGEST <= ages[0] <= ages[1] <= OLDEST
        and row["marital_status"] == "single"
        and row["mother_name"]
        and fold(str(row["mother_name"])) in names
    ]


def _write_down_there(office: Office, person: Mapping[str, Any]) -> None:
    """A list from outside has nobody in common with ours: village B's officer wrote the person down last year."""
    kept = ("name", "nik", "born_on", "sex", "birth_place", "mother_name", "marital_status")
    about = {name: str(person[name]) for name in kept if person[name]}
    about["hamlet"] = str(office.register.rows_where("people")[0]["hamlet"] or "-")
    form = DepartureForm(None, {**about, "nik_status": "stated", "residence_status": "resident"},
                         {"country": "MY", "route": "unknown"})  # fmt: skip
    done = record_departure(office, form)
    if isinstance(done, Refused):
        raise DemoError("written_down_there")
