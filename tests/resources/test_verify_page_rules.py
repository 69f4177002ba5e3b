"""The page's own arithmetic equals the desk's: text rule, CBOR, Ed25519, claims, kinds of letters; and it is one fixed file."""

import base64
import re
import unicodedata
from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.cli import main
from desbumi_app.documents import token
from sync.cbor import decode
from sync.errors import SyncError
from sync.relay.page_root import SLOT, with_root
from tests.resources.letter_office import claims
from tests.resources.reader import opened
from tests.sync.relay.world import ROOT

PAGE = (ROOT / "resources" / "web" / "v" / "index.html").read_bytes()


@pytest.fixture
def page(phone, relay):
    return opened(phone, relay.url)


def test_the_text_rule_is_the_desks_for_every_combining_mark_and_many_names(page):
    marks = [chr(n) for n in range(0x300, 0x1E950) if unicodedata.combining(chr(n))]
    texts = [f"a{mark}b" for mark in marks]
    texts += [
        "Ḥ. Ṣāliḥ ʿAbd-Allah, S.Sos.",
        "ﬁ Ⅻ ² K İ ı ß ſ",
        "محمَّد Ali",
        "李小龙 3",
        "  A  \t\nB ",
        "\0a\u034fb",
        "𝐀𝐁 ｆｕｌｌ",
    ]
    texts += [chr(n) + "x" for n in range(0x20, 0x3000) if unicodedata.category(chr(n)) != "Cn"]
    found = page.evaluate("texts => texts.map(plain)", texts)

    wrong = [(text, one) for text, one in zip(texts, found, strict=True) if one != token.plain_text(text)]
    assert wrong == []


def test_ed25519_says_what_the_desk_says(page):
    keys = [Ed25519PrivateKey.from_private_bytes(sha256(bytes([n])).digest()) for n in range(6)]
    cases = []
    for n, key in enumerate(keys):
        message, public = bytes(range(n * 17)), key.public_key().public_bytes_raw()
        signature = key.sign(message)
        cases += [(public, signature, message), (public, signature, message + b"!")]
        cases += [
            (public, bytes([signature[0] ^ 1]) + signature[1:], message),
            (signature[:32], signature, message),
        ]
        order = 2**252 + 27742317777372353535851937790883648493
        larger = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
        cases += [(public, signature[:32] + larger, message), (public[::-1], signature, message)]
    for weak in (0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18):
        cases.append((weak.to_bytes(32, "little"), bytes(64), b"x"))
        cases.append((weak.to_bytes(32, "little"), (1).to_bytes(32, "little") + bytes(32), b"x"))
    found = page.evaluate(
        """async cases => {
            const bytes = text => Uint8Array.from(atob(text), one => one.charCodeAt(0));
            const said = [];
            for (const one of cases) said.push(await ed25519(...one.map(bytes)));
            return said;
        }""",
        [[base64.b64encode(part).decode() for part in case] for case in cases],
    )
    assert found == [holds(*case) for case in cases]
    assert found.count(True) == len(keys)


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    from sync.crypto import verify_key

    try:
        key: Ed25519PublicKey = verify_key(public)
        key.verify(signature, message)
    except (InvalidSignature, SyncError, ValueError):
        return False
    return True


def test_only_the_one_encoding_of_a_value_is_read(page):
    texts = [
        "00",
        "17",
        "1818",
        "1817",
        "190100",
        "1900ff",
        "1a00010000",
        "1b0000000100000000",
        "1b7fffffffffffffff",
    ]
    texts += [
        "20",
        "38ff",
        "4161",
        "4261",
        "6161",
        "61ff",
        "62c3a9",
        "80",
        "8101",
        "8201",
        "9f01ff",
        "5f4161ff",
        "a0",
    ]
    texts += [
        "a10102",
        "a201020103",
        "a202010102",
        "a201020202",
        "a1616101",
        "f4",
        "f5",
        "f6",
        "f7",
        "f90000",
        "f818",
    ]
    texts += [
        "c11a00000000",
        "d81800",
        "0000",
        "",
        "ff",
        "9b00000000ffffffff",
        "a1810101",
        "a1f401",
        "81" * 9 + "01",
        "81" * 7 + "01",
    ]
    texts += ["63efbbbf", "18", "1b0020000000000000", "3b7fffffffffffffff"]
    found = page.evaluate(
        """texts => texts.map(text => {
            const data = Uint8Array.from(text.match(/../g) || [], pair => parseInt(pair, 16));
            try { decode(data, 1000); return true; } catch (wrong) { if (wrong instanceof Bad) return false; throw wrong; }
        })""",
        texts,
    )
    beyond = {
        "1b7fffffffffffffff",
        "1b0020000000000000",
        "3b7fffffffffffffff",
    }  # whole numbers a browser cannot hold
    assert [(text, one) for text, one in zip(texts, found, strict=True)] == [
        (text, reads(text) and text not in beyond) for text in texts
    ]


