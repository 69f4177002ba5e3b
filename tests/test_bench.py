"""The bench measures: small runs give the written file, every figure differs between runs, and the table tells what is over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.figures import CEILINGS, LIMITS, Figure, measured, table

ROOT = Path(__file__).resolve().parents[1]
NAMES = [
    "start.unlock",
    "memory.idle",
    "letter.pdf",
    "letter.batch",
    "letter.preview",
    "store.insert",
    "store.lookup",
    "store.search",
    "lists.open",
    "lists.filter",
    "lists.keystroke",
    "person.open",
    "lists.repaint",
    "memory.loaded",
    "import.rows",
    "import.apply",
    "sync.push",
    "sync.pull",
    "sync.wire",
]


def bench(out: Path, *more: str) -> tuple[dict, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--out", str(out), *more],
        cwd=ROOT,
        env=os.environ | {"DESBUMI_BENCH_SMALL": "1", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(out.read_text(encoding="utf-8")), done.stdout


@pytest.mark.slow
def test_two_small_runs_have_the_written_shape_and_no_figure_in_common(tmp_path):
    first, shown = bench(tmp_path / "deep" / "one.json")
    second, _ = bench(tmp_path / "two.json", "--only", "imports", "store")
    assert set(first) == {"machine", "figures"}
    assert [one["name"] for one in first["figures"]] == NAMES
    assert [line.split()[0] for line in shown.splitlines()[1:]] == NAMES
    for one in first["figures"]:
        assert set(one) == {"name", "ours", "floor", "ratio", "unit", "better"}
        assert one["better"] == "lower"
        assert one["ours"] > 0
        assert one["floor"] > 0
        assert one["ratio"] == pytest.approx(one["ours"] / one["floor"])
    cost = {one["name"]: one["ours"] for one in first["figures"]}
    again = {one["name"]: one["ours"] for one in second["figures"]}
    assert [name for name, value in again.items() if value == cost[name]] == []
    assert cost["sync.push"] != cost["sync.pull"]


def test_ours_and_floor_take_turns_and_the_first_round_is_not_counted():
    order: list[str] = []
    costs = {"ours": iter((90.0, 1.0, 2.0, 3.0, 4.0, 50.0)), "floor": iter((70.0, 2.0, 1.0, 2.0, 9.0, 2.0))}

    def cost(name: str) -> float:
        order.append(name)
        return next(costs[name])

    found = measured("x", lambda: cost("ours"), lambda: cost("floor"), unit="s", rounds=5)
    assert (found.ours, found.floor, found.ratio) == (3.0, 2.0, 1.5)
    assert order == ["ours", "floor", "floor", "ours"] * 3


@pytest.mark.parametrize("name", CEILINGS)
def test_a_ratio_that_reaches_its_ceiling_is_over(name):
    at = CEILINGS[name]
    assert Figure(name, at, 1.0, "s").over
    assert not Figure(name, at * 0.99, 1.0, "s").over
    assert "OVER" in table([Figure(name, at, 1.0, "s")])
    assert "OK" in table([Figure(name, at * 0.99, 1.0, "s")])


def test_a_figure_without_a_ceiling_is_reported():
    assert "report" in table([Figure("sync.push", 100.0, 1.0, "s")])


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_kept_below_and_broken_at_it_whatever_the_floor(name):
    at = LIMITS[name]
    assert (Figure(name, at - 0.01, 1, "s").over, Figure(name, at, 100, "s").over) == (False, True)
    assert table([Figure(name, at, 100, "s")]).rstrip().endswith("OVER")
