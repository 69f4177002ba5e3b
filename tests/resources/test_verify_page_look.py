"""What somebody with a small phone sees first, and that a browser of 2021 is enough for it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from desbumi_app.documents import token
from tests.resources.letter_office import Letters, Relay, claims
from tests.resources.reader import answer, fragment, opened, typed
from tests.resources.test_verify_page import cases
from tests.sync.relay.world import tell

PAGE = Path(__file__).resolve().parents[2] / "resources/web/v/index.html"
INK = "Surat sah bila bertanda tangan basah"
# Of an issued letter only: for a forged or cancelled one these words would talk somebody into it.
LIVING = {"issued"}
WITH_LIST = {"issued", "expired", "cancelled", "forged", "unknown", "keyLost"}

# What browsers learned after the middle of 2021 (Chrome 91, Safari 14.1, Firefox 89).
LATER = """
for (const [of, names] of [
  [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with', 'group']],
  [Object.getPrototypeOf(Uint8Array).prototype, ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'with']],
  [Uint8Array, ['fromBase64', 'fromHex']], [Uint8Array.prototype, ['toBase64', 'toHex', 'setFromBase64', 'setFromHex']],
  [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
  [Object, ['hasOwn', 'groupBy']], [Map, ['groupBy']], [Array, ['fromAsync']], [Promise, ['withResolvers', 'try']],
  [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf']],
  [AbortSignal, ['timeout', 'any', 'abort']], [Response, ['json']], [URL, ['canParse', 'parse']],
  [Element.prototype, ['setHTML', 'setHTMLUnsafe', 'checkVisibility']], [RegExp, ['escape']],
  [window, ['structuredClone', 'Iterator', 'reportError', 'scheduler', 'navigation']],
]) for (const name of names) { try { delete of[name]; } catch (kept) { of[name] = undefined; } }
if (window.SubtleCrypto) {
  const before = SubtleCrypto.prototype.importKey;
  SubtleCrypto.prototype.importKey = function (form, data, how, ...rest) {
    if (/25519|448/.test(how.name || how)) throw new DOMException('NotSupportedError');
    return before.call(this, form, data, how, ...rest);
  };
}
window.of2021 = true;
"""
# Spelling that an engine of 2021 cannot even read, or lays out otherwise.
SYNTAX = {
    "static block": r"static\s*\{", "brand check": r"#\w+\s+in\b", "set notation": r"/[dgimsuy]*v[dgimsuy]*[;,)\s]",
    "import attributes": r"\bwith\s*\{\s*type", "has": r":has\(", "container": r"@container", "layer": r"@layer",
    "nesting": r"[{;]\s*&", "mixing": r"color-mix|oklch", "newer heights": r"\d[dsl]vh\b", "popover": r"\bpopover\b",
}  # fmt: skip


@pytest.fixture
def handset(chromium):
    """360 by 740 dots, with what a browser of 2021 knows."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    context.add_init_script(LATER)
    complaints: list[str] = []
    context.on("weberror", lambda found: complaints.append(str(found.error)))
    context.complaints = complaints
    yield context
    context.close()


def signed_by(letters):
    return token.issue(replace(claims(), initials="WP"), (letters.head_signer.short,))


def test_a_browser_of_2021_checks_and_compares(handset, wire, letters):
    page = opened(handset, wire.url, fragment(signed_by(letters)))
    assert page.evaluate("[window.of2021, typeof [].at, typeof Object.hasOwn, typeof structuredClone]") == [
        True,
        *["undefined"] * 3,
    ]
    assert answer(page) == "issued"
    assert typed(page) == "match"
    page.wait_for_selector("#offline:not([hidden])")
    assert handset.complaints == []


@pytest.mark.parametrize("name", SYNTAX)
def test_nothing_is_spelled_in_a_way_that_browsers_learned_later(name):
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(SYNTAX[name], page) == []


def test_every_answer_and_its_list_s_age_stand_on_the_first_screen_and_ink_counts_for_issued_letters_only(
    handset, wire, letters
):
    for case, signed in cases(letters).items():
        page = opened(handset, wire.url, fragment(signed))
        told = answer(page)
        low = "el => el.getBoundingClientRect().bottom"
        assert (case, page.eval_on_selector("#verdict", low) < 740) == (case, True)
        assert (case, page.is_visible("#age")) == (case, told in WITH_LIST)
        if told in WITH_LIST:
            assert (case, page.eval_on_selector("#age", low) < 740) == (case, True)
            assert "hari ini" in page.inner_text("#age")
        assert (case, INK in page.inner_text("main")) == (case, answer(page) in LIVING)
        page.close()


def test_an_old_list_is_warned_of_right_under_the_answer(handset, tmp_path):
    office = Letters(checkpoint_days_ago=45)
    relay = Relay(tmp_path / "relay")
    try:
        tell(relay, office)
        page = opened(handset, relay.url, fragment(signed_by(office)))
        assert "45 hari lalu" in page.inner_text("#age")
        assert "pencabutan sesudah tanggal itu belum terlihat" in page.inner_text("#age")
        assert page.get_attribute("#age", "class") == "fault"
        assert page.eval_on_selector("#age", "el => el.getBoundingClientRect().bottom") < 740
        page.click("#tongue")
        assert "45 days ago" in page.inner_text("#age")
    finally:
        relay.stop()
