"""Every sentence of the window is in the Indonesian catalogue, and nothing is there that nobody says."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir

from desbumi_app.words_compile import catalogues, read
from ui import language

ROOT = Path(__file__).resolve().parents[2]
# Where sentences come from: sources, and the files of letters, fields and forms.
SPEAKERS = [("desbumi_app", "py"), ("db", "py"), ("sync", "py"), ("ui", "py"), ("resources", "toml")]
JOINT = re.compile(r'"\s*\n\s*f?"')  # between two halves of one sentence
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
KEYWORDS = {"_": None, "N_": None, "c_": ((1, "c"), 2), "n_": (1, 2)}


def said_in_the_sources():
    found = set()
    for _file, _line, message, _comments, context in extract_from_dir(ROOT / "ui", keywords=KEYWORDS):
        first = message if isinstance(message, str) else next(part for part in message if part)
        found.add((context, first))
    return found


def in_the_catalogue():
    return {
        (m.context, m.id if isinstance(m.id, str) else m.id[0])
        for code, _domain, file in catalogues()
        if code == "id"
        for m in read("id", file)
        if m.id
    }


def test_catalogue_holds_what_the_window_says():
    said = said_in_the_sources()
    assert len(said) > 150
    assert said - in_the_catalogue() == set()


def test_no_sentence_waits_in_a_catalogue_for_somebody_to_say_it():
    files = (file for folder, kind in SPEAKERS for file in (ROOT / folder).rglob(f"*.{kind}"))
    text = JOINT.sub("", "\n".join(file.read_text(encoding="utf-8") for file in files))
    said = set(LITERAL.findall(text))  # nearly all are found here, so that few need the whole text
    assert [msgid for _context, msgid in in_the_catalogue() if msgid not in said and msgid not in text] == []


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
