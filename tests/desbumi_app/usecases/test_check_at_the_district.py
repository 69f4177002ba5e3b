"""The district's desk checks letters of its villages too, without a network: by QR and by the code in the footer."""

import pytest

from desbumi_app.documents.token import Answer
from desbumi_app.letter_keys import scanning_of
from desbumi_app.usecases.check_paper import IN_DISTRICT, NOT_IN_DISTRICT, check_paper
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.list_letters import list_letters
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.send_changes import Courier
from desbumi_app.usecases.verify_letter import Comparison
from desbumi_app.usecases.void_letter import void_letter
from sync.control_log import ControlLog
from tests.desbumi_app.documents.reading import qr_of
from tests.desbumi_app.usecases.joining import PRESENCE
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile


@pytest.fixture
def letter(villages, link):
    """A letter of one of two villages, sent to the district."""
    here, _there = villages
    scanning = scanning_of(here, ControlLog(here.register).state)
    done = issue_letter(
        here, prepare_letter(here, a_domicile(a_candidate(here))), scanning=scanning, cheap=True
    )
    Courier(here, link, PRESENCE).send_changes(everything=True)
    return here, done


def test_a_letter_of_a_village_is_known_by_qr_and_by_footer_code(letter, district, link, tmp_path):
    here, done = letter
    [url] = qr_of(done.paper.pdf, tmp_path)
    [line] = list_letters(here)
    assert check_paper(district, line.code).message.msgid == NOT_IN_DISTRICT
    Courier(district, link, PRESENCE).send_changes()
    by_qr = check_paper(district, url)
    assert (by_qr.answer, by_qr.villages) == (Answer.ISSUED, ("Desa Sukacontoh (99.01.01.2001)",))
    wrong = check_paper(district, url, Comparison("Orang Lain", "1998-06-14", "Sukacontoh"))
    assert wrong.answer is Answer.WRONG_FACTS
    by_code = check_paper(district, line.code.lower())
    assert (by_code.message.msgid, by_code.line.number) == (IN_DISTRICT, line.number)
    assert by_code.villages == ("Desa Sukacontoh (99.01.01.2001)",)
    void_letter(here, done.saved.record, "salah tulis")
    Courier(here, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes()
    assert check_paper(district, line.code).line.state == "void"
    assert check_paper(district, url).answer is Answer.REVOKED
