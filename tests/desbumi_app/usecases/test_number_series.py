"""Series as the village divides them, numbers from the paper book, gaps with reasons, and laptops that were apart."""

import os
import random
import shutil
from dataclasses import replace

import pytest

from db.arrivals import Source
from desbumi_app import bootstrap
from desbumi_app.letter_keys import NOT_JOINED, Scanning
from desbumi_app.letter_login import NO_REASON
from desbumi_app.office import Files
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.agenda_book import NO_GAP, TOO_MANY, agenda, explain_gap
from desbumi_app.usecases.give_number import GIVEN_UP, NO_NUMBER, NOT_IN_BLOCK, TAKEN, TOO_LOW
from desbumi_app.usecases.issue_letter import Issued, issue_letter
from desbumi_app.usecases.list_series import list_series
from desbumi_app.usecases.number_letters import NumberError, found_series, lease_block
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.void_letter import void_letter
from tests.desbumi_app.usecases.letters import SECOND, a_candidate, a_domicile, a_permission

RUNS = 80 if os.environ.get("DESBUMI_SOAK") else 8
TURNS = 24


@pytest.fixture
def one(office):
    return a_candidate(office)


def settings(office, **values):
    row = office.register.rows_where("village_settings")[0]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("village_settings", bytes(row["id"]), values)


def domicile(office, one, scanning=NOT_JOINED, **more):
    return issue_letter(
        office, prepare_letter(office, a_domicile(one)), scanning=scanning, cheap=True, **more
    )


def permission(office, one):
    from desbumi_app.usecases.issue_letter import Consents

    prepared = prepare_letter(office, a_permission(one))
    return issue_letter(office, prepared, Consents(second=SECOND), cheap=True)


def problem(refused):
    assert isinstance(refused, Refused), refused
    return refused.problems[0].message


@pytest.mark.parametrize(
    ("chosen", "numbers", "series"),
    [
        ({}, ["001", "002", "003"], {"surat": 3}),
        ({"series_scheme": "one"}, ["001", "002", "003"], {"surat": 3}),
        ({"series_scheme": "class_code"}, ["001", "001", "002"], {"400.12.2.1": 2, "145": 1}),
        ({"series_scheme": "type"}, ["001", "001", "002"], {"L07": 2, "L02": 1}),
        ({"series_scheme": "group", "series_groups": ("L02=izin",)}, ["001", "001", "002"], {"surat": 2, "izin": 1}),
    ],
)  # fmt: skip
def test_a_village_counts_all_letters_or_by_code_kind_or_group(office, one, chosen, numbers, series):
    settings(office, number_pattern="{seri}-{kode}/{urut:03}/{tahun}", class_codes=("L02=145",), **chosen)
    done = [domicile(office, one), permission(office, one), domicile(office, one)]
    assert [each.number.split("/")[1] for each in done] == numbers
    rows = office.register.rows_where("number_series")
    assert {row["name"]: row["last_number"] for row in rows} == series
    assert {name: len(agenda(office, 2026, name)) for name in series} == series


@pytest.mark.parametrize(
    ("scheme", "pattern"), [("type", None), ("group", None), ("class_code", "{urut}/{tahun}")]
)
def test_while_the_pattern_cannot_tell_series_apart_all_letters_share_one(office, one, scheme, pattern):
    settings(office, series_scheme=scheme, series_groups=("L02=izin",), number_pattern=pattern)
    done = [domicile(office, one), permission(office, one), domicile(office, one)]
    assert len({each.number for each in done}) == 3
    assert [(line.serial, line.state) for line in agenda(office, 2026)] == [
        (1, "final"),
        (2, "final"),
        (3, "final"),
    ]


def test_a_series_that_was_founded_for_one_kind_of_letter_goes_before_the_division(office, one):
    settings(office, series_scheme="class_code", number_pattern="{seri}/{urut:03}/{tahun}")
    found_series(office, "L07", 41)
    assert domicile(office, one).number.split("/")[1] == "041"


def test_a_number_read_from_the_paper_book_is_kept_and_the_next_one_follows_it(office, one):
    domicile(office, one)
    done = domicile(office, one, manual=57)
    row = office.register.get("letters", done.saved.record)
    assert (done.number.split("/")[1], row["sequence"], row["by_hand"]) == ("057", 57, 1)
    assert domicile(office, one).number.split("/")[1] == "058"
    below = domicile(office, one, manual=20)
    assert below.number.split("/")[1] == "020"
    assert domicile(office, one).number.split("/")[1] == "059"
    states = {line.serial: line.state for line in agenda(office, 2026)}
    assert [serial for serial, state in states.items() if state == "final"] == [1, 20, 57, 58, 59]


