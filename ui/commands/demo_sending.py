"""Sending and receiving in the demo: one real round of a laptop with the relay, as the Send page does it."""

from desbumi_app.cli_sync import packing, presence
from desbumi_app.usecases.send_changes import Courier, Sent
from ui.commands.demo_world import World


def send(world: World, name: str) -> Sent:
    """Open the laptop as its first user, do a round, lock it. Saves younger than 15 s go too, as at a lock."""
    link = world.link()
    try:
        with world.laptops[name].opened() as office:
            courier = Courier(office, link, presence(office), dictionary=packing())
            return courier.send_changes(everything=True)
    finally:
        link.close()
