"""The file says first what is due next: a contact, else the departure that is planned."""

from dataclasses import replace
from datetime import date

import pytest

from desbumi_app.domain.stage_rules import Stage
from tests.ui.models.files import a_file, row
from ui import language
from ui.pages.person_next import due_words

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("stage", "contact", "planned", "said"),
    [
        (Stage.WORKING, "2026-12-05", None, ("Lapor diri 5 Des 2026", "12 hari lagi")),
        (Stage.WORKING, "2026-11-20", None, ("Lapor diri 20 Nov 2026", "lewat 3 hari")),
        (Stage.CANDIDATE, None, "2026-11-25", ("Rencana berangkat 25 Nov 2026", "2 hari lagi")),
        (Stage.READY, None, "2026-11-20", ("Rencana berangkat 20 Nov 2026", "lewat 3 hari")),
        (Stage.CANDIDATE, None, "2027-01", ("Rencana berangkat Jan 2027", "")),
        (Stage.RETURNED, None, "2026-11-25", ("Tidak ada jadwal", "")),
    ],
)
def test_what_is_due_next(stage, contact, planned, said):
    language.use("id")
    trip = row("journeys", 1, country="HK", planned_departure_on=planned)
    file = a_file(journeys=[trip])
    file = replace(file, derived=replace(file.derived, stage=stage, next_contact_on=contact))
    assert due_words(file, TODAY)[:2] == said
