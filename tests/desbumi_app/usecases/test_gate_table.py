"""domain.md 5.3, letter by letter: what is asked before each migration letter, and what its absence leaves open."""

from dataclasses import replace

import pytest

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.catalogue.letters import load_letters
from desbumi_app.domain.gate import Answer
from desbumi_app.letter_request import LetterRequest
from desbumi_app.letter_rules import About, gate_of
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.letters import a_candidate

LETTERS = load_letters()
ALWAYS = ("L01", "L02", "L03", "L04", "L05", "L06", "L08", "L09", "L12", "L13", "L26")
# Beside the office, somebody of the family or a witness signs: who signs is here (decision 0026).
SIGNED_HERE = ("L01", "L02", "L03", "L05", "L06", "L13", "L26")
NEVER, HEAD, OPEN = Answer.CHECKLIST_ONLY, Answer.HEAD_DECIDES, Answer.OPEN
POINTS = {
    "all is there": OPEN,
    "1 no resident": NEVER,
    "2 under eighteen": NEVER,
    "3 no talk": NEVER,
    "3 a talk without the family": NEVER,
    "4 not cleared": HEAD,
    "5 destination closed": HEAD,
    "6 nobody here": NEVER,
    "6 card not seen": NEVER,
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """An office, the request of a letter, and what a gate is asked about: all of it, and without the clearance."""
    folder = tmp_path_factory.mktemp("v")
    office = bootstrap.set_up(folder, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    one = a_candidate(office)
    other = a_candidate(office, clear=False, about={"nik": "9901015406980010", "name": "Ani Rahayu"})
    talk = {"held_on": "2026-11-12", "with_family": True}
    about = About(
        office.register.get("people", one.person), office.register.get("journeys", one.journey), talk
    )
    yield office, about, replace(about, journey=office.register.get("journeys", other.journey))
    bootstrap.lock(office)


def situation(point, about, uncleared):
    """What the gate sees when one point fails."""
    person, journey, talk = about.person, about.journey, about.talk
    return {
        "1 no resident": replace(about, person={**person, "residence_status": "moved_out"}),
        "2 under eighteen": replace(about, person={**person, "born_on": "2010-06-14"}),
        "3 no talk": replace(about, talk=None),
        "3 a talk without the family": replace(about, talk={**talk, "with_family": False}),
        "4 not cleared": uncleared,
        "5 destination closed": replace(about, journey={**journey, "country": "SA", "job": None}),
    }.get(point, about)


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("code", ALWAYS)
def test_every_point_of_the_gate_stands_before_every_migration_letter(asked, code, point):
    office, about, uncleared = asked
    template = next(one for one in LETTERS.values() if one.code == code)
    request = LetterRequest(
        template.id, about.person["id"],
        signer_present=point != "6 nobody here", card_seen=point != "6 card not seen",
    )  # fmt: skip
    wanted = OPEN if point.startswith("6") and code not in SIGNED_HERE else POINTS[point]

    assert gate_of(office, template, request, situation(point, about, uncleared)).answer is wanted


def test_the_letters_of_the_table_are_the_migration_letters_and_who_signs_decides_the_tick():
    migration = {one.code: one for one in LETTERS.values() if "adult" in one.gate}
    assert sorted(migration) == list(ALWAYS)
    signed = {
        code
        for code, one in migration.items()
        if one.signatures.person or one.signatures.giver or one.signatures.witnesses
    }
    assert signed == set(SIGNED_HERE)
