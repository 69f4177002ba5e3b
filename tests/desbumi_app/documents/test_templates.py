import pytest

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.context import Missing, text
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.letter import check_template
from desbumi_app.documents.templates import MAX_OUTPUT, Rules, check, fill
from desbumi_app.documents.wording import date_in_words, day_and_date, in_words

RULES = Rules(frozenset({"subject.name", "people.name"}), frozenset({"people"}), {})


def values(name: str) -> dict[str, object]:
    return {
        "subject": {"name": text("subject.name", name)},
        "people": [{"name": text("people.name", name)}] * 40,
    }


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        ("{{ ''.__class__ }}", "template_forbidden"),
        ("{{ subject.name.__class__ }}", "placeholder_forbidden"),
        ("{{ subject['name'] }}", "template_forbidden"),
        ("{{ 'x' * 200000000 }}", "template_forbidden"),
        ("{{ 'x' ~ 'y' }}", "template_forbidden"),
        ("{{ range(9) }}", "template_forbidden"),
        ("{{ subject.name() }}", "template_forbidden"),
        ("{% for a in range(999999) %}x{% endfor %}", "template_forbidden"),
        ("{% for a in subject %}x{% endfor %}", "placeholder_forbidden"),
        ("{% include 'secret' %}", "template_forbidden"),
        ("{% import 'secret' as s %}", "template_forbidden"),
        ("{% extends 'secret' %}", "template_forbidden"),
        ("{% set a = 'x' %}", "template_forbidden"),
        ("{% macro a() %}{% endmacro %}", "template_forbidden"),
        ("{% block a %}{% endblock %}", "template_forbidden"),
        ("{{ subject.nik }}", "placeholder_forbidden"),
        ("{{ subject }}", "placeholder_forbidden"),
        ("{{ self }}", "placeholder_forbidden"),
        ("{{ subject.name|safe }}", "filter_unknown"),
        ("{{ subject.name|attr('x') }}", "filter_unknown"),
        ("{{ subject.name|center(99999999) }}", "filter_unknown"),
        ("{{ 5 }}", "template_forbidden"),
        ("{{ subject.name", "template_syntax"),
        ("<img src='file:///etc/hostname'/>", "tag_forbidden"),
        ("<a href='http://x'>x</a>", "tag_forbidden"),
        ("<b onclick='x'>x</b>", "tag_forbidden"),
        ("<b><i>x</b></i>", "tag_forbidden"),
        ("<b>x", "tag_forbidden"),
        ("<font size='99'>x</font>", "tag_forbidden"),
        ("x" * 5000, "too_long"),
    ],
)
def test_a_template_that_could_do_more_than_print_is_refused(attack, code):
    with pytest.raises(PaperError) as refused:
        check(attack, RULES)

    assert refused.value.code == code


def test_loops_inside_loops_cannot_grow_a_page_without_end():
    inner = "{% for a in people %}{% for b in people %}{% for c in people %}{{ c.name }}{% endfor %}{% endfor %}{% endfor %}"

    with pytest.raises(PaperError) as refused:
        fill(inner, values("Budi"), RULES)

    assert refused.value.code in {"too_long", "template_forbidden"}
    assert MAX_OUTPUT < 40**3


def test_a_value_is_text_and_never_markup_or_template():
    filled = fill("<b>{{ subject.name }}</b>", values("<i>{{ subject.name }}</i> & 'x'"), RULES)

    assert filled == "<b>&lt;i&gt;{{ subject.name }}&lt;/i&gt; &amp; &#39;x&#39;</b>"


def test_a_missing_value_is_false_and_cannot_be_printed():
    given = {"subject": {"name": Missing("subject.name")}}

    assert fill("{% if subject.name %}a{% else %}b{% endif %}", given, RULES) == "b"
    with pytest.raises(PaperError) as refused:
        fill("{{ subject.name|kapital }}", given, RULES)
    assert (refused.value.code, refused.value.key) == ("missing", "subject.name")


def test_control_signs_and_decomposed_letters_are_made_plain():
    assert text("a", "Sa\u0301ra\nh\x07") == "Sára h"


@pytest.mark.parametrize("code", sorted(load_letters()))
def test_every_shipped_letter_names_only_what_it_may_print(code):
    check_template(load_letters()[code])


def test_days_and_numbers_are_said_as_indonesian_paper_says_them():
    assert day_and_date("2026-11-28") == "Sabtu, 28\u00a0November\u00a02026"
    assert date_in_words("2026-11-19") == (
        "Kamis tanggal sembilan belas bulan November tahun dua ribu dua puluh enam (19-11-2026)"
    )
    assert [in_words(one) for one in ("36", "1000", "2026", "115500")] == [
        "tiga puluh enam", "seribu", "dua ribu dua puluh enam", "seratus lima belas ribu lima ratus",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["-1", "1000000", "tiga", "²"])
def test_a_number_that_is_none_is_refused(wrong):
    with pytest.raises(PaperError, match="wrong_value"):
        in_words(wrong)


@pytest.mark.parametrize("wrong", ["2026-11", "2026-02-30", "besok"])
def test_a_day_that_is_none_has_no_weekday(wrong):
    with pytest.raises(PaperError, match="wrong_value"):
        day_and_date(wrong)
