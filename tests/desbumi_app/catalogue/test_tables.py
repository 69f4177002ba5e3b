import subprocess
import sys
import threading

import pytest

from db.spec import Fold, Merge
from desbumi_app.catalogue.fields import Kind, Sensitivity
from desbumi_app.catalogue.load import PackagedSource
from desbumi_app.catalogue.tables import STORES, TABLES, Catalogue, load_catalogue

NUMBERS = {
    "people": 1,
    "households": 2,
    "journeys": 3,
    "household_members": 4,
    "contacts": 5,
    "documents": 6,
    "check_ins": 7,
    "returns": 8,
    "life_events": 9,
    "notices": 10,
    "counselling": 11,
    "letters": 12,
    "attachments": 13,
    "drops": 14,
    "read_summaries": 15,
    "users": 16,
    "village_settings": 17,
    "number_series": 18,
    "visits": 19,
    "extensions": 20,
    "plans": 21,
    "pack_copies": 22,
    "journey_recruitment": 50,
    "journey_money": 51,
    "journey_health": 52,
    "screening": 53,
    "child_needs": 54,
    "complaints": 55,
    "cases": 56,
    "case_notes": 57,
    "check_in_details": 58,
    "remittances": 59,
    "return_details": 60,
    "case_evidence": 61,
    "inbox_keys": 62,
    "case_reads": 63,
    "links": 80,
    "pair_verdicts": 81,
    "assignments": 82,
    "release_ledger": 83,
}


def test_tables_keep_their_numbers_for_ever():
    assert {table.name: table.no for table in load_catalogue().tables} == NUMBERS


@pytest.mark.parametrize("store", STORES)
def test_each_store_gets_its_tables_in_order_as_the_store_sees_them(store):
    specs = load_catalogue().specs(store)
    assert [spec.name for spec in specs] == list(TABLES[store])
    assert [spec.no for spec in specs] == sorted(spec.no for spec in specs)
    assert {spec.store for spec in specs} == {store}


def test_a_spec_carries_what_the_store_needs():
    people = next(spec for spec in load_catalogue().specs("register") if spec.name == "people")
    nik, skills, photo = people.field("nik"), people.field("skills"), people.field("photo_id")
    assert (nik.no, nik.column, nik.merge, nik.fold) == (2, "TEXT", Merge.GUARDED, Fold.DIGITS)
    assert (skills.column, skills.merge) == ("TEXT", Merge.SET)
    assert (photo.column, photo.refers_to) == ("BLOB", "attachments")
    assert people.field("back_registered").column == "INTEGER"
    assert people.field("landline").until == 1


def test_facts_that_could_be_forged_stay_in_dispute_until_someone_settles_them():
    catalogue = load_catalogue()
    guarded = {
        "people": {"name", "nik", "born_on", "population_status"},
        "life_events": {"kind", "occurred_on", "source_document", "confirmed_by"},
        "journeys": {"clearance"},
        "letters": {"number", "sequence", "state", "voided_on", "void_reason"},
        "links": {"a_id", "b_id", "verdict", "reason"},
        "cases": {"status", "closed_on", "possible_victim"},
    }
    for table, names in guarded.items():
        for name in names:
            assert catalogue.table(table).field(name).merge is Merge.GUARDED, (table, name)


def test_a_retired_field_is_hidden_in_forms_and_still_stored():
    people = load_catalogue().table("people")
    assert people.field("landline").retired
    assert "landline" not in {one.name for one in people.open_fields}
    assert "landline" in {one.name for one in people.spec().fields}


def test_only_the_cases_hold_special_data():
    kept = {
        table.store
        for table in load_catalogue().tables
        for one in table.fields
        if one.sensitivity is Sensitivity.SPECIAL
    }
    assert kept == {"cases"}


def test_every_nik_and_phone_of_a_person_is_masked():
    shown = [
        f"{table.name}.{one.name}"
        for table in load_catalogue().tables
        for one in table.fields
        if one.kind in (Kind.NIK, Kind.PHONE) and one.mask == "none" and table.name != "village_settings"
    ]
    assert shown == []


def test_dated_facts_have_the_names_that_the_stage_knows():
    facts = {(table.name, one.name): one.fact for table, one in load_catalogue().facts()}
    assert facts == {
        ("journeys", "passport_expires_on"): "expires",
        ("journeys", "contract_ends_on"): "expires",
        ("journeys", "bpjs_ends_on"): "expires",
        ("journeys", "candidate_on"): "registered",
        ("journeys", "processing_on"): "processing",
        ("journeys", "ready_on"): "ready",
        ("journeys", "departed_on"): "departed",
        ("journeys", "arrived_on"): "arrived",
        ("check_ins", "contacted_on"): "contact",
        ("check_ins", "last_contact_on"): "contact",
        ("check_ins", "renewed_until"): "expires",
        ("returns", "arrived_on"): "returned",
        ("returns", "redeparted_on"): "re_entered",
        ("returns", "settled_on"): "settled",
        ("extensions", "ends_on"): "expires",
        ("journeys", "visa_expires_on"): "expires",
        ("life_events", "occurred_on"): "life_event",
    }


def test_a_longest_value_leaves_room_in_one_operation_of_the_cases():
    longest = max(one.max_bytes for table in load_catalogue().of_store("cases") for one in table.fields)
    assert longest == 3000


def test_threads_share_one_table_object():
    catalogue = Catalogue(PackagedSource())
    found = []
    threads = [threading.Thread(target=lambda: found.append(catalogue.table("people"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {id(table) for table in found} == {id(catalogue.table("people"))}


def test_the_register_tables_are_ready_quickly_in_a_fresh_process():
    code = (
        "import time\n"
        "from desbumi_app.catalogue.tables import load_catalogue\n"
        "start = time.process_time()\n"
        "load_catalogue().specs('register')\n"
        "print(time.process_time() - start)\n"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(3)]
    assert min(float(run.stdout) for run in runs) < 0.15
