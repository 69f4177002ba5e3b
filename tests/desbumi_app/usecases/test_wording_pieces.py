"""Every shipped letter as sentences in plain words, and back to exactly the same file; what cannot go back says so."""

import tomllib

import pytest

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.catalogue.load import PackagedSource
from desbumi_app.letter_wording import find_fault
from desbumi_app.wording_pieces import WordingError, Words, changed, pieces_of, read, with_paragraph, written

LETTERS = load_letters()


def opened(name):
    data = read(PackagedSource().read("letters", name).decode())
    return data, Words(LETTERS[name], data)


def piece_with(data, words, text):
    return next(one for one in pieces_of(data, words) if text in one.text)


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_every_letter_is_written_back_as_it_was_and_shows_no_braces(name):
    data, words = opened(name)
    assert tomllib.loads(written(data)) == data
    for piece in pieces_of(data, words):
        assert not set("{}|%") & set(piece.text), piece
        assert "kemudian" not in piece.text
        assert changed(data, piece, piece.text, words) == data, piece


def test_values_are_words_in_brackets_and_come_back_in_any_case(office):
    data, words = opened("domicile")
    row = piece_with(data, words, "Nama :")
    assert row.text == "Nama : [nama, HURUF BESAR]"
    made = changed(data, row, "Nama lengkap : [NAMA, huruf besar] ", words)
    assert "Nama lengkap :: {{ subject.name|kapital }} :: bold" in written(made)
    assert find_fault(office, "domicile", written(made)) is None


def test_optional_and_alternative_words_keep_their_condition(office):
    data, words = opened("spouse_permission")
    sentence = piece_with(data, words, "dengan sadar")
    assert "[bila ada hubungan][hubungan, huruf kecil][bila tidak]suami/istri[sampai sini]" in sentence.text
    made = changed(data, sentence, sentence.text.replace("dengan sadar", "dengan sepenuh hati"), words)
    assert find_fault(office, "spouse_permission", written(made)) is None
    broken = changed(data, sentence, sentence.text.replace("[sampai sini]", ""), words)
    assert find_fault(office, "spouse_permission", written(broken)) is not None


@pytest.mark.parametrize(
    ("typed", "params"), [("menurut [agama ibu].", {"word": "agama ibu"}), ("menurut [].", {"word": ""})]
)
def test_word_that_the_letter_does_not_have_is_named(typed, params):
    data, words = opened("domicile")
    with pytest.raises(WordingError) as wrong:
        changed(data, pieces_of(data, words)[1], typed, words)
    assert wrong.value.params == params


def test_braces_are_never_a_value_and_a_row_needs_its_colon():
    data, words = opened("domicile")
    sentence = pieces_of(data, words)[1]
    made = changed(data, sentence, "{{ subject.nik }} {% if x %}", words)
    assert "((" in written(made)
    assert written(made).count("{{") < written(data).count("{{")
    with pytest.raises(WordingError):
        changed(data, piece_with(data, words, "Nama :"), "Nama saja", words)


def test_sentence_is_added_after_another_and_an_empty_one_goes(office):
    data, words = opened("domicile")
    first = pieces_of(data, words)[1]
    more = (
        with_paragraph(data, first, "Surat ini dibuat di [nama desa].", words)
        if "[nama desa]" in words.offered
        else (with_paragraph(data, first, "Surat ini dibuat atas permintaan sendiri.", words))
    )
    assert len(pieces_of(more, words)) == len(pieces_of(data, words)) + 1
    assert find_fault(office, "domicile", written(more)) is None
    added = next(one for one in pieces_of(more, words) if one.text.startswith("Surat ini dibuat"))
    assert changed(more, added, "  ", words) == data
    row = piece_with(data, words, "Pekerjaan")
    assert len(pieces_of(changed(data, row, "", words), words)) == len(pieces_of(data, words)) - 1
