"""Bad lines, portals, killed programs: a round may stop anywhere, and the next one starts from what is durable."""

import http.client
import random
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sync.cbor import decode, encode
from sync.errors import SyncError
from tests.sync.offices import hashes, join, settle
from tests.sync.test_attacks import move

ROOT = Path(__file__).resolve().parents[2]


class Between:
    """A real proxy between laptop and relay; `answer(handler, reply)` decides what becomes of each response."""

    def __init__(self, target: str, answer) -> None:
        between = self
        self.seen = 0

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                between.seen += 1
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                upstream = http.client.HTTPConnection(target.removeprefix("http://"), timeout=20)
                headers = {k: v for k, v in self.headers.items() if k.lower() not in {"host", "connection"}}
                upstream.request(self.command, self.path, body or None, headers)
                reply = upstream.getresponse()
                answer(self, (reply.status, reply.getheader("content-type"), reply.read()))
                upstream.close()

            def do_GET(self) -> None:
                self._pass()

            def do_POST(self) -> None:
                self._pass()

            def log_message(self, *_args) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def give(handler, reply) -> None:
    status, kind, body = reply
    handler.send_response(status)
    handler.send_header("content-type", kind)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def between(relay):
    made = []

    def begin(answer):
        made.append(Between(relay.url, answer))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def arrived(laptop) -> bool:
    """Whether a round came through; only a lost line may end it."""
    try:
        laptop.sync()
    except SyncError as error:
        if error.code != "offline":
            raise
        return False
    return True


def test_half_of_all_answers_lost_and_everything_arrives_once(desks, district, between, relay):
    rng = random.Random(7)

    def lose(handler, reply) -> None:
        if rng.random() < 0.5:
            handler.close_connection = True
        else:
            give(handler, reply)

    laptop = desks("satu")
    join(district, laptop)
    move(between(lose).url, laptop)
    lost = 0
    for i in range(12):
        laptop.person(f"Orang {i:02}")
        lost += not arrived(laptop)
    assert lost >= 3
    while laptop.store.outbox("waiting") or laptop.store.unsealed(everything=True):
        arrived(laptop)
    settle(district)
    assert len(district.names()) == 12
    rows = district.store.session.read("SELECT count(*), count(DISTINCT hash) FROM kept_batch")
    assert rows[0][0] == rows[0][1]
    assert len(hashes(laptop, district)) == 1
    assert laptop.alarms() == set() == district.alarms()


@pytest.mark.parametrize(
    "portal",
    [
        (200, "text/html", b"<html>Silakan masuk</html>"),
        (302, "text/html", b""),
        (200, "application/cbor", b""),
        (200, "application/cbor", b"\xa0"),
        (200, "application/cbor", b"<html>"),
        (200, "application/cbor", b"\xa1dcode" + b"\x00" * 40),
        (503, "text/plain", b"upstream"),
    ],
)
def test_behind_a_captive_portal_nothing_counts_as_received(desks, district, between, portal):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Siti")
    move(between(lambda handler, _reply: give(handler, portal)).url, laptop)
    with pytest.raises(SyncError) as error:
        laptop.sync()
    assert error.value.code in {"not_the_relay", "malformed"}
    assert laptop.store.outbox("received") == []
    assert laptop.names() == ["Siti"]


def test_an_answer_without_a_true_receipt_leaves_the_batch_waiting(desks, district, between, relay):
    laptop, other = desks("satu"), desks("dua")
    join(district, laptop)
    join(district, other)
    other.person("Receipt of another stream")
    other.sync()
    false = other.store.outbox("received")[0].receipt

    def lie(handler, reply) -> None:
        status, kind, body = reply
        if handler.path.endswith("/batches") and handler.command == "POST":
            said = decode(body, max_bytes=1 << 20)
            body = encode(said | {"receipt": false})
        give(handler, (status, kind, body))

    laptop.person("Siti")
    move(between(lie).url, laptop)
    with pytest.raises(SyncError, match="bad_receipt"):
        laptop.sync()
    assert [row.state for row in laptop.store.outbox("waiting")] == ["waiting"]
    move(relay.url, laptop)
    assert laptop.sync().sent == 1


CHILD = """
import sys
from pathlib import Path
from tests.db.village import SPECS, NamesAndCountries
from db.clock import SystemClock
from db.store import Store
from sync.control_log import ControlLog
from sync.rounds import Rounds
from sync.visit import Presence
from sync.transport import RelayLink
store = Store.open(Path(sys.argv[1]), bytearray.fromhex(sys.argv[2]), specs=SPECS, clock=SystemClock(),
                   projection=NamesAndCountries())
print("go", flush=True)
for _ in range(50):
    Rounds(ControlLog(store), RelayLink(sys.argv[3]), presence=Presence("0.1.0")).run(everything=True)
    if sys.argv[4] == "once":
        break
store.close()
"""


def test_a_program_killed_at_random_points_of_its_rounds_loses_and_repeats_nothing(desks, district):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    join(district, other, village=village)
    rng = random.Random(11)
    kills = 0
    for turn in range(8):
        for i in range(60):
            laptop.person(f"Satu {turn} {i:02}")
            other.person(f"Dua {turn} {i:02}")
        other.sync()
        laptop.close()
        arguments = [str(laptop.office.files.register), laptop.key.hex(), laptop.address, "many"]
        child = subprocess.Popen([sys.executable, "-c", CHILD, *arguments], cwd=ROOT, stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"go\n"
        time.sleep(rng.random() * 0.25)
        child.send_signal(signal.SIGKILL)
        kills += child.wait() == -signal.SIGKILL
        child.stdout.close()
        laptop.restart()
        assert len([name for name in laptop.names() if name.startswith("Satu")]) == 60 * (turn + 1)
    assert kills >= 6
    settle(laptop, other, district)
    assert len(district.names()) == 960 == len(laptop.names()) == len(other.names())
    assert len(hashes(laptop, other, district)) == 1
    assert laptop.alarms() == set() == district.alarms()


def test_a_full_or_silent_relay_is_a_code_and_nothing_is_marked(desks, district, relays, relay):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Siti")
    assert relay.stop() == 0
    move("http://127.0.0.1:9", laptop)
    with pytest.raises(SyncError, match="offline"):
        laptop.sync()
    full = relays(options="Options(settings=Settings(disk_reserve=2**62))")
    move(full.url, laptop)
    with pytest.raises(SyncError, match="relay_full"):
        laptop.sync()
    assert [row.state for row in laptop.store.outbox("waiting")] == ["waiting"]
    assert full.stop() == 0
    move(relays().url, laptop)
    assert laptop.sync().sent == 1
