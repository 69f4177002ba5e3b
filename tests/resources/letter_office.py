"""A district with villages, signers and a real control chain, a relay started as its operator does, and a wire between."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desbumi_app.documents import token
from sync.control.fold import fold
from sync.control.notices import Checkpoint, LetterKeyAdded, LetterKeyRetired, RevocationList
from sync.control.offices import VillageAdded
from tests.sync.relay.world import ROOT, World

TODAY = datetime.now().astimezone().date()  # the page goes by the phone's own day
FACTS = token.CheckedFacts("Wahyuni Puspitasari", "1998-06-14", "Taiwan")
NUMBER = "400.12.2.1/012/SKC/XI/2026"


def day(shift: int) -> str:
    return (TODAY + timedelta(days=shift)).isoformat()


def claims(kind: str = "L04", number: str = NUMBER, dates=None, facts: token.CheckedFacts = FACTS):
    salt = os.urandom(16)
    return token.Claims(kind, number, *(dates or (day(-10), day(170))), salt, token.proof_of(facts, salt))


class Signer:
    """A signer of one village: a fresh key under a random id."""

    def __init__(self) -> None:
        self.id = os.urandom(16)
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.short = token.SigningKey(self.id[:8], self.private)

    def added(self, village: bytes) -> LetterKeyAdded:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return LetterKeyAdded(self.id, village, point)


class Letters(World):
    """Two villages; head, second and lost sign for the first, neighbour for the other."""

    def __init__(self, *, checkpoint_days_ago: int | None = 0, village_name: str = "Desa Contoh") -> None:
        super().__init__()
        self.other = os.urandom(16)
        self.strange = os.urandom(16)
        for place, name in ((self.other, "Desa Tetangga"), (self.strange, village_name)):
            streams = (os.urandom(16), os.urandom(16))
            self.say(VillageAdded(place, name, "35.09.01.2002", *streams, None))
        self.head_signer, self.second_signer, self.lost, self.neighbour, self.odd = (
            Signer() for _ in range(5)
        )
        for signer in (self.head_signer, self.second_signer, self.lost):
            self.say(signer.added(self.village))
        self.say(self.neighbour.added(self.other))
        self.say(self.odd.added(self.strange))
        self.known = token.issue(claims(number="470/1/2026"), (self.lost.short,))
        self.withdrawn = token.issue(claims(number="470/2/2026"), (self.head_signer.short,))
        self.say(LetterKeyRetired(self.lost.id, True))
        self.say(RevocationList(self.lost.id, (token.digest(self.known),), ()))
        self.say(RevocationList(self.head_signer.id, (), (token.digest(self.withdrawn),)))
        if checkpoint_days_ago is not None:
            self.confirm(checkpoint_days_ago)

    def confirm(self, days_ago: int) -> None:
        at = int(time.time()) - days_ago * 86_400
        self.say(Checkpoint(self.head.n, self.head.hash, at, b"f" * 32, fold(self.entries).letters))


class Relay:
    """`desbumi relay` as a process; it serves the page it ships with."""

    def __init__(self, folder: Path) -> None:
        self.clients = []
        command = [sys.executable, "-m", "desbumi_app", "relay", "--data", str(folder), "--port", "0"]
        self.log = folder.with_suffix(".log")
        with self.log.open("wb") as log:
            self.popen = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
        ready, _, _ = select.select([self.popen.stdout], [], [], 60)
        line = self.popen.stdout.readline().decode() if ready else ""
        assert line.startswith("desbumi relay "), (line, self.log.read_text())
        self.port = int(line.split()[-1])
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        for client in self.clients:
            client.close()
        self.popen.send_signal(signal.SIGTERM)
        code = self.popen.wait(20)
        self.popen.stdout.close()
        return code


class Wire:
    """Everything a browser says to the relay passes here and is kept; `cut` is the end of the network."""

    def __init__(self, port: int) -> None:
        self.target, self.said, self.open = port, bytearray(), []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self.listener.accept()
            except OSError:
                return
            relay = socket.create_connection(("127.0.0.1", self.target))
            self.open += [browser, relay]
            threading.Thread(
                target=self._pump, args=(browser, relay), kwargs={"keep": True}, daemon=True
            ).start()
            threading.Thread(
                target=self._pump, args=(relay, browser), kwargs={"keep": False}, daemon=True
            ).start()

    def _pump(self, source: socket.socket, sink: socket.socket, *, keep: bool) -> None:
        try:
            while data := source.recv(65_536):
                if keep:
                    self.said += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def cut(self) -> None:
        if self.listener.fileno() < 0:
            return
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for one in self.open:
            one.close()
        self.open.clear()

    def asked(self) -> set[bytes]:
        """The first line of every request."""
        lines = bytes(self.said).split(b"\r\n")
        return {line for line in lines if line.endswith(b" HTTP/1.1")}
