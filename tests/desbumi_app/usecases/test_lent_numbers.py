"""Numbers lent to another computer after the backup are never given again by the restored one."""

import pytest

from desbumi_app import bootstrap
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.back_up import back_up
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.number_letters import (
    LENT_UNSURE,
    UNHEARD,
    NumberError,
    lease_block,
    next_serial_of,
    place_for,
)
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.restore_backup import put_in_place
from desbumi_app.usecases.send_changes import Courier
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.joining import PRESENCE, joined
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile
from tests.desbumi_app.usecases.restoring import prepared, unlocked

OTHER = bytes(15) + b"7"


def lends(office):
    (settings,) = office.register.rows_where("village_settings")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("village_settings", bytes(settings["id"]), {"series_mode": "lease"})


def issue(office, person, **more):
    return issue_letter(office, prepare_letter(office, a_domicile(person)), cheap=True, **more)


@pytest.fixture
def here(made, district, link):
    """A joined village that lends blocks, and has numbered one letter."""
    office = made(a_village())
    joined(district, office, link)
    lends(office)
    issue(office, a_candidate(office))
    Courier(office, link, PRESENCE).send_changes(everything=True)
    return office


def test_the_mark_of_the_lender_jumps_a_block_that_an_older_file_does_not_know(here, tmp_path):
    back_up(here, tmp_path / "usb")
    block = lease_block(here, OTHER)
    assert (block.first, block.last) == (2, 21)
    bootstrap.lock(here)
    ready = prepared(here.files.folder.parent, tmp_path / "usb", here.clock)
    put_in_place(ready, {one.key: 1 for one in ready.series}, here.clock)
    again = unlocked(here.files.folder.parent, here.clock)
    assert again.register.meta(UNHEARD) is None
    assert next_serial_of(again, place_for(again, ("surat",), 2026)) == 22
    bootstrap.lock(again)


def test_without_a_mark_nothing_is_numbered_unasked_until_the_server_was_heard(here, link, tmp_path):
    back_up(here, tmp_path / "usb")
    lease_block(here, OTHER)
    Courier(here, link, PRESENCE).send_changes(everything=True)
    bootstrap.lock(here)
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", here.clock)
    put_in_place(ready, {one.key: 1 for one in ready.series}, here.clock)
    again = unlocked(tmp_path / "fresh", here.clock)
    person = a_candidate(again)
    refused = issue(again, person)
    assert isinstance(refused, Refused)
    assert refused.problems[0].message.msgid == LENT_UNSURE
    with pytest.raises(NumberError, match="lent to another computer"):
        lease_block(again, OTHER)
    assert issue(again, person, manual=40).number.split("/")[1] == "040"
    Courier(again, link, PRESENCE).send_changes(everything=True)
    assert again.register.meta(UNHEARD) is None
    assert issue(again, person).number.split("/")[1] == "041"
    blocks = [row for row in again.register.rows_where("number_series") if row["leased_to"]]
    assert [(row["lease_first"], row["lease_last"]) for row in blocks] == [(2, 21)]
    bootstrap.lock(again)
