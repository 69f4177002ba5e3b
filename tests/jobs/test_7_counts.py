"""Step 7: the counts that the transcript ends with are true of the stores it left."""

import json

import pytest

from db.kept import KeptStore
from tests.desbumi_app.terminal import desbumi
from ui.commands.demo_transcript import DemoError, Transcript


def test_every_store_of_a_village_holds_the_same_values(story):
    hashes = set()
    with story.opened("a1") as office:
        stream = office.register.streams()[0]
        people = office.register.count("people")
    for name in ("a1", "a2", "district"):
        with story.opened(name) as office:
            hashes.add(office.register.state_hash(stream))
    assert len(hashes) == 1
    assert people == story.facts["facts"]["total_a"] == story.facts["facts"]["people_a1"]


def test_the_district_holds_exactly_the_people_of_both_villages(story):
    with story.opened("district") as office:
        assert (
            office.register.count("people")
            == story.facts["facts"]["total_a"] + story.facts["facts"]["total_b"]
        )


def test_the_bytes_are_those_of_the_sealed_batches(story):
    total = 0
    for name in ("a1", "a2", "b", "district"):
        with story.opened(name) as office:
            for stream in office.register.streams():
                total += sum(
                    len(data)
                    for _n, data, receipt in KeptStore(office.register).own_batches(stream)
                    if receipt
                )
    assert total == story.facts["facts"]["bytes"]


def test_every_audit_chain_holds(story):
    for name in ("a1", "a2", "b", "district", "team"):
        with story.opened(name) as office:
            assert office.register.verify_audit() > 0


def test_two_places_that_differ_end_the_demo():
    transcript = Transcript()
    with pytest.raises(DemoError, match="people"):
        transcript.checked("people", "{n} people", 3, 4)
    with pytest.raises(DemoError):
        transcript.checked("people", "{n} people", 3)
    assert transcript.facts == {}


def test_a_folder_with_things_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "surat.txt").write_text("milik orang lain", encoding="utf-8")
    said = desbumi("demo", "--headless", "--out", tmp_path)
    assert (said.code, said.failure) == (4, "[exists]")
    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]


def test_the_transcript_has_a_time_for_each_step_and_both_languages(story):
    assert list(story.facts["seconds"]) == ["1", "2", "3", "4", "5", "6", "7"]
    for number in range(1, 8):
        assert f"## {number}. " in story.transcript
    assert "bita buku di jaringan" in story.transcript
    assert "bytes of registers on the wire" in story.transcript
    assert json.dumps(story.facts["facts"]["bytes"]) in story.transcript
