"""Failures in words: three sentences for every code, and nothing of a person in a report."""

import errno
from typing import get_args

import pytest

from db.errors import Code, StoreError
from desbumi_app.explanations import fingerprint, redacted_report
from desbumi_app.known_failures import KNOWN
from ui import language
from ui.messages import explain, sentences


@pytest.mark.parametrize("code", get_args(Code))
def test_every_code_of_the_store_has_its_three_sentences(code):
    explained = explain(StoreError(code, "detail"))
    assert code in KNOWN
    assert code not in explained.happened
    assert all((explained.happened, explained.safe, explained.do))


def test_unknown_code_is_shown_so_that_it_can_be_told_on():
    assert "strange_code" in sentences("strange_code").happened


def test_sentences_follow_the_language():
    indonesian = sentences("disk_full").happened
    language.use("en")
    assert (indonesian.split()[0], sentences("disk_full").happened.split()[0]) == ("Diska", "The")


def test_full_disk_of_the_system_is_the_same_as_of_the_store():
    assert explain(OSError(errno.ENOSPC, "no space")).code == "disk_full"


def secretive(name):
    raise ValueError(f"Siti Aminah {name} 5202045503940001")


def test_report_holds_place_and_kind_but_no_text_of_the_error():
    with pytest.raises(ValueError, match="Siti") as caught:
        secretive("x")
    report = redacted_report(caught.value)
    assert "secretive" in report
    assert "ValueError" in report
    assert not {"Siti", "5202045503940001"} & set(report.split())
    assert fingerprint(caught.value) in report
    assert "Siti" not in explain(caught.value).happened
