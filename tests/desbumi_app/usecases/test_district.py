"""The district unites two records of one person, takes it back without a loss, and settles what differs."""

import pytest

from db.arrivals import Source
from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.find_pairs import find_pairs
from desbumi_app.usecases.settle_conflict import list_conflicts, settle_conflict
from desbumi_app.usecases.unite_people import judge_pair, split_people, unite_people
from tests.desbumi_app.offices import RecordedClock, a_village

HERE = {
    "name": "Baiq Nurhayati", "nik": "9901015003950001", "nik_status": "verified", "born_on": "1995-03-10",
    "sex": "female", "mother_name": "Halimah", "phone": "+6281255550111",
}  # fmt: skip
THERE = HERE | {"name": "Bq. Nur Hayati", "phone": "+6287855550222", "nik_status": "stated"}


def give(source, target):
    """All saves of one store to another, as the wire would carry them."""
    me = source.identity()
    target.follow(me.stream)
    ops = [one.op for one in source.unsealed(everything=True)]
    target.apply_remote(Source(me.stream, me.device, me.incarnation, 1), ops)


@pytest.fixture
def district(tmp_path):
    clock = RecordedClock()
    users = (
        NewUser("admin", "Dewi Kartika", "Admin", frozenset({"district_admin"}), "kata sandi kabupaten"),
    )
    new = NewOffice("district", "rekajaya", "Kabupaten Rekajaya", "Provinsi Contoh", users)
    office = bootstrap.set_up(tmp_path / "kab", new, clock, cost=CHEAP_FOR_TESTS).office
    for name, code, person in (("Sukacontoh", "99.01.01.2001", HERE), ("Bedacontoh", "99.01.01.2002", THERE)):
        new_village = a_village(name.casefold(), village_name=name, region_code=code)
        village = bootstrap.set_up(tmp_path / name, new_village, clock, cost=CHEAP_FOR_TESTS).office
        with village.register.transaction(operator=village.operator.id, purpose="test") as tx:
            tx.create("people", person)
        give(village.register, office.register)
        bootstrap.lock(village)
    yield office
    bootstrap.lock(office)


def two(district):
    pair = find_pairs(district)[0]
    return pair.one, pair.other


def shown(district, record, *fields):
    row = district.register.get("people", record)
    return tuple(row[name] for name in fields)


def test_the_same_person_in_two_villages_is_found_with_reasons(district):
    pairs = find_pairs(district)
    assert len(pairs) == 1
    assert pairs[0].verdict.reasons
    assert pairs[0].said is None


def test_both_villages_get_the_chosen_value_and_learn_where_else_nothing_more(district):
    one, other = two(district)
    united = unite_people(district, one, other, {"name": "Baiq Nurhayati"}, "NIK dan lahir sama")
    assert shown(district, one, "name") == shown(district, other, "name") == ("Baiq Nurhayati",)
    places = {shown(district, one, "also_registered_in"), shown(district, other, "also_registered_in")}
    assert places == {(("99.01.01.2002",),), (("99.01.01.2001",),)}
    phones = {shown(district, one, "phone"), shown(district, other, "phone")}
    assert phones == {("+6281255550111",), ("+6287855550222",)}
    assert len(united.replaced) == 1
    assert find_pairs(district) == ()


def test_splitting_writes_back_and_marks_the_pair_as_two(district):
    one, other = two(district)
    before = shown(district, one, "name", "phone"), shown(district, other, "name", "phone")
    united = unite_people(district, one, other, {"name": "Baiq Nurhayati", "phone": "+6281255550111"}, "sama")
    split = split_people(district, united.link, "salah orang")
    assert (shown(district, one, "name", "phone"), shown(district, other, "name", "phone")) == before
    assert len(split.restored) == 2
    assert split.left == ()
    assert shown(district, one, "also_registered_in") == ((),)
    assert find_pairs(district) == ()


def test_a_value_changed_since_the_union_stays_and_is_listed(district):
    one, other = two(district)
    united = unite_people(district, one, other, {"name": "Baiq Nurhayati"}, "sama")
    changed = united.replaced[0].record
    with district.register.transaction(operator=district.operator.id, purpose="test") as tx:
        tx.change("people", changed, {"name": "Baiq Nurhayati Rahman"})
    split = split_people(district, united.link, "salah orang")
    assert split.restored == ()
    assert [item.field for item in split.left] == ["name"]
    assert shown(district, changed, "name") == ("Baiq Nurhayati Rahman",)


def test_united_split_and_united_again_is_one_link_with_its_history(district):
    one, other = two(district)
    first = unite_people(district, one, other, {"name": "Baiq Nurhayati"}, "sama")
    split_people(district, first.link, "ragu")
    again = unite_people(district, other, one, {"name": "Bq. Nur Hayati"}, "desa sudah memeriksa")
    assert again.link == first.link
    verdicts = [
        field.new for entry in district.register.history(first.link) for field in entry.fields
        if field.field == "verdict"
    ]  # fmt: skip
    assert verdicts == ["same", "not_same", "same"]
    assert shown(district, one, "name") == shown(district, other, "name") == ("Bq. Nur Hayati",)


@pytest.mark.parametrize(("verdict", "left"), [("later", 1), ("ask", 1), ("not_same", 0)])
def test_a_postponed_pair_comes_back_and_a_refused_one_does_not(district, verdict, left):
    one, other = two(district)
    judge_pair(district, one, other, verdict, "belum yakin")
    assert len(find_pairs(district)) == left
    assert shown(district, one, "also_registered_in") == ((),)


def test_nothing_is_stored_when_a_record_is_not_there(district):
    one, _other = two(district)
    before = district.register.state_hash()
    with pytest.raises(Exception, match="no_such_record"):
        unite_people(district, one, one[:4] + bytes(16), {"name": "X"}, "salah")
    assert district.register.state_hash() == before


def disputed(office):
    """One field written on two laptops that did not know of each other."""
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        return tx.create("people", HERE)


def test_two_values_stand_until_a_person_chooses_with_a_reason(office, tmp_path):
    record = disputed(office)
    other = bootstrap.set_up(tmp_path / "dua", a_village("dua"), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    me = office.register.identity()
    other.register.follow(me.stream)
    ops = [one.op for one in office.register.unsealed(everything=True)]
    other.register.apply_remote(Source(me.stream, me.device, me.incarnation, 1), ops)
    far = other.register.streams().index(me.stream) + 1
    there = far.to_bytes(4) + record[4:]
    with other.register.transaction(operator=other.operator.id, purpose="test") as tx:
        tx.change("people", there, {"hamlet": "Montong"})
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("people", record, {"hamlet": "Karang Lor"})
    theirs = [one.op for one in other.register.unsealed(me.stream, everything=True)][-1:]
    device = other.register.identity()
    office.register.apply_remote(Source(me.stream, device.device, device.incarnation, 1), theirs)
    bootstrap.lock(other)
    (found,) = [one for one in list_conflicts(office) if one.conflict.field == "hamlet"]
    assert {voice.value for voice in found.voices} == {"Montong", "Karang Lor"}
    assert isinstance(settle_conflict(office, found.conflict, "Montong", "  "), Refused)
    settle_conflict(office, found.conflict, "Montong", "ditanya lewat telepon")
    assert list_conflicts(office) == ()
    assert office.register.get("people", record)["hamlet"] == "Montong"
    assert isinstance(settle_conflict(office, found.conflict, "Karang Lor", "terlambat"), Refused)
