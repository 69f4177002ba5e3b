"""A relay that drips, talks for ever, or forks for ever: a round ends, and one laptop cannot fill another."""

import socket
import threading
import time

import pytest

from db.kept import KeptStore
from db.trust_store import TrustStore
from sync.errors import SyncError
from sync.inbox import BRANCHES, Fate, Inbox
from sync.patience import Patience
from sync.rounds import ROUND_SECONDS
from sync.sealing import seal_ripe
from sync.transport import RelayLink
from tests.sync.offices import join, settle

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\ncontent-length: 100000\r\n"


class Dripping:
    """A server that sends its answer byte by byte, and stops only when the other side has gone."""

    def __init__(self, first: bytes, *, gap: float = 0.05) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.gone = threading.Event()
        self._first, self._gap = first, gap
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self.listener.accept()
        connection.recv(65536)
        try:
            connection.sendall(self._first)
            while True:
                connection.sendall(b"x")
                time.sleep(self._gap)
        except OSError:
            self.gone.set()
        connection.close()


@pytest.fixture(params=[b"HTTP/1.1 200 OK\r\nx-slow: ", HEAD + b"\r\n"], ids=["in its head", "in its body"])
def dripping(request):
    server = Dripping(request.param)
    yield server
    server.listener.close()


def test_a_relay_that_drips_is_given_up(dripping):
    link = RelayLink(dripping.url, patience=Patience(base=1.0))
    begun = time.monotonic()
    with pytest.raises(SyncError, match="timeout"):
        link.hello()
    assert time.monotonic() - begun < 15
    assert dripping.gone.wait(15)
    link.close()


def test_a_wish_to_stop_is_heard_in_the_middle_of_a_request(dripping):
    link = RelayLink(dripping.url)
    wish = threading.Event()
    link.stop = wish.is_set
    threading.Timer(0.5, wish.set).start()
    with pytest.raises(SyncError, match="stopped"):
        link.hello()
    link.close()


def test_what_really_moves_may_take_longer():
    patience, ended = Patience(base=0.1, most=30.0), []
    with patience.limit(60_000, lambda: False):
        time.sleep(0.8)
        ended.append(patience.ended)
    assert ended == [False]
    with patience.limit(0, lambda: False):
        time.sleep(0.8)
    assert (patience.ended, patience.stopped) == (True, False)


def test_a_round_ends_when_it_has_gone_on_for_long_enough(district, village):
    village.person("Siti")
    made, asked = village.rounds(), []
    real = made.link.ask

    def slow(*args):
        asked.append(args[2])
        village.clock.seconds += ROUND_SECONDS / 3
        return real(*args)

    made.link.ask = slow
    made.run(everything=True)
    assert len(asked) <= 6
    made.link.ask = real
    settle(village, district)
    assert district.names() == ["Siti"]


def test_checking_chains_obeys_a_stop_and_is_done_again(district, village, desks):
    other = desks("kedua")
    join(district, other, village=village.village)
    wish = [False]
    made = village.rounds(stop=lambda: wish[0])
    made.run()
    assert made._visit.checked
    made._visit.checked.clear()
    real = made.link.ask

    def then_stop(*args):
        said = real(*args)
        wish[0] = wish[0] or args[2].endswith("/frontier")
        return said

    made.link.ask = then_stop
    made.run()
    assert made._visit.checked == set()
    made.link.ask, wish[0] = real, False
    made.run()
    assert made._visit.checked


def test_the_first_forks_of_a_laptop_are_kept_and_told_the_others_refused_with_one_alarm(
    district, village, desks, tmp_path
):
    other = desks("kedua")
    join(district, other, village=village.village)
    village.person("Siti")
    settle(village, other, district)
    taking, fates = Inbox(other.log), []
    for number in range(BRANCHES + 4):
        clone = village.copy(tmp_path / f"klon-{number}", mark=False)
        desks.keep(clone)
        clone.person(f"Cabang {number}")
        seal_ripe(clone.log, everything=True)
        (row,) = clone.store.outbox("waiting")
        fates.append(next(iter(taking.take([row.data]).counts)))
    # The first continues the chain; the next ones fork it.
    assert fates == [Fate.NEW] * (1 + BRANCHES) + [Fate.REFUSED] * 3
    stream = village.store.streams()[0]
    assert sum(end.branch != b"" for end in KeptStore(other.store).ends(stream)) == BRANCHES
    kinds = [alarm.kind for alarm in TrustStore(other.store).alarms()]
    assert kinds.count("refused_too_many_forks") == 1
    village.person("Wulan")
    settle(village, district, other, times=3)
    assert "Wulan" in district.names()
