"""`desbumi demo`: the main job from census to united register, on real parts; papers, pictures and a transcript remain.

With a screen the story runs offscreen in a child process first; then the window opens on what it left.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desbumi_app import child
from desbumi_app.cli_words import both
from ui.commands.demo_transcript import NAME
from ui.commands.demo_world import World, fresh_folder, relay

OFFSCREEN: Final = "offscreen"


def demo(args: argparse.Namespace) -> int:
    """Run the story, tell where it lies; open the window when there is a screen and nobody asked for none."""
    out: Path = args.out.resolve()
    residents: Path | None = args.residents.resolve() if args.residents else None
    if args.headless or not has_screen():
        os.environ["QT_QPA_PLATFORM"] = OFFSCREEN
        tell(out, story(out, residents))
        return 0
    words = ["demo", "--headless", "--out", str(out), *(["--residents", str(residents)] if residents else [])]
    status = subprocess.run(child.command(words), check=False).returncode  # noqa: S603 our own program
    return status or open_window(out)


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM") == OFFSCREEN:
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def story(out: Path, residents: Path | None) -> World:
    """All seven steps in `out`, which is emptied first; whatever ends it early leaves the transcript so far."""
    from ui.commands import demo_counts, demo_departure, demo_disputes, demo_joining, demo_pairs, demo_people

    fresh_folder(out)
    with relay(out / "relay") as address:
        world = World(out, address)
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("A district is founded and its relay started", lambda: demo_joining.found(world)),
            ("Three laptops join by printed invitations", lambda: demo_joining.join_all(world)),
            ("Two villages bring in their population lists", lambda: demo_people.bring_in(world, residents)),
            ("A departure is recorded, cleared and printed", lambda: demo_departure.depart(world)),
            ("Two laptops disagree, and one settles it", lambda: demo_disputes.disagree_and_settle(world)),
            ("The district unites, splits and unites again", lambda: demo_pairs.unite_split_unite(world)),
            ("Everything is counted twice", lambda: demo_counts.count(world)),
        )
        try:
            for number, (msgid, step) in enumerate(steps, start=1):
                with world.transcript.step(str(number), msgid):
                    step()
        finally:
            world.transcript.write(out)
    return world


def tell(out: Path, world: World) -> None:
    """One line a step, then where to look."""
    for name, seconds in world.transcript.seconds.items():
        print(f"{name}. {world.transcript.titles[name]} ({seconds:.1f} s)")
    print(both("Papers, pictures and {transcript} are in {folder}", transcript=NAME, folder=out))


def open_window(out: Path) -> int:
    """The window on laptop 1 of village A; user names and passphrases stand in the transcript."""
    from ui.start import HOME, run

    os.environ[HOME] = str(out / "offices" / "sukacontoh-1")
    print(both("User names and passwords are in {transcript}", transcript=out / NAME))
    return run(["desbumi"])