def test_a_number_that_is_taken_says_which_letter_has_it(office, one):
    taken = domicile(office, one)
    said = problem(domicile(office, one, manual=1))
    assert said.msgid == TAKEN
    assert said.params == {
        "number": taken.number, "letter": "Surat Keterangan Domisili", "day": "21 November 2026",
    }  # fmt: skip
    void_letter(office, taken.saved.record, "salah tulis")
    assert problem(domicile(office, one, manual=1)).msgid == TAKEN
    settings(office, village_short="LAIN")
    assert problem(domicile(office, one, manual=1)).msgid == TAKEN
    assert office.register.count("letters") == 1


@pytest.mark.parametrize(("serial", "sentence"), [(-3, NO_NUMBER), (1_000_000, NO_NUMBER), (117, TOO_LOW)])
def test_what_cannot_be_a_number_of_the_book_is_refused(office, one, serial, sentence):
    found_series(office, "surat", 118)
    assert problem(domicile(office, one, manual=serial)).msgid == sentence
    assert office.register.count("letters") == 0


def test_a_number_from_the_book_never_comes_from_another_computers_block(office, one):
    domicile(office, one)
    block = lease_block(office, b"o" * 16)
    assert (block.first, block.last) == (2, 21)
    assert problem(domicile(office, one, manual=21)).msgid == NOT_IN_BLOCK
    assert isinstance(domicile(office, one, manual=22), Issued)


def test_a_gap_keeps_its_reason_and_its_number_for_ever(office, one):
    domicile(office, one)
    domicile(office, one, manual=4)
    assert problem(explain_gap(office, 2026, 2, " ")).msgid == NO_REASON
    assert problem(explain_gap(office, 2026, 4, "rusak")).msgid == NO_GAP
    explain_gap(office, 2026, 2, "kertas rusak")
    assert problem(explain_gap(office, 2026, 2, "lagi")).msgid == NO_GAP
    lines = [(line.serial, line.state, line.reason, line.letter is None) for line in agenda(office, 2026)]
    assert lines == [
        (1, "final", "", False), (2, "unused", "kertas rusak", True), (3, "gap", "", True), (4, "final", "", False),
    ]  # fmt: skip
    said = problem(domicile(office, one, manual=2))
    assert (said.msgid, said.params["reason"]) == (GIVEN_UP, "kertas rusak")
    assert domicile(office, one).number.split("/")[1] == "005"


def test_many_gaps_of_a_master_register_elsewhere_are_explained_at_once_or_not_at_all(office, one):
    domicile(office, one)
    domicile(office, one, manual=40)
    assert problem(explain_gap(office, 2026, 30, "dipakai surat lain", until=41)).params == {"number": "40"}
    assert problem(explain_gap(office, 2026, 2, "dipakai surat lain", until=9_000)).msgid == TOO_MANY
    assert [line.serial for line in agenda(office, 2026) if line.state == "unused"] == []
    explain_gap(office, 2026, 2, "dipakai surat lain", until=39)
    assert [line.serial for line in agenda(office, 2026) if line.state == "unused"] == list(range(2, 40))


def test_a_gap_in_a_leased_block_belongs_to_that_block(office, one):
    domicile(office, one)
    block = lease_block(office, b"o" * 16)
    row = next(row for row in office.register.rows_where("number_series") if row["leased_to"])
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create(
            "letters", {"series_id": bytes(row["id"])[-16:], "sequence": block.first + 2, "state": "final"}
        )
    done = explain_gap(office, 2026, block.first + 1, "kertas rusak")
    assert office.register.get("letters", done.record)["series_id"] == bytes(row["id"])[-16:]
    states = [(line.serial, line.state) for line in agenda(office, 2026)]
    assert states == [(1, "final"), (2, "gap"), (3, "unused"), (4, "final")]


def test_a_number_twice_is_shown_as_such(office, one):
    done = domicile(office, one)
    row = office.register.get("letters", done.saved.record)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("letters", {key: row[key] for key in ("series_id", "sequence", "number", "state")})
    assert [(line.serial, line.twice) for line in agenda(office, 2026)] == [(1, True), (1, True)]


