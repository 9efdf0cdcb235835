"""What a retraining on ten samples costs: peak memory here, and instructions where ARM code is emulated."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "beds"))

import bed
import emulated
import pytest
from appliance import METHOD, row

MEASURED = """import sys
from pi_nn.commands import main
code = main(["retrain"])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")), file=sys.stderr)
sys.exit(code)"""


def memory(state: Path) -> None:
    """Of the whole process, with Python and its libraries, and of nothing else; samples lie in the state's folder."""
    environment = {**os.environ, "STATE_DIRECTORY": str(state)}
    run = subprocess.run([sys.executable, "-c", MEASURED], env=environment, capture_output=True, text=True, check=False)
    peak = int(run.stderr.split()[-1]) / 1024
    print(f"peak memory of a retraining, the drawing included: {peak:.0f} MB  wanted at most 150 MB")


def instructions() -> None:
    """Part by part; what is drawn is kept, so that a second retraining does without."""
    clock = bed.Clock(20 * 60)
    try:
        root = emulated.trees(clock)
    except pytest.skip.Exception as reason:
        print(f"instructions are not counted: {reason}")
        return
    with tempfile.TemporaryDirectory() as folder:
        found = emulated.counted(root, emulated.our_copy(root, Path(folder), clock), clock, "retraining.py")
    print(METHOD)
    for part, millions in found.items():
        row(f"    {part}", millions)
    row("a retraining on ten samples, the first", sum(found.values()), "at most 180 s")
    row("and every other one", sum(found.values()) - found["drawing"])
