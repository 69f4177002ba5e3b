"""Sending and receiving in the demo: one real round of a laptop with the relay, as the Send page does it."""

from collections.abc import Iterator
from contextlib import contextmanager

from desbumi_app.office import Office
from desbumi_app.usecases.send_changes import Courier, packing, presence
from ui.commands.demo_world import World


@contextmanager
def sent(world: World, name: str) -> Iterator[Office]:
    """Open the laptop as its first user and do a round; the office stays open for a look. Young saves go too."""
    link = world.link()
    try:
        with world.laptops[name].opened() as office:
            courier = Courier(office, link, presence(office), dictionary=packing())
            courier.send_changes(everything=True)
            yield office
    finally:
        link.close()


def send(world: World, name: str) -> None:
    """A round, and the laptop is locked again."""
    with sent(world, name):
        pass
