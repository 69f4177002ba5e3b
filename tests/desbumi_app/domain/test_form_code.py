import pytest
from hypothesis import given
from hypothesis import strategies as st

from desbumi_app.domain.form_code import (
    FormCodeError,
    ScannedCode,
    ShortCode,
    fingerprint,
    read_code,
    scan_text,
    short_code,
)

BYTE = st.integers(0, 255)
FIELDS = st.lists(st.integers(1, 255), min_size=1, max_size=60, unique=True)


@given(BYTE, BYTE, BYTE, FIELDS)
def test_a_code_says_its_form_typed_or_scanned(table, form, step, fields):
    printed = short_code(table, form, step, fields)
    expected = ShortCode(table, form, step, max(fields), fingerprint(table, form, step, fields))
    assert read_code(printed) == expected
    assert read_code(f" {printed.replace('-', ' ').lower()} ") == expected
    scanned = read_code(scan_text(table, form, step, fields))
    assert scanned == ScannedCode(table, form, step, tuple(fields))


def test_letters_that_look_like_digits_are_read_as_digits():
    printed = short_code(1, 1, 1, (1, 2, 3))
    assert read_code(printed.replace("0", "O").replace("1", "l")) == read_code(printed)


@given(st.integers(0, 11), st.integers(1, 31))
def test_nearly_every_wrong_sign_is_noticed(at, shift):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    plain = short_code(3, 1, 2, (4, 9, 17)).replace("-", "")
    wrong = plain[:at] + alphabet[(alphabet.index(plain[at]) + shift) % 32] + plain[at + 1 :]
    try:
        read = read_code(wrong)
    except FormCodeError:
        return
    assert read != read_code(plain)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "length"),
        ("ABCD", "length"),
        ("0123-4567-89A?", "length"),
        ("0123456789é1", "sign"),
        ("DESBUMI-FORM:2:1:1:1:1", "form"),
        ("DESBUMI-FORM:1:1:1:1", "form"),
        ("DESBUMI-FORM:1:1:1:1:", "form"),
        ("DESBUMI-FORM:1:1:1:1:-1", "form"),
        ("DESBUMI-FORM:1:1:1:1:" + ".".join("1" * 300), "form"),
        ("DESBUMI-FORM:1:1:1:1:99999", "form"),
        ("DESBUMI-FORM:1:1:1:1:١", "form"),
    ],
)
def test_what_is_no_code_says_why(text, code):
    with pytest.raises(FormCodeError) as wrong:
        read_code(text)
    assert wrong.value.code == code
