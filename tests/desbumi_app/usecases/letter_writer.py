"""An office in a process of its own that issues letters until it is killed and says which were acknowledged."""

from multiprocessing.connection import Connection
from pathlib import Path

from desbumi_app import bootstrap
from desbumi_app.office import Files
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.offices import RecordedClock
from tests.desbumi_app.usecases.letters import Candidate, a_domicile


def write_on(folder: str, person: bytes, told: Connection) -> None:
    """Issues one letter after the other; its number is sent only after it was stored."""
    files = Files(Path(folder), "sukacontoh")
    office = bootstrap.unlock(files, "sari", "empat kata acak kami", RecordedClock(), cheap=True)
    prepared = prepare_letter(office, a_domicile(Candidate(person, b"")))
    told.send("ready")
    while True:
        told.send(issue_letter(office, prepared, cheap=True).number)
