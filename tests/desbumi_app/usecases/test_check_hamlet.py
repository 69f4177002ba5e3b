"""A hamlet that the village does not have is asked about, with the nearest of its own; nothing is refused."""

import pytest

from desbumi_app.outcomes import Saved
from desbumi_app.usecases.check_hamlet import NO_SUCH_HAMLET, check_hamlet, hamlets_of
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_decide import correct
from desbumi_app.usecases.import_read import propose, read_list
from desbumi_app.usecases.record_back import ABROAD, BackForm, check_back, record_back
from desbumi_app.usecases.record_entry import EntryForm, check_entry, record_entry
from tests.desbumi_app.usecases.abroad import a_worker

LEFT = {"people.name": "Siti", "journeys.country": "MY", "journeys.departed_on": "2019"}


@pytest.fixture
def village(office):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        (row,) = office.register.rows_where("village_settings")
        tx.change("village_settings", bytes(row["id"]), {"hamlets": ("Montong", "Lendang Bat", "Gubuk Daya")})
    return office


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Montong", None),
        ("  montong ", None),
        ("LENDANG  BAT", None),
        ("", None),
        (None, None),
        ("Montng", "Montong"),
        ("Gubug Daya", "Gubuk Daya"),
        ("Zaitun", ""),
    ],
)
def test_the_nearest_hamlet_of_the_village_is_offered(village, typed, said):
    found = check_hamlet(village, typed, "people.hamlet")
    assert [(one.level.value, one.field, one.suggestion or "") for one in found] == (
        [] if said is None else [("warn", "people.hamlet", said)]
    )


def test_a_village_without_a_list_asks_nothing(village):
    with village.register.transaction(operator=village.operator.id, purpose="test") as tx:
        (row,) = village.register.rows_where("village_settings")
        tx.change("village_settings", bytes(row["id"]), {"hamlets": ()})
    assert (hamlets_of(village), check_hamlet(village, "Zaitun", "people.hamlet")) == ((), ())


def test_other_capitals_are_stored_as_the_village_writes_its_hamlet(village):
    back = record_back(village, BackForm(ABROAD, LEFT | {"people.hamlet": " LENDANG  bat"}))
    person, _journey = a_worker(village)
    record_entry(village, EntryForm("person", person, {"people": {"hamlet": "montong"}}))
    stored = [village.register.get("people", one)["hamlet"] for one in (back.record, person)]
    assert stored == ["Lendang Bat", "Montong"]


def test_a_list_in_capitals_brings_no_second_hamlet_and_no_guess(village, tmp_path):
    path = tmp_path / "penduduk.csv"
    path.write_text(
        "nama;dusun\nSITI;MONTONG\nBAIQ;LENDANG  BAT\nDEDI;MONTNG\nRINA;ZAITUN\n", encoding="utf-8"
    )
    job = read_list(village, path, propose(village, path))
    assert correct(village, job, 5, "hamlet", "gubuk  DAYA").row.values["hamlet"] == "Gubuk Daya"
    apply_list(village, job)
    stored = [one["hamlet"] for one in village.register.rows_where("people")]
    assert sorted(stored) == ["Gubuk Daya", "Lendang Bat", "MONTNG", "Montong"]


def test_back_registration_and_correction_warn_and_store_all_the_same(village):
    form = BackForm(ABROAD, LEFT | {"people.hamlet": "Montng"})
    assert NO_SUCH_HAMLET in {one.message.msgid for one in check_back(village, form)}
    assert isinstance(record_back(village, form), Saved)
    person, _journey = a_worker(village)
    typed = {"people": {"hamlet": "Gubug Daya"}}
    (found,) = [
        one
        for one in check_entry(village, EntryForm("person", person, typed))
        if one.message.msgid == NO_SUCH_HAMLET
    ]
    assert (found.field, found.suggestion) == ("people.hamlet", "Gubuk Daya")
