"""Garbage of windows is collected between tests, on the thread of the tests, as the program does it between events.

What takes long begins first, so that no worker waits at the end for one file of another; and only one file of stories is
among the first, since the others wait for the run of the demo that it starts.
"""

import gc
import sys
from pathlib import Path

FIRST = (
    "jobs/test_1_founding.py",
    "jobs/test_frozen_program.py",
    "ui/commands/test_pictures.py",
    "test_bench.py",
    "jobs/test_census_by_keys.py",
    "ui/commands/test_fit.py",
    "sync/test_attacks.py",
    "resources/test_verify_page_keys.py",
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    places = {HERE / name: at for at, name in enumerate(FIRST)}
    assert all(place.is_file() for place in places)
    items.sort(key=lambda item: places.get(item.path, len(FIRST)))


def pytest_runtest_teardown():
    windows = sys.modules.get("ui.garbage")
    if windows and not gc.isenabled():
        windows.collect_due()
