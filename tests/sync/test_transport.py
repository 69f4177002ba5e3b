"""The way to the relay: addresses, proxies, portals, silence, tickets; every failure is a code."""

import socket
import threading

import pytest

from sync.crypto import generate_signing_key
from sync.errors import SyncError
from sync.transport import RelayLink, checked_address


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("relay.contoh.go.id", "https://relay.contoh.go.id"),
        (" https://relay.contoh.go.id/ ", "https://relay.contoh.go.id"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_an_address_is_https_unless_it_is_this_computer(typed, used):
    assert checked_address(typed) == used


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("http://relay.contoh.go.id", "insecure_address"),
        ("ftp://relay.contoh.go.id", "insecure_address"),
        ("https://user:word@relay.contoh.go.id", "bad_address"),
        ("https://relay.contoh.go.id/path", "bad_address"),
        ("https://", "bad_address"),
        ("https://x:99999", "bad_address"),
    ],
)
def test_an_address_that_may_not_be_used_is_refused(typed, code):
    with pytest.raises(SyncError, match=code):
        checked_address(typed)


def served(reply: bytes, *, wait: bool = False):
    """A socket that answers each connection with these bytes and closes it, or stays silent."""
    listener = socket.create_server(("127.0.0.1", 0))
    held = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if wait:
                held.append(connection)
                continue
            connection.recv(65536)
            connection.sendall(reply)
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    return listener, held


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\nhalo", "not_the_relay"),
        (
            b"HTTP/1.1 302 Found\r\nlocation: http://portal.example/\r\ncontent-length: 0\r\n\r\n",
            "not_the_relay",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\ncontent-length: 3\r\n\r\n\xff\xff\xff",
            "not_the_relay",
        ),
        (
            b"HTTP/1.1 500 No\r\ncontent-type: application/cbor\r\ncontent-length: 1\r\n\r\n\xa0",
            "not_the_relay",
        ),
        (b"HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\ncontent-length: 1\r\n\r\n\xa0", "malformed"),
        (b"HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\ncontent-length: 99\r\n\r\n\xa0", "offline"),
        (
            b"HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\ncontent-encoding: zstd\r\ncontent-length: 1\r\n\r\n\xa0",
            "not_the_relay",
        ),
        (b"garbage\r\n\r\n", "offline"),
        (b"", "offline"),
    ],
)
def test_what_is_no_relay_is_told_apart_from_one(reply, code):
    listener, _ = served(reply)
    link = RelayLink(f"http://127.0.0.1:{listener.getsockname()[1]}")
    with pytest.raises(SyncError) as error:
        link.hello()
    assert error.value.code == code
    assert link.greeting is None
    link.close()
    listener.close()


def test_silence_ends_after_the_idle_time():
    listener, held = served(b"", wait=True)
    link = RelayLink(f"http://127.0.0.1:{listener.getsockname()[1]}", idle_seconds=0.3)
    with pytest.raises(SyncError, match="timeout"):
        link.hello()
    link.close()
    listener.close()
    for connection in held:
        connection.close()


def test_an_endless_answer_is_cut_at_its_ceiling(monkeypatch):
    monkeypatch.setattr("sync.transport.ANSWER_BYTES", 1_000)
    body = b"\x59\xff\xff" + bytes(0xFFFF)
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\ncontent-length: {len(body)}\r\n\r\n"
    listener, _ = served(head.encode() + body)
    link = RelayLink(f"http://127.0.0.1:{listener.getsockname()[1]}")
    with pytest.raises(SyncError, match="not_the_relay"):
        link.hello()
    link.close()
    listener.close()


def test_a_ticket_that_is_over_is_renewed_once_and_a_stranger_is_told(relay):
    link = RelayLink(relay.url)
    link.hello()
    link._ticket = bytes(len(link._ticket))
    with pytest.raises(SyncError, match="unknown_key") as error:
        link.ask(generate_signing_key(), "GET", f"/v1/{'00' * 16}/control")
    assert error.value.detail["retryable"] is False
    assert link.requests == 3
    link.close()


def test_the_library_is_imported_when_it_is_first_used(tmp_path):
    import subprocess
    import sys

    code = "import sys, sync.rounds, sync.bundle; assert 'httpx2' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
