"""Step 5 of the demo: both laptops of village A change one field without a network; both values stand; one settles it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.correct_person import correct_person
from ui.commands import demo_cast as cast
from ui.commands.demo_sending import send, sent
from ui.commands.demo_transcript import DemoError
from ui.commands.demo_typing import click, keys
from ui.commands.demo_window import DeskWindow
from ui.commands.demo_world import World
from ui.pages.conflicts_page import ConflictsPage

HERE: Final = {"phone": "0812 5555 0111"}
THERE: Final = {"phone": "0878 5555 0122"}
REASON: Final = "Ditanyakan langsung kepada orangnya"


def disagree_and_settle(world: World) -> None:
    """Edit, send both ways, look at both, settle on laptop 2 in the window, send again."""
    for name, typed in (("a1", HERE), ("a2", THERE)):
        with world.laptops[name].opened() as office:
            if isinstance(correct_person(office, there(office, world.ids["person"]), typed), Refused):
                raise DemoError("edit")
    send(world, "a1")
    (second, _), (first, opened) = (_look(world, name) for name in ("a2", "a1"))
    values = [first, second]
    tell = world.transcript
    tell.checked("disputed", "{n} values stand side by side on both laptops: {values}.", len(values[0]), len(values[1]),
                 len({HERE["phone"], THERE["phone"]}), values=", ".join(sorted(values[0])))  # fmt: skip
    if first != second or opened != 1:
        raise DemoError("dispute")
    _settle_at_the_desk(world)
    looks = [_look(world, name) for name in ("a2", "a1", "district")]
    after = [shown for shown, _ in looks[:2]]
    tell.checked("conflicts_left", "{n} disagreements are left after one laptop settled it.", looks[0][1],
                 looks[1][1], looks[2][1], 0)  # fmt: skip
    if after[0] != after[1] or len(after[0]) != 1 or not after[0] <= values[0]:
        raise DemoError("settled")
    tell.say("Both laptops now show {value}.", value=next(iter(after[0])))


def there(office: Office, record: bytes) -> bytes:
    """A record of village A as it is named in another of its stores: the same sixteen bytes under its own stream number."""
    return office.register.resolve((1).to_bytes(4, "big") + bytes(16), record[-16:])


def _look(world: World, name: str) -> tuple[frozenset[str], int]:
    """After a round: the values that stand in the field, and how many disagreements are open."""
    with sent(world, name) as office:
        heads = office.register.heads("people", there(office, world.ids["person"]), "phone")
        return frozenset(str(head.value) for head in heads), len(office.register.conflicts())


def _settle_at_the_desk(world: World) -> None:
    """Pak Lalu points at his own entry, writes the reason, presses Selesaikan."""
    with DeskWindow(world.laptops["a2"].files, world.clock) as desk:
        desk.unlock(cast.LALU)
        page = desk.over(ConflictsPage)
        desk.until(lambda: bool(page.cards))
        desk.picture(world.screen("conflict"))
        QTest.mouseClick(page.cards[0], Qt.MouseButton.LeftButton)
        keys(page.reason, REASON)
        desk.settle()
        click(page.settle_button)
        desk.settle()
        desk.picture(world.screen("conflict-settled"))