def test_the_page_of_series_says_whose_each_is_where_it_stands_and_what_is_missing(office, one):
    settings(office, series_scheme="type", number_pattern="{seri}/{urut}/{tahun}")
    domicile(office, one)
    domicile(office, one, manual=4)
    block = lease_block(office, b"o" * 16, "L07")
    permission(office, one)
    lines = list_series(office, 2026)
    assert [(line.name, line.mine, line.last, line.block, line.gaps, line.twice) for line in lines] == [
        ("L02", True, 1, None, (), ()),
        ("L07", True, 4, None, (2, 3), ()),
        ("L07", False, 0, block, (), ()),
    ]
    assert lines[2].device == b"o" * 16
    assert list_series(office, 2025) == ()


# -- laptops of one village that work apart and meet -------------------------------------------------------------------


class Laptop:
    """One computer of the village with its own letter, and what it has already told the other."""

    def __init__(self, office, letter):
        self.office = office
        device = office.register.identity().device
        self.scanning = replace(Scanning("", lambda _key: False, letter, frozenset()), device_letter=letter)
        self.device = device
        self.told = office.register.session.one("SELECT coalesce(max(n), 0) FROM change")[0]
        self.places = 0

    def tell(self, other):
        rows = self.office.register.session.read(
            "SELECT n, op, replica FROM change WHERE n > ? ORDER BY n", (self.told,)
        )
        own = [bytes(op) for _n, op, replica in rows if replica is None]
        identity = self.office.register.identity()
        if own:
            source = Source(
                self.office.register.streams()[0], identity.device, identity.incarnation, self.places + 1
            )
            outcomes = other.office.register.apply_remote(source, own)
            assert {one.name for one in outcomes} == {"APPLIED"}
            self.places += len(own)
        self.told = max([self.told, *(n for n, _op, _replica in rows)])


@pytest.fixture
def laptops(office, tmp_path):
    """The first computer, and a second one that took a copy of its register and became itself."""
    settings(office, number_pattern="{seri}{kode}/{urut}/{tahun}")
    one = a_candidate(office)
    bootstrap.lock(office)
    shutil.copytree(tmp_path, tmp_path / "second", ignore=shutil.ignore_patterns("second"))
    first = bootstrap.unlock(office.files, "sari", "empat kata acak kami", office.clock, cheap=True)
    files = Files(tmp_path / "second" / office.files.folder.relative_to(tmp_path), office.files.name)
    second = bootstrap.unlock(files, "sari", "empat kata acak kami", office.clock, cheap=True)
    second.register.succeed()
    yield one, Laptop(first, "A"), Laptop(second, "B")
    bootstrap.lock(first)
    bootstrap.lock(second)


def turn(rng, one, first, second, numbers):
    """Something that happens on one of the two; nobody asks the other before."""
    who, other = rng.sample([first, second], 2)
    what = rng.choice(["issue", "issue", "issue", "manual", "lease", "tell", "void"])
    if what == "tell":
        who.tell(other)
    elif what == "lease":
        try:
            lease_block(first.office, second.device, scanning=first.scanning)
        except NumberError:
            return
    elif what == "void":
        rows = [row for row in who.office.register.rows_where("letters") if row["state"] == "final"]
        if rows:
            void_letter(who.office, bytes(rng.choice(rows)["id"]), "salah tulis")
    else:
        done = domicile(who.office, one, who.scanning, manual=rng.randint(1, 60) if what == "manual" else 0)
        if isinstance(done, Issued):
            numbers.append(done.number)


@pytest.mark.parametrize("mode", ["sub_series", "lease"])
@pytest.mark.parametrize("seed", range(RUNS))
def test_laptops_that_were_apart_have_no_number_twice_in_one_series(laptops, mode, seed):
    one, first, second = laptops
    rng, numbers = random.Random(seed * 7919), []
    settings(first.office, series_mode=mode, series_scheme=rng.choice(["one", "type", "class_code"]))
    numbers.append(domicile(first.office, one, first.scanning).number)
    if mode == "lease":
        names = {row["name"] for row in first.office.register.rows_where("number_series")}
        lease_block(first.office, second.device, names.pop(), first.scanning)
    first.tell(second)
    for _ in range(TURNS):
        turn(rng, one, first, second, numbers)
    for teller, hearer in ((first, second), (second, first)):
        teller.tell(hearer)
    assert first.office.register.state_hash() == second.office.register.state_hash()
    assert len(numbers) >= 4
    assert len(numbers) == len(set(numbers))
    names = {row["name"] for row in first.office.register.rows_where("number_series")}
    lines = [line for name in names for line in agenda(first.office, 2026, name)]
    assert not [line for line in lines if line.twice]
    assert sorted(line.number for line in lines if line.letter) == sorted(numbers)
