"""A page of a relay with more than one district says so instead of answering for one of them."""

from sync.relay.page_root import SEVERAL, SLOT, of_several
from sync.relay.pages import prepare_pages

PAGE = b"<html>" + SLOT + b"<script>1</script></html>"


def test_page_is_told_that_there_are_several_and_its_policy_stays():
    page = prepare_pages({"v/index.html": PAGE})["/v"]
    one, several = page.response(b"r" * 32), page.response(several=True)
    assert b'content="' + SEVERAL + b'"' in bytes(several.body)
    assert (b"r" * 32).hex().encode() in bytes(one.body)
    assert one.headers["content-security-policy"] == several.headers["content-security-policy"]


def test_page_without_a_slot_stays_as_it_is():
    assert of_several(b"<html></html>") == b"<html></html>"