def reads(text: str) -> bool:
    try:
        decode(bytes.fromhex(text), max_bytes=1000)
    except SyncError:
        return False
    return True


def test_claims_are_read_as_the_desk_reads_them(page, letters):
    for initials in ("", "W", "WP"):
        for keys in ((letters.head_signer.short,), (letters.head_signer.short, letters.second_signer.short)):
            made = replace(claims("L02", "470/<1>"), initials=initials)
            text = token.to_url(token.issue(made, keys), "x").split("#")[1]
            found = page.evaluate(
                "text => { const c = claimsOf(messageOf(fromBase64(text)).payload); return [c.kind, c.number, c.dated, c.until, c.initials, Boolean(c.secondKey)]; }",
                text,
            )
            assert found == [made.kind, made.number, made.dated, made.valid_until, initials, len(keys) == 2]


def test_every_letter_that_can_be_scanned_has_its_name_and_its_fact_on_the_page(page):
    kinds = page.evaluate("KINDS")
    two_person = page.evaluate("TWO_PERSON")

    wanted = {
        one.code: [one.title.id, one.title.en, one.decisive.label.id, one.decisive.label.en]
        for one in load_letters().values()
        if one.decisive
    }
    assert {code: [text.replace("’", "'") for text in texts] for code, texts in kinds.items()} == wanted
    assert set(two_person) == token.TWO_PERSON
    assert page.evaluate("ROUNDS") == token.ROUNDS


def test_both_languages_say_the_same_things(page):
    shape = "T => { const walk = one => typeof one === 'string' ? (one.match(/\\{\\w+\\}/g) || []).sort() : Array.isArray(one) ? one.map(walk) : Object.fromEntries(Object.keys(one).sort().map(k => [k, walk(one[k])])); return walk(T); }"
    indonesian, english = (page.evaluate(f"({shape})(TEXT.{tongue})") for tongue in ("id", "en"))

    assert indonesian == english


def test_the_page_is_one_file_that_runs_nothing_but_itself():
    text = PAGE.decode()
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    inline = {tag: re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("script", "style")}
    for tag, [body] in inline.items():
        digest = base64.b64encode(sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy, f"{tag}-src should be sha256-{digest}"
    assert policy.startswith("default-src 'none'; ")
    [script] = inline["script"]
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "?.",
        "??",
        "sendBeacon",
        "XMLHttpRequest",
    ):
        assert word not in script
    assert script.count("fetch(") == 1
    assert not re.search(r"https?://|\bsrc=|\bhref=|\bon[a-z]+=|style=\"", text)
    assert len(PAGE) < 64 * 1024


def test_with_a_root_it_is_the_same_file_everywhere(tmp_path, capsys):
    root = "ab" * 32
    assert main(["page-v", "--root", root.upper(), "--out", str(tmp_path / "index.html")], {}) == 0

    made = (tmp_path / "index.html").read_bytes()
    assert made == PAGE.replace(SLOT, SLOT.replace(b'""', f'"{root}"'.encode()))
    assert capsys.readouterr().out.strip() == sha256(made).hexdigest()
    assert (tmp_path / "sw.js").read_bytes() == (ROOT / "resources" / "web" / "v" / "sw.js").read_bytes()
    with pytest.raises(ValueError, match="slot"):
        with_root(made, root)


@pytest.mark.parametrize("wrong", ["ab" * 31, "zz" * 32, "", "ab" * 32 + "\n"])
def test_what_is_no_root_key_makes_no_page(tmp_path, capsys, wrong):
    with pytest.raises(SystemExit):
        main(["page-v", "--root", wrong, "--out", str(tmp_path / "no")], {})
    assert "Kunci akar" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
