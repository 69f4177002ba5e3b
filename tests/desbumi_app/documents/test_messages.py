import re
from importlib import resources
from pathlib import Path

from babel.messages.pofile import read_po

from desbumi_app.documents import errors
from desbumi_app.documents.answers import SENTENCES
from desbumi_app.documents.errors import MESSAGES, PaperError
from desbumi_app.documents.token import Answer


def test_every_refusal_and_every_answer_has_indonesian_words():
    with resources.files("resources").joinpath("text/id/documents.po").open("rb") as file:
        words = {entry.id: entry.string for entry in read_po(file, locale="id") if entry.id}

    assert set(words) == {*MESSAGES.values(), *SENTENCES.values()}
    assert all(words.values())
    assert set(SENTENCES) == set(Answer)


def test_every_code_that_is_raised_has_a_sentence():
    folder = Path(errors.__file__).parent
    raised = {
        code
        for one in folder.glob("*.py")
        for code in re.findall(r'PaperError\(\s*"(\w+)"', one.read_text("utf-8"))
    }

    assert raised == set(MESSAGES)
    assert PaperError("missing", "subject.nik").message().params == {"key": "subject.nik"}
