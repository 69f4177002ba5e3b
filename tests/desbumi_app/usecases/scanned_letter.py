"""A letter of the village with its QR, and a control state that knows who signed it; conftest hands the fixtures on."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from desbumi_app import bootstrap
from desbumi_app.letter_keys import VERIFY_ADDRESS, scanning_of
from desbumi_app.letter_login import key_id_of
from desbumi_app.usecases.issue_letter import Consents, issue_letter
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.verify_letter import Comparison
from sync.control.entries import Head
from sync.control.state import Compartment, ControlState, Device, LetterKey
from tests.desbumi_app.documents.reading import qr_of
from tests.desbumi_app.usecases.letters import HEAD, SECOND, a_candidate, a_permission

TYPED = Comparison("wahyuni puspitasari", "14-06-1998", "taiwan")


def point(scalar):
    key = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1()).public_key().public_numbers()
    return b"\x04" + key.x.to_bytes(32, "big") + key.y.to_bytes(32, "big")


@pytest.fixture
def state(office):
    """A control state with the letter keys of all three users."""
    keys = {}
    for login, words in (
        ("sari", "empat kata acak kami"),
        ("lalu", SECOND.passphrase),
        ("kades", HEAD.passphrase),
    ):
        user, scalar = bootstrap.letter_key_of(office, login, words, cheap=True)
        ident = key_id_of(office, user)
        keys[ident] = LetterKey(ident, b"v" * 16, point(scalar), 1)
    blank = b"\0" * 16
    made = ControlState(blank, "Rekajaya", blank, blank, blank, blank, None, None, Head(1, b"\0" * 32))
    office.register.set_meta(VERIFY_ADDRESS, "cek.rekajaya.example")
    own = office.register.identity()
    device = Device(
        own.device, b"v" * 16, own.stream, Compartment.REGISTER, b"k" * 32, b"h" * 32, "A", None, 1
    )
    return replace(made, letter_keys=keys, devices={own.device: device})


@pytest.fixture
def scanned(office, state, tmp_path):
    prepared = prepare_letter(office, a_permission(a_candidate(office)))
    done = issue_letter(office, prepared, Consents(second=SECOND), scanning_of(office, state), cheap=True)
    [url] = qr_of(done.paper.pdf, tmp_path)
    return done, url
