"""The search for cycles rests inside the block and is afterwards what it was."""

import gc

import pytest

from desbumi_app import collector


@pytest.mark.parametrize("on", [True, False])
def test_it_rests_and_is_as_it_was_also_after_a_failure(on):
    before, seen = gc.isenabled(), []

    def fail():
        with collector.at_rest():
            seen.append(gc.isenabled())
            raise ValueError("stop")

    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(ValueError, match="stop"):
            fail()
        assert (seen, gc.isenabled()) == ([False], on)
    finally:
        (gc.enable if before else gc.disable)()
