"""A form printed empty is found again by its code, with the fields in the order in which they stand on the paper."""

import dataclasses
import io
import re

import pytest
from pypdf import PdfReader

from desbumi_app.catalogue.fields import Kind
from desbumi_app.catalogue.load import PackagedSource
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.documents.geometry import A4
from desbumi_app.domain.form_code import scan_text, short_code
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.blank_form import (
    MISTYPED,
    NO_CODE,
    OTHER_PROGRAM,
    UNKNOWN_FORM,
    draw_form,
    list_forms,
    read_form_code,
)
from tests.desbumi_app.documents.reading import lines_of, qr_of, text_of, unembedded

CODE = re.compile("([0-9A-Z]{4}-){2}[0-9A-Z]{4}")


class Later(PackagedSource):
    """The declarations of a program of tomorrow: visits have one more field, in the same group."""

    def __init__(self, no):
        self.no = no

    def read(self, folder, name):
        data = super().read(folder, name)
        if (folder, name) != ("fields", "visits"):
            return data
        last = data.decode().split("[[field]]")[-1]
        changed = re.sub(r"no = \d+", f"no = {self.no}", last)
        changed = re.sub(r'name = "\w+"', 'name = "of_tomorrow"', changed, count=1)
        return data + b"\n[[field]]" + changed.encode()


def sentence(refused):
    assert isinstance(refused, Refused), refused
    return refused.problems[0].message.msgid


def printed_labels(pdf):
    """What stands behind each running number, over all pages."""
    text = text_of(pdf)
    found, at = [], 0
    for number in range(1, 400):
        at = text.find(f"{number}. ", at)
        if at < 0:
            return found
        found.append(text[at + len(f"{number}. ") : at + 60])
    return found


def test_every_form_is_found_by_its_typed_and_by_its_scanned_code_in_paper_order(office, tmp_path):
    names = list_forms(office)
    assert {"people", "journeys", "check_ins", "complaints"} <= {one.table for one in names}
    assert not {"users", "village_settings", "number_series", "links"} & {one.table for one in names}
    for name in names:
        made = draw_form(office, name.table, name.step)
        code = CODE.search(text_of(made.pdf, 0))[0]
        [scanned] = qr_of(made.pdf, tmp_path)
        typed, scanned = read_form_code(office, code.lower()), read_form_code(office, scanned)
        assert typed == scanned
        assert (typed.table, typed.step, len(typed.fields)) == (name.table, name.step, name.fields)
        labels = printed_labels(made.pdf)
        assert len(labels) == name.fields
        for field, label in zip(typed.fields, labels, strict=True):
            assert " ".join(label.split()).startswith(" ".join(field.label.id.split())[:12])


def test_no_form_holds_what_nobody_can_write_by_hand(office):
    for name in list_forms(office):
        form = read_form_code(
            office, CODE.search(text_of(draw_form(office, name.table, name.step).pdf, 0))[0]
        )
        assert not {Kind.REF, Kind.FILE, Kind.BYTES, Kind.INSTANT} & {one.kind for one in form.fields}


def test_forms_of_cases_are_only_for_who_can_open_them(desk_office):
    assert "complaints" not in {one.table for one in list_forms(desk_office)}
    with pytest.raises(KeyError):
        draw_form(desk_office, "complaints")
    table = desk_office.catalogue.table("complaints")
    code = scan_text(table.no, 1, 0, [one.no for one in table.fields if one.form])
    assert sentence(read_form_code(desk_office, code)) == UNKNOWN_FORM


def test_a_form_printed_before_a_field_was_added_still_opens_with_its_own_fields(office):
    code = CODE.search(text_of(draw_form(office, "visits").pdf, 0))[0]
    table = office.catalogue.table("visits")
    before = read_form_code(office, code).fields
    highest = max(one.no for one in table.fields)
    later = highest + 1
    grown = dataclasses.replace(office, catalogue=Catalogue(Later(later)))
    assert [one.no for one in read_form_code(grown, code).fields] == [one.no for one in before]
    assert len(
        read_form_code(grown, CODE.search(text_of(draw_form(grown, "visits").pdf, 0))[0]).fields
    ) > len(before)
    newer = scan_text(table.no, 1, 0, [*(one.no for one in before), later])
    found = read_form_code(office, newer)
    assert (found.fields, found.unknown) == (before, (later,))
    typed = short_code(table.no, 1, 0, [*(one.no for one in before), later])
    assert sentence(read_form_code(office, typed)) == OTHER_PROGRAM


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", NO_CODE), ("K7QM-2DXA", NO_CODE), ("https://x/v#abc", NO_CODE), ("ZZZZ-ZZZZ-ZZZZ", MISTYPED),
     ("DESBUMI-FORM:1:200:1:0:1", UNKNOWN_FORM), ("DESBUMI-FORM:1:16:1:0:1", UNKNOWN_FORM)],
)  # fmt: skip
def test_a_text_that_is_no_code_says_what_to_do(office, text, expected):
    assert sentence(read_form_code(office, text)) == expected


def test_one_wrong_sign_opens_no_other_form(office):
    code = CODE.search(text_of(draw_form(office, "people").pdf, 0))[0]
    for at, sign in enumerate(code):
        if sign != "-":
            wrong = code[:at] + ("7" if sign != "7" else "8") + code[at + 1 :]
            assert sentence(read_form_code(office, wrong)) in (MISTYPED, OTHER_PROGRAM, UNKNOWN_FORM)


def test_it_fits_both_papers_embeds_its_fonts_and_says_its_code_on_every_page(office):
    made = draw_form(office, "people", paper="a4")
    assert round(PdfReader(io.BytesIO(made.pdf)).pages[0].mediabox.width) == round(A4.width)
    assert unembedded(made.pdf) == []
    assert made.pages > 1
    code = CODE.search(text_of(made.pdf, 0))[0]
    for at in range(made.pages):
        assert code in text_of(made.pdf, at)
        assert (
            min(y for _x, y, text in lines_of(made.pdf, at) if "Kode" not in text and "Halaman" not in text)
            > 35
        )
        assert max(x for x, _y, _text in lines_of(made.pdf, at)) < A4.width - 30


def test_a_form_that_is_not_listed_is_not_printed(office):
    with pytest.raises(KeyError):
        draw_form(office, "users")
