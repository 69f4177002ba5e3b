"""`desbumi self-test`: whether this copy of the program is whole. Touches no office of this computer.

Every step uses the program's own doors on invented people in a folder that is removed. One line a step; the first
failure ends it with a code that names the step.
"""

import argparse
import io
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PIL import Image

from db import recovery
from desbumi_app import bootstrap, child, pictures
from desbumi_app.catalogue.letters import load_letters
from desbumi_app.catalogue.shelves import open_one_of_each
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.cli_words import both
from desbumi_app.documents.render import Rendered, State, render_letter
from desbumi_app.explanations import explain
from desbumi_app.office import Office
from desbumi_app.outcomes import Saved
from desbumi_app.sample import specimen
from desbumi_app.usecases.print_checklist import WalkIn, print_checklist
from desbumi_app.usecases.print_invitation import InvitationPaper, print_invitation
from desbumi_app.usecases.print_recovery_sheet import print_recovery_sheet
from desbumi_app.usecases.record_counselling import record_counselling
from desbumi_app.words import DEFAULT_LANGUAGE, Words
from sync.transport import RelayLink

# A sentence that every copy can say; that it differs from the English one proves a compiled catalogue.
_SAID: Final = "Everything recorded before is safe."
_URL: Final = "https://desa.invalid/v#0"
_RELAY: Final = ("starlette", "uvicorn", "sqlalchemy", "alembic")
_RELAY_SECONDS: Final = 20
_PICTURE: Final = 200  # dots
# A letter has ink on at least this share of its page.
_INK: Final = 0.002


class SelfTestError(Exception):
    """A step failed. `code` is "self_test_<step>.<what>", without anything of a register."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class _World:
    """What earlier steps leave to later ones."""

    folder: Path
    paper: bytes = b""


def run(_args: argparse.Namespace) -> int:
    """Run every step; 0 when all are passed, else raises SelfTestError at the first that is not."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="desbumi-") as folder:
        world = _World(Path(folder))
        for name, step in _steps():
            with _named(name):
                print(f"{name}: {step(world)}", flush=True)
    print(both("This copy of the program works."))
    return 0


def _steps() -> Sequence[tuple[str, Callable[[_World], str]]]:
    steps: list[tuple[str, Callable[[_World], str]]] = [
        ("resources", _resources),
        ("words", _words),
        ("register", _register),
        ("glyph", _glyph),
        ("picture", _picture),
        ("window", _window),
    ]
    return [*steps, ("relay", _relay)] if all(find_spec(one) for one in _RELAY) else steps


@contextmanager
def _named(step: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise SelfTestError(f"self_test_{step}.{explain(error).code}") from error


def _resources(_world: _World) -> str:
    """The program's version, one file of each folder, and every declaration the stores are made of."""
    load_catalogue()
    return f"{version('desbumi')}; {', '.join(open_one_of_each())}"


def _words(_world: _World) -> str:
    said = Words(DEFAULT_LANGUAGE).text(_SAID)
    if said == _SAID:
        raise SelfTestError("no_catalogue")
    return said


def _register(world: _World) -> str:
    """An encrypted village: made, filled from a workbook, closed, opened, written to, and its papers printed."""
    from ui.commands import sample_office

    files, clock = sample_office.make(world.folder / "sukacontoh"), sample_office.StandingClock()
    if files.register.read_bytes().startswith(b"SQLite format 3"):
        raise SelfTestError("not_encrypted")
    office = bootstrap.unlock(files, sample_office.LOGIN, sample_office.PASSPHRASE, clock, cheap=True)
    try:
        people = _stored(office)
        papers = _papers(office)
    finally:
        bootstrap.lock(office)
    if not all(paper.pdf.startswith(b"%PDF") and paper.pages for paper in papers):
        raise SelfTestError("no_pdf")
    world.paper = papers[0].pdf
    return f"{people}, {len(papers)} PDF"


def _stored(office: Office) -> int:
    """How many people stand in the register, after one counselling was written and read back."""
    person = office.register.rows_where("people")[0]["id"]
    saved = record_counselling(office, person, {"held_on": "21 Nov 2026", "topics": ("safe_migration",)})
    row = office.register.get("counselling", saved.record) if isinstance(saved, Saved) else None
    if row is None or row["held_on"] != "2026-11-21":
        raise SelfTestError("not_stored")
    return office.register.count("people")


def _papers(office: Office) -> list[Rendered]:
    """Every letter as an original with its QR, the checklist, the recovery sheet, the invitation."""
    letters = [
        render_letter(template, facts, state=State.ORIGINAL, number=specimen.NUMBER, token_url=_URL)
        for template in load_letters().values()
        for facts in (specimen.filled(template),)
    ]
    rows = recovery.rows_of(secrets.token_bytes(recovery.SEED_BYTES))
    invited = InvitationPaper(
        specimen.INVITATION_CODE, "U-000", "Sari", "Desa Sukacontoh", "2026-12-01", "https://relay.contoh"
    )
    return [
        *letters,
        print_checklist(office, WalkIn("p_to_p", "TW"), bilingual=True),
        print_recovery_sheet(office, rows),
        print_invitation(office, invited),
    ]


def _glyph(world: _World) -> str:
    """Letters of the bundled font and a bundled icon leave ink, and a letter's page is drawn."""
    from ui.commands.ink import ink_of_page, ink_of_text

    text, page = ink_of_text("Aḥ ʿ"), ink_of_page(world.paper)
    if not text or page < _INK:
        raise SelfTestError("nothing_drawn")
    return f"{text} px, {page:.1%}"


def _picture(_world: _World) -> str:
    """A picture is decoded by a process of this program's own, as the frozen program starts it."""
    out = io.BytesIO()
    Image.new("RGB", (_PICTURE, _PICTURE), "red").save(out, "PNG")
    return f"{len(pictures.logo(out.getvalue()))} bytes"


def _window(world: _World) -> str:
    """The real window at its door, drawn."""
    from ui.commands.ink import ink_of_window

    ink = ink_of_window(world.folder / "sukacontoh")
    if ink < _INK:
        raise SelfTestError("nothing_drawn")
    return f"{ink:.1%}"


def _relay(world: _World) -> str:
    """The relay as a process of its own, asked who it is."""
    process = child.start(["relay", "--data", str(world.folder / "relay"), "--port", "0"])
    try:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        if words[:2] != ["desbumi", "relay"]:
            raise SelfTestError("did_not_start")
        link = RelayLink(f"http://{words[2]}:{words[3]}")
        hello = link.hello()
        link.close()
        return hello.key.hex()[:8]
    finally:
        process.terminate()
        process.communicate(timeout=_RELAY_SECONDS)
