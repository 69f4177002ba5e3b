"""Every paper that can be brought to a desk gets the right answer: genuine, forged, altered, cut, replayed, old."""

import base64
import io
from dataclasses import replace

import pytest
from PIL import Image

from desbumi_app.documents import cose, token
from desbumi_app.documents.read_qr import NO_CODE, NO_PICTURE
from desbumi_app.documents.token import Answer
from desbumi_app.usecases.check_paper import (
    IN_BOOK,
    NO_DISTRICT,
    NOT_IN_BOOK,
    NOTHING,
    check_paper,
    check_photo,
    judge,
)
from desbumi_app.usecases.list_letters import list_letters, withdrawn_letters
from desbumi_app.usecases.void_letter import void_letter
from sync.control.entries import Head
from sync.control.state import Confirmed, Village
from tests.desbumi_app.documents.reading import picture_of
from tests.desbumi_app.usecases.scanned_letter import TYPED

DAY = 86_400
TODAY = 1_795_219_200  # 2026-11-21, 00.00 UTC


@pytest.fixture
def district(state):
    """Two villages; the letters' keys are Sukacontoh's; the list was confirmed twelve days ago."""
    ids = (b"v" * 16, b"w" * 16)
    villages = {
        ident: Village(ident, name, region, b"", b"", None, 1)
        for ident, name, region in zip(
            ids, ("Sukacontoh", "Batuwarna"), ("99.01.01.2001", "99.01.01.2002"), strict=True
        )
    }
    seen = Confirmed(3, Head(2, b"\0" * 32), TODAY - 12 * DAY, b"", ())
    return replace(state, villages=villages, checkpoints=(seen,))


def altered(url, change):
    """The same letter with another payload under the old signatures."""
    outer = cose.strict(token.from_url(url))
    listed = cose.strict(outer[2])
    change(listed)
    outer[2] = cose.canonical(listed)
    return token.to_url(cose.canonical(outer), "cek.rekajaya.example")


def test_genuine_letter_names_its_village_and_how_old_the_list_is(office, district, scanned):
    _done, url = scanned
    found = judge(office, url, district, TYPED)
    assert (found.answer, found.villages, found.district) == (
        Answer.GENUINE,
        ("Sukacontoh (99.01.01.2001)",),
        "Rekajaya",
    )
    assert (found.age.on, found.age.days, found.age.old) == ("2026-11-09", 12, False)
    assert (found.claims.kind, found.claims.initials) == ("L02", "WP")


def test_what_a_scanner_types_may_have_spaces_and_a_line_end(office, district, scanned):
    _done, url = scanned
    assert check_paper(office, f" {url[:80]} {url[80:]}\r\n").answer is Answer.UNKNOWN_KEY
    assert judge(office, url, district).answer is Answer.ISSUED


def test_forged_altered_and_cut_codes_are_told_apart(office, district, scanned):
    _done, url = scanned
    number = altered(url, lambda listed: listed.__setitem__(2, "400/001/PALSU/2026"))
    longer = altered(url, lambda listed: listed.__setitem__(4, 3650))
    assert judge(office, number, district, TYPED).answer is Answer.FORGED
    assert judge(office, longer, district, TYPED).answer is Answer.FORGED
    for cut in (url[:-40], url.split("#")[0] + "#", "https://cek.rekajaya.example/v", "WIFI:S:kantor;;"):
        assert judge(office, cut, district).answer is Answer.MALFORMED
    outer = cose.strict(token.from_url(url))
    alone = token.to_url(cose.canonical([outer[0], {}, *outer[2:]]), "cek.rekajaya.example")
    assert judge(office, alone, district).answer is Answer.INCOMPLETE


def test_code_replayed_on_the_paper_of_another_village_names_who_signed_it(office, district, scanned):
    _done, url = scanned
    elsewhere = url.replace("cek.rekajaya.example", "periksa.palsu.example")
    found = judge(office, elsewhere, district, replace(TYPED, name="Siti Palsu"))
    assert (found.answer, found.villages) == (Answer.WRONG_FACTS, ("Sukacontoh (99.01.01.2001)",))


def test_letter_of_another_village_of_the_district_is_checked_here_too(office, district, scanned):
    _done, url = scanned
    keys = {ident: replace(key, village=b"w" * 16) for ident, key in district.letter_keys.items()}
    found = judge(office, url, replace(district, letter_keys=keys), TYPED)
    assert (found.answer, found.villages) == (Answer.GENUINE, ("Batuwarna (99.01.01.2002)",))


def test_unknown_key_and_an_office_without_a_district_say_so(office, district, scanned):
    _done, url = scanned
    assert judge(office, url, replace(district, letter_keys={})).answer is Answer.UNKNOWN_KEY
    alone = check_paper(office, url)
    assert (alone.answer, alone.message.msgid, alone.age) == (Answer.UNKNOWN_KEY, NO_DISTRICT, None)


def test_cancelled_and_expired_letters_are_said_to_be_so(office, district, scanned):
    done, url = scanned
    void_letter(office, done.saved.record, "salah tulis")
    [one] = withdrawn_letters(office)
    listed = replace(district.letter_keys[one.key_id], withdrawn=frozenset({one.digest}))
    after = replace(district, letter_keys={**district.letter_keys, one.key_id: listed})
    assert judge(office, url, after).answer is Answer.REVOKED
    office.clock.forward(400 * DAY)
    late = judge(office, url, district)
    assert (late.answer, late.age.old) == (Answer.EXPIRED, True)
    assert judge(office, url, replace(district, checkpoints=())).age.on == ""


def test_photo_of_the_paper_is_enough(office, district, scanned, tmp_path):
    done, _url = scanned
    out = io.BytesIO()
    picture_of(done.paper.pdf, tmp_path).convert("RGB").rotate(3, expand=True, fillcolor="white").save(
        out, "JPEG", quality=70
    )
    assert check_photo(office, out.getvalue()).answer is Answer.UNKNOWN_KEY


def test_photo_without_a_code_and_no_photo_at_all_say_what_to_do(office):
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(out, "PNG")
    assert check_photo(office, out.getvalue()).message.msgid == NO_CODE
    for data in (b"", b"%PDF-1.7", out.getvalue()[:200], base64.b64encode(out.getvalue())):
        assert check_photo(office, data).message.msgid == NO_PICTURE


def test_footer_code_finds_the_letter_in_the_own_book_and_nothing_else(office, scanned):
    [line] = list_letters(office)
    found = check_paper(office, line.code.lower())
    assert (found.message.msgid, found.line.number) == (IN_BOOK, line.number)
    assert check_paper(office, "AAAA-2222").message.msgid == NOT_IN_BOOK
    assert check_paper(office, "  ").message.msgid == NOTHING


def test_checking_leaves_no_trace(office, district, scanned):
    _done, url = scanned
    before = office.register.audit_head()
    check_paper(office, url, TYPED)
    judge(office, url, district, TYPED)
    assert office.register.audit_head() == before
