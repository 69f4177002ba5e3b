"""Ring cells, chunks, snapshots, web reports and pages."""

import os

import pytest

from sync.cbor import decode, encode
from sync.cells import Cell, form_parcel
from sync.relay.web import REPLY_BYTES, REPORT_BYTES
from tests.sync.relay.world import Client, digest, tell


def cells(number: int) -> list[Cell]:
    return [Cell(os.urandom(16), os.urandom(4096)) for _ in range(number)]


def test_ring_cells_reach_the_case_team_once_each_and_nobody_else(relay, client, world, laptop):
    path = f"/streams/{world.stream.hex()}/cells"
    first, second = cells(4), cells(4)
    for sent in (first, second, first):
        assert client.post(path, form_parcel(world.stream, laptop.id, sent, laptop.key)) == {"cells": 4}
    team = Client(relay, world, world.case_member)
    found = team.get(f"{path}?after=0")
    assert found["cells"] == [[cell.id, cell.sealed] for cell in first + second]
    assert (found["head"], found["next"]) == (8, 8)
    for other in (client, Client(relay, world, world.admin)):
        assert other.refused("GET", f"{path}?after=0")[:2] == (403, "not_allowed")


def test_a_parcel_in_anothers_name_is_refused(relay, client, world, laptop):
    told = world.head.n
    other = world.laptop()
    tell(relay, world, told)
    path = f"/streams/{world.stream.hex()}/cells"
    parcel = form_parcel(world.stream, other.id, cells(1), other.key)
    assert client.refused("POST", path, parcel)[1] == "wrong_stream"
    parcel = form_parcel(world.stream, laptop.id, cells(1), other.key)
    assert client.refused("POST", path, parcel)[1] == "bad_signature"


def test_the_ring_has_its_own_small_quota(relay, client, world, laptop):
    path = f"/streams/{world.stream.hex()}/cells"
    for _ in range(4):
        client.post(path, form_parcel(world.stream, laptop.id, cells(16), laptop.key))
    parcel = form_parcel(world.stream, laptop.id, cells(1), laptop.key)
    assert client.refused("POST", path, parcel) == (429, "quota", True)
    assert client.push(laptop.batch())["seq"] == 1


def test_chunks_are_kept_under_their_own_hash_only(client, world):
    path = f"/streams/{world.stream.hex()}/chunks"
    chunk, other = os.urandom(1000), os.urandom(1000)
    assert client.value(client.ask("PUT", f"{path}/{digest(chunk).hex()}", chunk)) == {
        "have": 1000,
        "whole": True,
    }
    assert client.refused("PUT", f"{path}/{digest(other).hex()}", chunk)[1] == "bad_hash"
    assert client.post(f"{path}/missing", encode([digest(other), digest(chunk)])) == [digest(other)]
    assert client.ask("GET", f"{path}/{digest(chunk).hex()}").content == chunk
    assert client.ask("HEAD", f"{path}/{digest(chunk).hex()}").status_code == 200
    assert client.refused("GET", f"{path}/{digest(other).hex()}")[:2] == (404, "not_found")


def test_a_snapshot_goes_up_in_pieces_goes_on_after_a_cut_and_comes_down_by_range(client, world):
    snapshot = os.urandom(2_500_000)
    path = f"/streams/{world.stream.hex()}/snapshots"
    name = f"{path}/{digest(snapshot).hex()}"

    def put(offset, piece):
        return client.ask("PUT", f"{name}?offset={offset}&total={len(snapshot)}", piece)

    assert client.value(put(0, snapshot[:1_000_000])) == {"have": 1_000_000, "whole": False}
    again = client.value(put(0, snapshot[:1_000_000]))
    assert (again["code"], again["detail"]["have"]) == ("wrong_offset", 1_000_000)
    assert client.refused("GET", name)[:2] == (404, "not_found")
    client.value(put(1_000_000, snapshot[1_000_000:2_000_000]))
    assert client.value(put(2_000_000, snapshot[2_000_000:]))["whole"] is True
    assert client.get(path) == [[digest(snapshot), len(snapshot)]]
    found = b""
    while len(found) < len(snapshot):
        part = client.ask("GET", name, range=f"bytes={len(found)}-")
        assert part.headers["content-range"].endswith(f"/{len(snapshot)}")
        found += part.content
    assert found == snapshot
    assert client.ask("GET", name, range="bytes=5-9").content == snapshot[5:10]
    assert client.ask("GET", name, range=f"bytes={len(snapshot)}-").status_code == 416


