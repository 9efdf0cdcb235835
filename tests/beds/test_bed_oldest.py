"""The tests with the oldest set of packages that pi_nn supports."""

import os
import shutil
import sys

import bed
import pytest

pytestmark = pytest.mark.bed

OLDEST = bed.CHECKOUT / "tests" / "beds" / "oldest.txt"


def old_python():
    """Wheels that old exist for Python 3.11 alone."""
    python = sys.executable if sys.version_info[:2] == (3, 11) else shutil.which("python3.11")
    if not python:
        pytest.skip("needs Python 3.11")
    return python


@pytest.fixture(scope="module")
def environment():
    python, clock = old_python(), bed.Clock(300)

    def build(folder):
        for command in (
            [python, "-m", "venv", folder],
            [folder / "bin" / "python", "-m", "pip", "install", "-q", "-r", OLDEST],
        ):
            bed.must_be_built(bed.run(command, clock))

    return bed.kept("oldest", OLDEST.read_bytes() + os.fsencode(os.path.realpath(python)), build)


def test_the_tests_pass_with_the_oldest_packages(environment):
    command = [environment / "bin" / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-m", "not bed and not checkout", "tests"]
    tests = bed.run(command, bed.Clock(600), cwd=bed.CHECKOUT, env={**os.environ, "PYTHONPATH": str(bed.CHECKOUT)})
    assert tests.returncode == 0, tests.stdout[-5000:]
