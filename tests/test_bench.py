"""The bench runs, at the least size, and prints what it measured."""

import json
import os
import subprocess
import sys

import pytest

from tests.house import ROOT

TINY = {
    "BENCH_ONLY": "bulk,rebuild,question,growth,peers,region,http",
    "BENCH_SIZES": "60,120",
    "BENCH_POSTGRES_SIZES": "",
    "BENCH_PEER_SIZES": "60",
    "BENCH_PEERS": "",
    "BENCH_BATCH": "30",
    "BENCH_ROUNDS": "1",
    "BENCH_HTTP_SECONDS": "0.1",
}


@pytest.mark.slow
def test_the_bench_measures_every_part_beside_its_baseline():
    command = [sys.executable, "-m", "tests.bench"]
    result = subprocess.run(
        command, cwd=ROOT, env=os.environ | TINY, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stderr
    measured = json.loads(result.stdout.splitlines()[-1])["measured"]
    assert {each["occurrences"] for each in measured} == {60, 120}
    for what in ("recording", "rebuild", "question", "folding", "roll-up", "memory", "HTTP"):
        assert any(each["what"].startswith(what) for each in measured), what
    assert all(each["value"] > 0 for each in measured)
