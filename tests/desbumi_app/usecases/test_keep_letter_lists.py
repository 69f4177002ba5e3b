"""A letter that its village cancels is known as cancelled to the whole district after two rounds, with a fresh date."""

from desbumi_app.documents.token import Answer
from desbumi_app.letter_keys import scanning_of
from desbumi_app.usecases.check_paper import check_paper
from desbumi_app.usecases.exchange_bundle import read_bundle_file, write_bundle_file
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.keep_letter_lists import Kept, keep_letter_lists
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.send_changes import Courier
from desbumi_app.usecases.void_letter import void_letter
from sync.control_log import ControlLog
from sync.speaking import Speaker
from tests.desbumi_app.documents.reading import qr_of
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.joining import PRESENCE
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile


def keep(office, link):
    return keep_letter_lists(office, Speaker(ControlLog(office.register), link))


def test_cancelled_in_one_village_is_cancelled_at_the_desk_of_the_other(villages, district, link, tmp_path):
    here, there = villages
    scanning = scanning_of(here, ControlLog(here.register).state)
    done = issue_letter(
        here, prepare_letter(here, a_domicile(a_candidate(here))), scanning=scanning, cheap=True
    )
    [url] = qr_of(done.paper.pdf, tmp_path)
    before = check_paper(there, url)
    assert (before.answer, before.age.on) == (Answer.ISSUED, "")
    assert before.villages == ("Desa Sukacontoh (99.01.01.2001)",)
    void_letter(here, done.saved.record, "salah tulis")
    Courier(here, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes()
    Courier(there, link, PRESENCE).send_changes()
    after = check_paper(there, url)
    assert (after.answer, after.age.on, after.age.days) == (Answer.REVOKED, "2026-11-21", 0)


def test_nothing_is_said_twice_and_the_date_is_renewed_after_six_days(villages, district, link):
    keep(district, link)
    assert keep(district, link) == Kept(0, confirmed=False)
    district.clock.forward(5 * 86_400)
    assert keep(district, link) == Kept(0, confirmed=False)
    district.clock.forward(2 * 86_400)
    assert keep(district, link) == Kept(0, confirmed=True)
    state = ControlLog(district.register).state
    assert {outcome.reason for outcome in state.outcomes} == {None}


def test_a_village_and_an_office_that_has_not_joined_say_nothing(villages, made, link):
    assert keep(villages[0], link) == Kept(0, confirmed=False)
    assert keep(made(a_village("sendiri")), link) == Kept(0, confirmed=False)


def test_by_stick_alone_a_cancelled_letter_is_cancelled_in_the_other_village_and_the_list_has_its_day(
    villages,
    district,
    link,
    tmp_path,
):
    here, there = villages
    scanning = scanning_of(here, ControlLog(here.register).state)
    done = issue_letter(
        here, prepare_letter(here, a_domicile(a_candidate(here))), scanning=scanning, cheap=True
    )
    [url] = qr_of(done.paper.pdf, tmp_path)
    void_letter(here, done.saved.record, "salah tulis")
    here.clock.forward(3 * 86_400)
    there.clock.forward(3 * 86_400)
    write_bundle_file(here, tmp_path / "ke-kabupaten.desbumi")
    read_bundle_file(district, tmp_path / "ke-kabupaten.desbumi")
    Courier(district, link, PRESENCE).send_changes()
    write_bundle_file(district, tmp_path / "ke-desa.desbumi")
    assert check_paper(there, url).answer is Answer.ISSUED
    read_bundle_file(there, tmp_path / "ke-desa.desbumi")
    after = check_paper(there, url)
    assert (after.answer, bool(after.age.on), after.age.old) == (Answer.REVOKED, True, False)
