"""What waits and what came of each attempt, as this laptop keeps it."""

from db.outbox import Sealed
from desbumi_app.send_history import KEPT_TRIES, remember, tries, unsent
from tests.desbumi_app.usecases.abroad import put


def test_saves_in_a_formed_batch_wait_until_the_receipt_is_there(office):
    waiting = unsent(office)
    put(office, "people", name="Siti Aminah")
    assert unsent(office) == waiting + 1
    row = office.register.seal(lambda sealing: Sealed(b"x", len(sealing.changes), b"l" * 32), everything=True)
    assert unsent(office) == waiting + 1
    office.register.batch_received(row.n, b"receipt")
    assert unsent(office) == 0


def test_quiet_rounds_are_one_line_and_the_oldest_go(office):
    for _ in range(3):
        remember(office, "network", code="offline")
    assert [one.code for one in tries(office)] == ["offline"]
    for _ in range(KEPT_TRIES + 5):
        remember(office, "usb_out", sent=1)
    assert (len(tries(office)), tries(office)[-1].way) == (KEPT_TRIES, "usb_out")
