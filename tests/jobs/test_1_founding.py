"""Step 1: a district is founded; its relay is a process of its own that can read nothing."""

import socket
import sqlite3
from contextlib import closing

from sync.control.state import Compartment
from sync.control_log import ControlLog


def test_the_chain_begins_with_the_founding_and_names_desk_and_relay(story):
    with story.opened("district") as office:
        state = ControlLog(office.register).state
        assert state.name == "Kabupaten Rekajaya"
        assert state.relay is not None
        assert state.relay.addresses[0].startswith("http://127.0.0.1:")
        desks = [one for one in state.devices.values() if one.village is None]
        assert {one.compartment for one in desks} == {Compartment.REGISTER, Compartment.CASES}
        assert len(state.villages) == 2


def test_no_name_and_no_number_of_a_person_lies_at_the_relay(story):
    with story.opened("a1") as office:
        people = office.register.rows_where("people")
    assert len(people) > 150
    needles = {str(person[name]).encode() for person in people for name in ("name", "nik") if person[name]}
    files = [path for path in (story.out / "relay").rglob("*") if path.is_file()]
    stored = b"".join(path.read_bytes() for path in files)
    assert len(stored) > story.facts["facts"]["bytes"]
    assert [needle for needle in needles if len(needle) > 8 and needle in stored] == []


def test_the_relay_used_its_embedded_database_and_has_ended(story):
    with closing(sqlite3.connect(story.out / "relay" / "relay.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with story.opened("district") as office:
        host, port = ControlLog(office.register).state.relay.addresses[0].removeprefix("http://").split(":")
    with socket.socket() as one:
        assert one.connect_ex((host, int(port))) != 0
