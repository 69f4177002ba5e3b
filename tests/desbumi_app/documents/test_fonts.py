from reportlab import rl_config

from desbumi_app.documents.fonts import ready


def test_a_paper_fetches_nothing():
    ready()

    assert list(rl_config.trustedSchemes) == []
    assert list(rl_config.trustedHosts) == []


def test_signs_beyond_latin_are_known_to_be_missing():
    signs = ready()

    assert ord("ḥ") in signs
    assert ord("م") not in signs
    assert ord("\u2212") not in signs
