import pytest

from desbumi_app.matching.names import fold, sounds, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muh. Junaidi", "MUHAMMAD JUNAIDI"),
        ("Moh Djoenaidi", "Mohammad Junaidi"),
        ("M. Junaidi", "Mochamad Junaidi"),
        ("St. Aminah", "Siti Aminah"),
        ("Bq. Nurhayati", "Baiq Nurhayati"),
        ("L. Wirajaya", "Lalu Wirajaya"),
        ("Abd. Rahman", "Abdul Rahman"),
        ("Soekarni", "Sukarni"),
        ("Tjokro", "Cokro"),
        ("Annisa", "Anisa"),
        ("Sa'diyah", "Sadiyah"),
        ("Hj. Siti Aminah binti Amaq Sah", "Siti Aminah Amaq Sah"),
    ],
)
def test_two_spellings_of_one_name_fold_to_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fathimah", "Patimah"),
        ("Aisyah", "Aisah"),
        ("Khairul", "Hairul"),
        ("Zaenal", "Jainal"),
        ("Novi", "Nopi"),
    ],
)
def test_what_sounds_alike_matches_but_is_listed_as_written(one, other):
    assert sounds(one) == sounds(other)
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hasan", "Husen"), ("Rahma", "Rahman"), ("Sri", "Siti"), ("Sumi", "Sami")]
)
def test_different_names_stay_different(one, other):
    assert sounds(one) != sounds(other)


def test_one_word_names_and_names_that_look_like_titles_stay():
    assert tokens("Sukarni") == ("sukarni",)
    assert tokens("H") == ("h",)
    assert tokens("") == ()
    assert tokens("Ni Luh Putu Sari") == ("ni", "luh", "putu", "sari")
