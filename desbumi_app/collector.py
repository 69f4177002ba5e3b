"""Python's search for cycles, put off while a long list passes: its rows hold none, and each search walks over all of them.

The window has its own rule (`ui.garbage`: never on a worker); there this changes nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """No search begins by itself inside the block; afterwards it is as it was."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
