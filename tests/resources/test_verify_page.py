"""The page that checks letters, in a browser on a small phone, against a relay with a real control chain."""

from dataclasses import replace

import pytest

from desbumi_app.documents import cose, token
from tests.resources.letter_office import FACTS, NUMBER, TODAY, Letters, claims, day
from tests.resources.reader import WAIT, answer, fragment, opened, typed


@pytest.fixture
def signed(letters):
    return token.issue(replace(claims(), initials="WP"), (letters.head_signer.short,))


def test_a_letter_exists_until_its_facts_are_typed_and_then_matches_or_not(phone, wire, signed):
    page = opened(phone, wire.url, fragment(signed))

    assert answer(page) == "issued"
    assert "Ada surat dengan nomor ini" in page.inner_text("#headline")
    facts = page.inner_text("#facts")
    for said in (
        "Surat Keterangan Status Perkawinan",
        NUMBER,
        "Desa Contoh",
        "Kabupaten Contoh",
        "W. P.",
        str(TODAY.year),
    ):
        assert said in facts
    assert "hari ini" in page.inner_text("#age")
    assert "bukan TTE" in page.inner_text("main")
    assert typed(page, replace(FACTS, name="Wahyuni Puspita")) == "differs"
    assert typed(page, replace(FACTS, birth_date="1998-06-15")) == "differs"
    assert typed(page, replace(FACTS, decisive="Malaysia")) == "differs"
    assert "Tidak cocok" in page.inner_text("#headline")
    page.fill("#name", "Wahyuni")
    assert answer(page) == "issued", "what is typed next is not yet answered"
    assert typed(page, replace(FACTS, name="  WAHYUNI  puspitasarí")) == "match"
    assert page.inner_text("#headline") == "Asli dan cocok"
    assert "diterbitkan oleh kantor Desa Contoh" in page.inner_text("#meaning")
    assert phone.complaints == []


def test_nothing_about_the_letter_leaves_the_phone(phone, wire, signed):
    page = opened(phone, wire.url, fragment(signed))
    assert typed(page) == "match"
    page.wait_for_selector("#offline:not([hidden])", timeout=WAIT)

    assert wire.asked() == {
        b"GET /v HTTP/1.1",
        b"GET /v/keys HTTP/1.1",
        b"GET /v/sw.js HTTP/1.1",
    }
    said = bytes(wire.said).lower()
    names = [one.lower() for one in FACTS.name.encode().split()]
    for told in (
        fragment(signed)[1:40].lower().encode(),
        *names,
        b"taiwan",
        b"1998",
        b"cookie:",
        b"/v#",
        b"\r\n\r\n{",
    ):
        assert told not in said
    kept = page.evaluate("""async () => {
        const found = [];
        for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) found.push(one.url);
        return [found, localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length];
    }""")
    assert sorted(kept[0]) == [f"{wire.url}/v", f"{wire.url}/v/keys"]
    assert kept[1:] == [0, 0, "", 0]


def test_it_works_without_network_after_the_first_visit(phone, wire, signed):
    page = opened(phone, wire.url)
    assert answer(page) == "empty"
    page.wait_for_selector("#offline:not([hidden])", timeout=WAIT)
    page.close()
    wire.cut()

    page = opened(phone, wire.url, fragment(signed))
    assert answer(page) == "issued"
    assert typed(page) == "match"


def two(letters, **changes):
    return token.issue(
        replace(claims("L02"), **changes), (letters.head_signer.short, letters.second_signer.short)
    )


def test_a_letter_of_two_people_needs_both_signatures(phone, wire, letters):
    both = two(letters)
    protected, loose, payload, first = cose.strict(both)
    alone = token.issue(claims("L02"), (letters.head_signer.short,))
    bent = cose.canonical([protected, {12: loose[12][::-1]}, payload, first])

    found = [answer(opened(phone, wire.url, fragment(one))) for one in (both, alone, bent)]
    assert found == ["issued", "incomplete", "forged"]
    bare = cose.canonical([protected, {}, payload, first])
    assert answer(opened(phone, wire.url, fragment(bare))) == "incomplete"
    assert phone.complaints == []


