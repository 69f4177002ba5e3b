"""What the demo holds while it runs: folders, laptops, the relay process, papers, transcript. Decides nothing."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from db.clock import Clock, SystemClock
from db.errors import StoreError
from desbumi_app import child
from desbumi_app.documents.render import Rendered
from sync.transport import RelayLink
from ui.commands.demo_cast import Laptop
from ui.commands.demo_transcript import DemoError, Transcript

MARK: Final = ".desbumi-demo"
OURS: Final = ("offices", "relay", "papers", "screens")


@dataclass(slots=True)
class World:
    """Filled in step by step. `village_a` and `village_b` are the villages' ids in the control chain."""

    out: Path
    address: str
    clock: Clock = field(default_factory=SystemClock)
    transcript: Transcript = field(default_factory=Transcript)
    laptops: dict[str, Laptop] = field(default_factory=dict)
    villages: dict[str, bytes] = field(default_factory=dict)
    papers: dict[str, Path] = field(default_factory=dict)
    ids: dict[str, bytes] = field(default_factory=dict)
    screens: list[Path] = field(default_factory=list)

    def link(self) -> RelayLink:
        """A new way to the relay."""
        return RelayLink(self.address)

    def screen(self, name: str) -> Path:
        """Where the next picture goes; pictures are numbered in the order in which pages were passed."""
        path = self.out / "screens" / f"{len(self.screens) + 1:02}-{name}.png"
        self.screens.append(path)
        return path

    def paper(self, name: str) -> Path:
        """Where a paper goes."""
        return self.papers.setdefault(name, self.out / "papers" / f"{name}.pdf")

    def keep_paper(self, name: str, paper: Rendered) -> Path:
        """Leave a paper as a file."""
        path = self.paper(name)
        path.write_bytes(paper.pdf)
        return path


def fresh_folder(out: Path) -> None:
    """Make the demo's folder, empty; StoreError exists for a folder with things of somebody else in it."""
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise StoreError("exists")
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).touch()
    for name in OURS:
        if (out / name).exists():
            shutil.rmtree(out / name)
        (out / name).mkdir()


@contextmanager
def relay(folder: Path) -> Iterator[str]:
    """A relay process on a free port of this computer; its address. It ends with the block."""
    process = child.start(["relay", "--data", str(folder), "--port", "0"])
    try:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        if words[:2] != ["desbumi", "relay"]:
            raise DemoError("relay")
        yield f"http://{words[2]}:{words[3]}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()
