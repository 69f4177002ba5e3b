"""`desbumi sync` from a terminal: the relay down, a captive portal in its place, and the relay back again."""

import json
import subprocess
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from desbumi_app.send_history import SENT_AT, tries
from sync.control_log import ControlLog
from tests.desbumi_app.terminal import command, desbumi, environment
from ui.commands import demo_cast as cast


class Portal(BaseHTTPRequestHandler):
    """What a hotel answers instead of the district's server."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>Selamat datang di Hotel Contoh. Silakan masuk.</html>")

    def log_message(self, *_args):
        pass


@pytest.fixture
def port(story):
    with story.opened("a1") as office:
        return int(ControlLog(office.register).state.relay.addresses[0].rpartition(":")[2])


def sync(story):
    register = story.files("a1").register
    return desbumi("sync", "--register", register, "--user", "sari", DESBUMI_PASSPHRASE=cast.SARI.passphrase)


@contextmanager
def hotel(port):
    server = HTTPServer(("127.0.0.1", port), Portal)
    Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


@contextmanager
def relay(story, port):
    words = command("relay", "--data", story.out / "relay", "--port", port)
    with subprocess.Popen(words, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().startswith("desbumi relay")
        yield
        process.terminate()


def test_without_the_relay_the_work_waits(story, port):
    assert port > 0
    said = sync(story)
    assert (said.code, said.out, said.failure) == (7, "", "[offline]")
    assert "aman di laptop ini" in said.err
    assert last_try(story) == ("network", "offline")


def test_a_captive_portal_is_not_taken_for_the_relay(story, port):
    with hotel(port):
        said = sync(story)
    assert (said.code, said.out, said.failure) == (7, "", "[not_the_relay]")
    assert "log in first" in said.err


def test_when_the_relay_is_back_everything_that_waited_is_received(story, port):
    with relay(story, port):
        said = sync(story)
    assert said.code == 0, said.err
    counts = json.loads(said.out)
    assert set(counts) == {"register", "cases"}
    assert [one["waiting"] for one in counts.values()] == [0, 0]
    assert last_try(story) == ("network", "")


def last_try(story):
    """What the page Send and the strip say of it afterwards."""
    with story.opened("a1") as office:
        newest, received = tries(office)[0], datetime.fromisoformat(office.register.meta(SENT_AT))
    assert (received >= datetime.fromisoformat(newest.at)) == (newest.code == "")
    return newest.way, newest.code
