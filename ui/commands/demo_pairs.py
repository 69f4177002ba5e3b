"""Step 6 of the demo: the district finds one person in two villages, unites, both villages hear of it; split; united again."""

from typing import Final

from PySide6.QtWidgets import QAbstractButton

from desbumi_app.office import Office
from desbumi_app.usecases.find_pairs import PairToJudge, find_pairs
from desbumi_app.usecases.unite_people import MARK, unite_people
from ui.commands import demo_cast as cast
from ui.commands.demo_sending import send, sent
from ui.commands.demo_transcript import DemoError
from ui.commands.demo_typing import click
from ui.commands.demo_window import DeskWindow
from ui.commands.demo_world import World
from ui.pages.pairs_page import PairsPage

PUT_OFF: Final = 20


def unite_split_unite(world: World) -> None:
    """All of step 6; after each decision both villages fetch and are asked what they see."""
    for name in ("a1", "b", "district"):
        send(world, name)
    with world.laptops["district"].opened() as office:
        pairs = find_pairs(office)
        ours = _ours(world, pairs)
    world.ids["there"] = next(
        side for side in (ours.one, ours.other) if side[-16:] != world.ids["person"][-16:]
    )
    world.transcript.say("{n} pairs may be one person in two villages.", n=len(pairs))
    world.transcript.facts["pairs_found"] = len(pairs)
    _unite_at_the_desk(world)
    _all_hear(world, "united", marked=True)
    with world.laptops["district"].opened() as office:
        link = _link(office)
    _split_at_the_desk(world)
    _all_hear(world, "split", marked=False)
    with world.laptops["district"].opened() as office:
        name = str((office.register.get("people", ours.one) or {})["name"])
        again = unite_people(
            office, ours.one, ours.other, {"name": name}, "Desa sudah memeriksa: orang yang sama"
        )
        if again.link != link:
            raise DemoError("one_link")
    _all_hear(world, "united_again", marked=True)


def _ours(world: World, pairs: tuple[PairToJudge, ...]) -> PairToJudge:
    wire = world.ids["person"][-16:]
    found = [pair for pair in pairs if wire in (pair.one[-16:], pair.other[-16:])]
    if len(found) != 1:
        raise DemoError("pair")
    return found[0]


def _unite_at_the_desk(world: World) -> None:
    """Bu Dewi puts other pairs off until this one is in sight, and unites it."""
    wire = world.ids["person"][-16:]
    with DeskWindow(world.laptops["district"].files, world.clock) as desk:
        desk.unlock(cast.DEWI)
        page = desk.visit("pairs")
        assert isinstance(page, PairsPage)
        later = page.judging[1]
        assert isinstance(later, QAbstractButton)
        for _ in range(PUT_OFF):
            desk.until(lambda: page.shown is not None)
            desk.settle()
            assert page.shown is not None
            if wire in (page.shown.left.record[-16:], page.shown.right.record[-16:]):
                break
            click(later)
            desk.settle()
        desk.picture(world.screen("pair"))
        click(page.unite_button)
        desk.settle()
        desk.picture(world.screen("pair-united"))


def _split_at_the_desk(world: World) -> None:
    """Bu Dewi looks at the villages, then takes the union apart again."""
    with DeskWindow(world.laptops["district"].files, world.clock) as desk:
        desk.unlock(cast.DEWI)
        desk.visit("villages")
        desk.picture(world.screen("villages"))
        page = desk.visit("pairs")
        assert isinstance(page, PairsPage)
        united = next(chip for chip in page.mode.findChildren(QAbstractButton) if not chip.isChecked())
        click(united)
        desk.until(page.split_button.isVisible)
        desk.picture(world.screen("pair-in-both-villages"))
        click(page.split_button)
        desk.settle()
        desk.picture(world.screen("pair-taken-apart"))


def _link(office: Office) -> bytes:
    links = [row for row in office.register.rows_where("links") if row["verdict"] == "same"]
    if len(links) != 1:
        raise DemoError("links")
    return bytes(links[0]["id"])


def _all_hear(world: World, name: str, *, marked: bool) -> None:
    """The district sends, both villages fetch, and each says whether its own record is marked."""
    send(world, "district")
    seen = [_marks(world, "a1", "person"), _marks(world, "a2", "person"), _marks(world, "b", "there")]
    if marked:
        world.transcript.checked(name, "{n} mark on the record in each village.", *seen, 1)
    else:
        world.transcript.checked(name, "{n} marks are left on the records.", *seen, 0)


def _marks(world: World, name: str, who: str) -> int:
    with sent(world, name) as office:
        record = (1).to_bytes(4, "big") + world.ids[who][-16:]
        row = office.register.get("people", record)
        if row is None:
            raise DemoError("mark")
        return len(row[MARK])
