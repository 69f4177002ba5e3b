"""Replicas with real encrypted stores, use cases and a real relay process converge, whatever happens between."""

from tests.sync.offices import OPERATOR, hashes, join, settle


def test_two_laptops_and_a_district_converge_with_a_conflict_and_its_settlement(desks, district):
    first, second = desks("satu"), desks("dua")
    siti = first.person("Siti Aminah", nik="5202010101900001")
    village = join(district, first)
    join(district, second, village=village)
    settle(first, second, district)
    assert second.names() == ["Siti Aminah"] == first.names()
    assert len(hashes(first, second, district)) == 1

    first.edit(siti, nik="5202010101900002")
    second.edit(siti, nik="5202010101900003", phone="+6281234567890")
    settle(first, second, district)
    conflicts = [one.store.conflicts() for one in (first, second, district)]
    assert [[c.kind for c in found] for found in conflicts] == [["guarded"]] * 3
    assert len(hashes(first, second, district)) == 1

    with second.store.transaction(operator=OPERATOR.id, purpose="test") as tx:
        tx.settle("people", second.record(siti), "nik", "5202010101900003", "dilihat di KTP")
    settle(second, first, district)
    assert [one.store.conflicts() for one in (first, second, district)] == [(), (), ()]
    assert len(hashes(first, second, district)) == 1
    assert (
        district.store.get("people", district.record(siti, first.store.streams()[0]))["phone"]
        == "+6281234567890"
    )


def test_a_round_that_finds_nothing_new_is_one_request(desks, district):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Siti Aminah")
    rounds = laptop.rounds()
    rounds.run(everything=True)
    assert rounds.run(everything=True).requests == 1
    laptop.person("Budi")
    report = rounds.run(everything=True)
    assert (report.sent, report.waiting, report.requests) == (1, 0, 2)
    assert rounds.run(everything=True).requests == 1