def test_a_snapshot_whose_bytes_are_not_what_its_name_says_is_thrown_away(client, world):
    name = f"/streams/{world.stream.hex()}/snapshots/{digest(b'right').hex()}"
    assert client.refused("PUT", f"{name}?offset=0&total=5", b"wrong")[1] == "bad_hash"
    assert client.value(client.ask("PUT", f"{name}?offset=0&total=5", b"right"))["whole"] is True


def test_a_web_report_of_the_one_size_reaches_the_case_team_only(relay, client, world):
    body = os.urandom(REPORT_BYTES)
    path = f"/lapor/{world.district.hex()}/reports"
    response = client.http.post(path, content=body)
    assert (response.status_code, "set-cookie" in response.headers) == (204, False)
    assert client.value(client.http.post(path, content=body[:-1]))["code"] == "malformed"
    team = Client(relay, world, world.case_member)
    assert [row[:2] for row in team.get("/reports?after=0")] == [[1, body]]
    assert Client(relay, world, world.admin).refused("GET", "/reports?after=0")[1] == "not_allowed"


def test_a_code_nobody_has_gets_a_stable_answer_of_the_same_size(relay, client, world):
    team = Client(relay, world, world.case_member)
    known, unknown, sealed = os.urandom(16), os.urandom(16), os.urandom(REPLY_BYTES)
    assert team.ask("PUT", f"/replies/{known.hex()}", sealed).status_code == 200
    asked = [
        client.http.get(f"/lapor/{world.district.hex()}/replies/{code.hex()}")
        for code in (known, unknown, unknown)
    ]
    assert asked[0].content == sealed
    assert asked[1].content == asked[2].content
    assert [len(one.content) for one in asked] == [REPLY_BYTES] * 3
    assert [dict(one.headers) for one in asked] == [dict(asked[0].headers)] * 3


def test_the_key_file_holds_signed_entries_about_letter_keys_and_no_devices(relay, client, world):
    from sync.control.entries import parse_entry
    from sync.control.kinds import Kind
    from sync.control.notices import LetterKeyAdded

    told = world.head.n
    world.say(LetterKeyAdded(os.urandom(16), world.village, b"\x04" + os.urandom(64)))
    tell(relay, world, told)
    body = client.http.get(f"/v/keys/{world.district.hex()}").content
    version, district, n, head, kept = decode(body, max_bytes=1 << 20)
    assert (version, district, n, head) == (1, world.district, world.head.n, world.head.hash)
    kinds = [parse_entry(entry).kind for entry in kept]
    assert kinds == [Kind.FOUNDED, Kind.VILLAGE_ADDED, Kind.LETTER_KEY_ADDED]


@pytest.fixture
def pages(start):
    return start(
        pages="{'v/index.html': b'<script>1</script><style>p{}</style>', 'lapor/index.html': b'x', 'v/a.svg': b's'}"
    )


def test_pages_are_served_as_given_under_a_policy_that_names_their_own_scripts(pages, world):
    import base64
    import hashlib

    client = Client(pages, world, world.admin)
    page = client.http.get("/v")
    policy = page.headers["content-security-policy"]
    script = base64.b64encode(hashlib.sha256(b"1").digest()).decode()
    assert page.content == b"<script>1</script><style>p{}</style>"
    assert policy.startswith(f"default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert [client.http.get(path).status_code for path in ("/v/", "/lapor", "/v/a.svg", "/v/b", "/")] == [
        200,
        200,
        200,
        404,
        404,
    ]
    assert "worker-src 'self'" in policy
    assert "script-src" not in client.http.get("/lapor").headers["content-security-policy"]