def cases(letters):
    good = token.issue(claims(), (letters.head_signer.short,))
    thief = token.SigningKey(letters.head_signer.short.key_id, letters.neighbour.private)
    stranger = Letters()
    altered = bytearray(good)
    altered[good.index(b"L04") + 2] ^= 1
    return {
        "forged": token.issue(claims(), (thief,)),
        "forged, altered": bytes(altered),
        "malformed, truncated": good[:-20],
        "malformed, longer": good + b"\0",
        "unknown, of another district": token.issue(claims(), (stranger.head_signer.short,)),
        "issued, of another village": token.issue(claims(), (letters.neighbour.short,)),
        "keyLost": token.issue(claims(), (letters.lost.short,)),
        "issued, known before the key was lost": letters.known,
        "cancelled": letters.withdrawn,
        "expired": token.issue(claims(dates=(day(-200), day(-1))), (letters.head_signer.short,)),
        "issued, on its last day": token.issue(claims(dates=(day(-2), day(0))), (letters.head_signer.short,)),
    }


def test_every_kind_of_paper_gets_its_answer_in_both_languages(phone, wire, letters):
    for case, signed in cases(letters).items():
        page = opened(phone, wire.url, fragment(signed))
        assert (case, answer(page)) == (case, case.split(",")[0])
        words = {}
        for tongue in ("id", "en"):
            assert page.get_attribute("html", "lang") == tongue
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            words[tongue] = page.inner_text("main")
            assert "{" not in words[tongue]
            assert page.inner_text("#meaning")
            page.click("#tongue")
        assert words["id"] != words["en"]
        page.close()
    assert phone.complaints == []


def test_a_letter_replayed_from_another_village_names_the_village_that_signed(phone, wire, letters):
    signed = token.issue(claims(), (letters.neighbour.short,))
    page = opened(phone, wire.url, fragment(signed))

    assert "Desa Tetangga" in page.inner_text("#facts")
    assert "Desa Contoh" not in page.inner_text("main").replace("Kabupaten Contoh", "")


@pytest.mark.parametrize(
    "text", ["#", "", "#A", "#!!", "#%3Cscript%3E", "#" + "A" * 5000, "#" + "gYGB" * 100]
)
def test_what_is_no_token_is_said_calmly(phone, wire, text):
    page = opened(phone, wire.url, text)

    assert answer(page) == ("malformed" if len(text) > 1 else "empty")
    assert not page.is_visible("#facts")
    assert phone.complaints == []


ATTACK = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_markup_in_any_field_is_shown_as_typed(phone, wire, letters):
    evil = claims(ATTACK[:60], ATTACK, facts=token.CheckedFacts("x", "2000-01-01", "y"))
    page = opened(phone, wire.url, fragment(token.issue(evil, (letters.odd.short,))))

    assert answer(page) == "issued"
    shown = page.inner_text("#facts")
    assert ATTACK in shown
    assert "<img src=x onerror=alert(1)> (" in shown
    assert typed(page, token.CheckedFacts(ATTACK, "2000-01-01", ATTACK)) == "differs"
    assert page.locator("img, iframe, main script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert phone.complaints == []


def test_a_village_may_be_typed_with_or_without_its_title(phone, wire, letters):
    facts = replace(FACTS, decisive="Contoh")
    page = opened(
        phone, wire.url, fragment(token.issue(claims("L07", facts=facts), (letters.head_signer.short,)))
    )

    assert typed(page, replace(facts, decisive="Desa Contoh")) == "match"
    assert typed(page, replace(facts, decisive="Desa Lain")) == "differs"


def test_a_birth_date_is_asked_for_as_far_as_the_paper_says_it(phone, wire, letters):
    facts = replace(FACTS, birth_date="1971")
    page = opened(phone, wire.url, fragment(token.issue(claims(facts=facts), (letters.head_signer.short,))))

    assert typed(page, facts) == "match"
    assert typed(page, replace(facts, birth_date="1971-02-31")) == "issued", (
        "of no such day nothing is computed"
    )
    assert "tidak ada" in page.inner_text("#fault")
    page.fill("#name", " ")
    page.click("#go")
    assert "Isi nama" in page.inner_text("#fault")
