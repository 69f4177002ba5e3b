"""A village's own wording: in versions, compared with the shipped text, refused by file, line and key, and never a way in."""

import hashlib

import pytest

from desbumi_app.letter_wording import compare, in_force, versions_of, wording_of
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_letter_text import UNCHANGED, change_letter_text
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.prepare_letter import prepare_letter, templates
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile, a_permission
from tests.desbumi_app.usecases.test_change_settings import text_of

CLOSING = "Demikian surat keterangan ini dibuat"


@pytest.fixture
def shipped(office):
    return office.catalogue.source.read("letters", "domicile").decode()


def fault(answer):
    assert isinstance(answer, Refused)
    return answer.problems[0].message.params


def line_of(text, part):
    return str(next(at for at, line in enumerate(text.splitlines(), start=1) if part in line))


def test_own_words_stand_on_the_next_paper_and_the_archive_knows_which_text_it_was(office, shipped):
    one = a_candidate(office)
    own = shipped.replace(CLOSING, "Demikianlah keterangan kami")
    assert isinstance(change_letter_text(office, "domicile", own), Saved)
    assert "Demikianlah keterangan kami" in text_of(prepare_letter(office, a_domicile(one)).draft)
    done = issue_letter(office, prepare_letter(office, a_domicile(one)), cheap=True)
    row = office.register.get("letters", done.saved.record)
    assert row["template_hash"] == hashlib.sha256(own.encode()).digest()
    assert [(line.mark, CLOSING in line.text) for line in compare(shipped, own) if line.mark != " "] == [
        ("-", True), ("+", False),
    ]  # fmt: skip


def test_every_version_stays_and_an_empty_text_goes_back_to_the_shipped_one(office, shipped):
    first, second = (shipped.replace(CLOSING, words) for words in ("Kata satu", "Kata dua"))
    for text in (first, second, ""):
        assert isinstance(change_letter_text(office, "domicile", text), Saved)
    found = versions_of(office, "domicile")
    assert [(one.version, one.text == text) for one, text in zip(found, (first, second, ""), strict=True)] == [
        (1, True), (2, True), (3, True),
    ]  # fmt: skip
    assert {one.shipped for one in found} == {hashlib.sha256(shipped.encode()).hexdigest()}
    assert {one.by for one in found} == {"Sari Wahyuni"}
    assert wording_of(office, "domicile").decode() == shipped
    assert fault(change_letter_text(office, "domicile", "")) == {}


def test_unchanged_text_is_no_version(office, shipped):
    answer = change_letter_text(office, "domicile", shipped.replace("\n", "\r\n"))
    assert answer.problems[0].message.msgid == UNCHANGED
    assert versions_of(office, "domicile") == ()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("{{ purpose }}", "{{ subject.mother }}", "subject.mother"),
        ("{{ purpose }}", "{{ purpose|rahasia }}", "rahasia"),
        ("{{ purpose }}", "{{ purpose }} <script>", "<script>"),
        ("closing = ", "clossing = ", "closing"),
        ("valid_for = 3", 'valid_for = "tiga"', "valid_for"),
        ("valid_for = 3", "valid_for = = 3", "-"),
        ("{{ purpose }}", "{% for x in subject %}{% endfor %}", "subject"),
    ],
)
def test_broken_wording_is_refused_with_file_line_and_key_and_the_shipped_one_stays(
    office, shipped, old, new, key
):
    text = shipped.replace(old, new, 1)
    told = fault(change_letter_text(office, "domicile", text))
    assert told["file"] == "letters/domicile.toml"
    assert key in told["key"]
    if new in text and key != "closing":
        assert told["line"] == line_of(text, new.split(" }}")[0].split("|")[-1] if "|" in new else new)
    assert wording_of(office, "domicile").decode() == shipped


@pytest.mark.parametrize(
    ("letter", "old", "new", "key"),
    [
        ("parent_permission", "second_person = true", "second_person = false", "second_person"),
        ("parent_permission", '"adult", ', "", "gate"),
        ("parent_permission", '"cleared", ', "", "gate"),
        ("domicile", '"purpose", "valid_until"', '"valid_until"', "required"),
        ("domicile", '"subject.address"]', '"subject.address", "subject.mother_name"]', "placeholders"),
        ("domicile", 'layout = "head"', 'layout = "declarant"', "layout"),
    ],
)
def test_no_wording_opens_a_gate_or_leaves_out_a_signature(office, letter, old, new, key):
    shipped = office.catalogue.source.read("letters", letter).decode()
    assert old in shipped
    told = fault(change_letter_text(office, letter, shipped.replace(old, new, 1)))
    assert key in told["key"]
    assert versions_of(office, letter) == ()


def test_wording_that_no_longer_fits_after_an_update_is_set_aside(office, shipped, monkeypatch):
    own = shipped.replace(CLOSING, "Demikianlah keterangan kami")
    change_letter_text(office, "domicile", own)
    newer = shipped.replace('"purpose", "valid_until"]', '"purpose", "valid_until", "subject.address"]')
    source = office.catalogue.source
    read = type(source).read
    monkeypatch.setattr(
        type(source), "read",
        lambda self, folder, name: newer.encode() if name == "domicile" else read(self, folder, name),
    )  # fmt: skip
    assert wording_of(office, "domicile").decode() == newer
    assert versions_of(office, "domicile")[-1].text == own


def test_other_letters_keep_the_shipped_text(office, shipped):
    one = a_candidate(office)
    change_letter_text(office, "domicile", shipped.replace(CLOSING, "Lain"))
    known = templates(office.catalogue)["parent_permission"]
    assert in_force(office, known) is known
    assert prepare_letter(office, a_permission(one)).template is known
    with pytest.raises(KeyError):
        change_letter_text(office, "nothing", "x")
