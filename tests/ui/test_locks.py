"""When the desk locks, and what a PIN may do; the clock goes only when told."""

import pytest

from ui.locks import FULL_AFTER, SCREEN_AFTER, TRIES, Lock, Locks, PinAnswer

PIN = "135790"


@pytest.fixture
def happened():
    return []


@pytest.fixture
def locks(clock, happened):
    made = Locks(
        clock,
        on_screen=lambda: happened.append("screen"),
        on_full=lambda: happened.append("full"),
        on_open=lambda: happened.append("open"),
    )
    made.opened("Sari")
    made.set_pin(PIN)
    return made


def wait(locks, clock, seconds):
    """Time passes while the program runs and ticks."""
    for _ in range(int(seconds // 5)):
        clock.seconds += 5
        locks.tick()


def test_five_idle_minutes_lock_the_screen(locks, clock, happened):
    wait(locks, clock, SCREEN_AFTER - 5)
    assert locks.state is Lock.OPEN
    wait(locks, clock, 5)
    assert (locks.state, happened) == (Lock.SCREEN, ["screen"])


def test_a_key_starts_the_five_minutes_anew(locks, clock):
    wait(locks, clock, SCREEN_AFTER - 5)
    locks.activity()
    wait(locks, clock, SCREEN_AFTER - 5)
    assert locks.state is Lock.OPEN


def test_thirty_idle_minutes_lock_everything(locks, clock, happened):
    wait(locks, clock, FULL_AFTER)
    assert (locks.state, happened) == (Lock.FULL, ["screen", "full"])


def test_the_mouse_over_a_locked_screen_does_not_keep_it_from_full_lock(locks, clock):
    locks.pressed()
    for _ in range(int(FULL_AFTER // 5)):
        clock.seconds += 5
        locks.activity()
        locks.tick()
    assert locks.state is Lock.FULL


def test_ctrl_l_once_locks_the_screen_and_twice_everything(locks, happened):
    locks.pressed()
    assert locks.state is Lock.SCREEN
    locks.pressed()
    assert (locks.state, happened) == (Lock.FULL, ["screen", "full"])


def test_right_pin_opens(locks, happened):
    locks.pressed()
    assert locks.try_pin(PIN) is PinAnswer.OPENED
    assert (locks.state, happened) == (Lock.OPEN, ["screen", "open"])


def test_fifth_wrong_pin_locks_everything_and_the_right_one_no_longer_opens(locks):
    locks.pressed()
    answers = [locks.try_pin("000001") for _ in range(TRIES)]
    assert answers == [PinAnswer.WRONG] * 4 + [PinAnswer.FULL_LOCK]
    assert locks.try_pin(PIN) is PinAnswer.FULL_LOCK
    assert locks.state is Lock.FULL


def test_a_right_pin_gives_the_five_tries_back(locks):
    for _ in range(3):
        locks.pressed()
        assert locks.try_pin("000001") is PinAnswer.WRONG
        assert locks.try_pin("000001") is PinAnswer.WRONG
        assert locks.try_pin(PIN) is PinAnswer.OPENED


def test_sleep_locks_everything_whether_or_not_the_steady_clock_went_on(locks, clock):
    clock.seconds += 3600
    locks.tick()
    assert locks.state is Lock.FULL
    locks.opened("Sari")
    clock.jump += 3600  # the steady clock stood still while the wall clock went on
    locks.tick()
    assert locks.state is Lock.FULL


def test_waking_up_with_a_key_press_still_locks(locks, clock):
    clock.seconds += 3600
    locks.activity()
    locks.tick()
    assert locks.state is Lock.FULL


def test_without_pin_the_first_lock_is_a_full_lock(clock, happened):
    made = Locks(
        clock,
        on_screen=lambda: happened.append("screen"),
        on_full=lambda: happened.append("full"),
        on_open=lambda: None,
    )
    made.opened("Sari")
    made.pressed()
    assert happened == ["full"]


def test_a_village_may_want_full_lock_only(locks, happened):
    locks.opened("Sari", full_only=True)
    locks.pressed()
    assert happened == ["full"]


def test_a_full_lock_forgets_every_pin(locks):
    locks.lock_fully()
    locks.opened("Sari")
    assert not locks.has_pin


@pytest.mark.parametrize("pin", ["12345", "1234567", "12345a", "111111", "", "١٢٣٤٥٦"])
def test_unfit_pin_is_refused(locks, pin):
    with pytest.raises(ValueError, match="PIN"):
        locks.set_pin(pin)


def test_the_pin_itself_is_not_kept(locks):
    assert PIN not in repr([getattr(pin, "digest", b"") for pin in locks._pins.values()])
    assert all(pin.digest != PIN.encode() and len(pin.salt) == 16 for pin in locks._pins.values())
