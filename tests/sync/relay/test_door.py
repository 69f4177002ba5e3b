"""Who is turned away before a byte of a body is read, and what a bad network or a bad neighbour may do."""

import socket
import time

import pytest

from sync.cbor import decode
from sync.limits import BATCH_BYTES
from sync.relay.signing import HEADER, sign_request
from tests.sync.relay.world import Client, tell


def head(method: str, target: str, **headers: object) -> bytes:
    lines = [
        f"{method} {target} HTTP/1.1",
        "host: relay",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def speak(port: int, data: bytes, *, seconds: float = 10) -> bytes:
    """Send bytes and return everything the relay says until it closes or falls silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as line:
        line.sendall(data)
        said = b""
        while True:
            try:
                more = line.recv(65536)
            except (TimeoutError, ConnectionResetError):
                return said
            if not more:
                return said
            said += more
            if b"\r\n\r\n" in said and complete(said):
                return said


def complete(said: bytes) -> bool:
    top, _, body = said.partition(b"\r\n\r\n")
    for line in top.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return False


def body_of(said: bytes):
    return decode(said.partition(b"\r\n\r\n")[2], max_bytes=65536)


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_without_a_signature_there_is_no_answer_but_a_ticket(relay, client, world, method):
    path = f"{client.base}/streams/{world.stream.hex()}/batches"
    response = client.http.request(method, path, content=b"x" if method == "POST" else None)
    said = client.value(response)
    assert (response.status_code, said["code"]) == (401, "unauthenticated")
    assert len(said["detail"]["ticket"]) == len(client.ticket)


def test_a_stranger_is_refused_before_his_body_is_read(relay, client, world):
    target = f"{client.base}/streams/{world.stream.hex()}/batches"
    token = sign_request(world.second, client.ticket, method="POST", target=target, body=b"x" * 1000)
    # The head alone is sent, the announced body never comes: the refusal is here all the same.
    said = speak(relay.port, head("POST", target, content_length=1000, **{HEADER: token}), seconds=5)
    assert b" 403 " in said.split(b"\r\n")[0]
    assert body_of(said)["code"] == "unknown_key"


def test_a_body_above_the_ceiling_is_refused_before_it_is_read(relay, client, world, laptop):
    target = f"{client.base}/streams/{world.stream.hex()}/batches"
    token = sign_request(laptop.key, client.ticket, method="POST", target=target)
    said = speak(
        relay.port, head("POST", target, content_length=BATCH_BYTES + 1, **{HEADER: token}), seconds=5
    )
    assert b" 413 " in said.split(b"\r\n")[0]
    assert body_of(said)["detail"]["limit"] == BATCH_BYTES


def test_a_body_without_an_announced_length_is_refused(relay, client, world, laptop):
    target = f"{client.base}/streams/{world.stream.hex()}/batches"
    token = sign_request(laptop.key, client.ticket, method="POST", target=target)
    said = speak(relay.port, head("POST", target, transfer_encoding="chunked", **{HEADER: token}), seconds=5)
    assert b" 411 " in said.split(b"\r\n")[0]


def test_a_signature_for_another_path_method_or_body_opens_nothing(relay, client, world, laptop):
    target = f"{client.base}/streams/{world.stream.hex()}/batches"
    batch = laptop.batch()
    cases = [
        ("POST", target + "?x", batch, "bad_signature"),
        ("GET", target, batch, "bad_signature"),
        ("POST", target, b"other body", "body_hash"),
    ]
    for method, signed, body, code in cases:
        token = sign_request(laptop.key, client.ticket, method=method, target=signed, body=body)
        response = client.http.post(target, content=batch if code != "x" else body, headers={HEADER: token})
        assert client.value(response)["code"] == code
    assert client.pull()["head"] == 0


def test_no_clock_of_a_laptop_is_asked_and_a_ticket_ends_by_the_relays_own(start, world, laptop):
    process = start(
        setup="import itertools; ticks = itertools.count()\n"
        "def now(): return utc_now() + timedelta(days=(next(ticks) > 40) * 2)",
        options="Options(now=now)",
    )
    tell(process, world)
    client = Client(process, world, laptop.key)
    batch, codes = laptop.batch(), []
    for _ in range(30):
        response = client.ask("POST", f"/streams/{world.stream.hex()}/batches", batch)
        value = client.value(response)
        codes.append(value.get("code", "ok"))
        if response.status_code == 401:
            client.ticket = value["detail"]["ticket"]  # the next one came along
    assert codes.count("ticket_expired") == 1
    assert codes[-1] == "ok"


def test_a_ticket_of_another_relay_opens_nothing(relay, client, world, laptop):
    # What somebody without the relay's secret can make: any random, any end of validity, but not the MAC.
    client.ticket = client.ticket[:16] + (1 << 40).to_bytes(8) + client.ticket[24:]
    assert client.refused("GET", f"/streams/{world.stream.hex()}/batches")[:2] == (401, "ticket_expired")


@pytest.mark.parametrize(
    "junk",
    [
        b"<html><body>Silakan masuk ke WiFi</body></html>\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/" + b"z" * 40_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /v1/hello HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
    ],
)
def test_junk_is_answered_or_cut_and_the_relay_goes_on(relay, client, junk):
    speak(relay.port, junk, seconds=2)
    assert client.value(client.http.get("/v1/hello"))["history"] == client.hello["history"]


@pytest.mark.parametrize(
    "path",
    [
        "/streams/zz/batches",
        "/streams/00/batches",
        "/nothing",
        "/streams/" + "AB" * 16 + "/batches",
        "/../../etc/passwd",
    ],
)
def test_paths_that_are_none_are_not_found(client, path):
    assert client.refused("GET", path)[0] in {403, 404}


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=99999999999999999999", "bytes=1e3", "lane=2"]
)
def test_numbers_that_are_none_are_malformed(client, world, query):
    assert client.refused("GET", f"/streams/{world.stream.hex()}/batches?{query}")[:2] == (400, "malformed")


def test_bodies_that_are_no_batches_are_refused_by_a_code(client):
    for body in (b"", b"\xff" * 100, b"\x9f\xff", b"\x80", b"{}", b"\x83\x00\x80\x00"):
        status, said = client.offer(body)
        assert (status, said["retryable"]) == (400, False), said


def test_silent_and_dribbling_connections_are_closed_and_others_served(start, world, laptop):
    process = start(
        options="Options(settings=Settings(header_seconds=1.0, idle_seconds=1.0, connections=200))"
    )
    tell(process, world)
    client = Client(process, world, laptop.key)
    silent = [socket.create_connection(("127.0.0.1", process.port), timeout=5) for _ in range(100)]
    for line in silent[:50]:
        line.sendall(b"GET /v1/hello HTTP/1.1\r\nhost: ")
    assert client.push(laptop.batch())["seq"] == 1
    began = time.monotonic()
    ends = []
    for line in silent:
        try:
            ends.append(line.recv(1))
        except ConnectionResetError:
            ends.append(b"")
        line.close()
    assert ends == [b""] * 100
    assert time.monotonic() - began < 5


def test_a_body_that_stops_coming_ends_with_a_code_and_nothing_is_kept(start, world, laptop):
    process = start(options="Options(settings=Settings(idle_seconds=0.5))")
    tell(process, world)
    client = Client(process, world, laptop.key)
    batch = laptop.batch()
    target = f"{client.base}/streams/{world.stream.hex()}/batches"
    token = sign_request(laptop.key, client.ticket, method="POST", target=target, body=batch)
    sent = head("POST", target, content_length=len(batch), **{HEADER: token}) + batch[:-5]
    said = speak(process.port, sent, seconds=5)
    assert body_of(said)["code"] == "timeout"
    assert client.pull()["head"] == 0


def test_a_key_may_send_only_a_few_bodies_at_once(start, world, laptop):
    process = start(options="Options(settings=Settings(bodies_per_key=2))")
    tell(process, world)
    client = Client(process, world, laptop.key)
    target = f"{client.base}/streams/{world.stream.hex()}/batches"
    token = sign_request(laptop.key, client.ticket, method="POST", target=target, body=b"x" * 100)
    open_lines = []
    for _ in range(2):
        line = socket.create_connection(("127.0.0.1", process.port), timeout=5)
        line.sendall(head("POST", target, content_length=100, **{HEADER: token}) + b"x")
        open_lines.append(line)
    time.sleep(0.3)
    status, said = client.offer(laptop.batch())
    for line in open_lines:
        line.close()
    assert (status, said["code"], said["retryable"]) == (429, "too_many_bodies", True)
