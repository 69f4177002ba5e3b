"""Every sentence of the window is in the Indonesian catalogue, and nothing else is."""

from pathlib import Path

from babel.messages.extract import extract_from_dir

from desbumi_app.words_compile import catalogues, read
from ui import language

ROOT = Path(__file__).resolve().parents[2] / "ui"
KEYWORDS = {"_": None, "N_": None, "c_": ((1, "c"), 2), "n_": (1, 2)}


def said_in_the_sources():
    found = set()
    for _file, _line, message, _comments, context in extract_from_dir(ROOT, keywords=KEYWORDS):
        first = message if isinstance(message, str) else next(part for part in message if part)
        found.add((context, first))
    return found


WINDOW = {"ui", "pages", "pages_b", "pages_c"}  # the catalogues that hold sentences of the window alone


def in_the_catalogue(domains=None):
    files = [f for code, domain, f in catalogues() if code == "id" and (not domains or domain in domains)]
    return {
        (m.context, m.id if isinstance(m.id, str) else m.id[0])
        for file in files
        for m in read("id", file)
        if m.id
    }


def test_catalogue_holds_exactly_what_the_window_says():
    said = said_in_the_sources()
    assert len(said) > 150
    assert in_the_catalogue(WINDOW) - said == set()
    assert said - in_the_catalogue() == set()


def test_window_speaks_both_languages():
    language.use("en")
    english = language._("Nobody found")
    language.use("id")
    assert (english, language._("Nobody found")) == ("Nobody found", "Tidak ada yang cocok")


def test_one_sentence_has_one_translation_in_all_catalogues():
    """Catalogues are read as one book, so of two translations one would never be seen."""
    found = {}
    for code, domain, file in catalogues():
        for message in read(code, file):
            if message.id:
                key = (code, message.context, str(message.id))
                found.setdefault(key, {})[domain] = str(message.string)
    assert {key: said for key, said in found.items() if len(set(said.values())) > 1} == {}
