"""The tests on Debian trixie: Python 3.13 with the numpy, scipy and pillow of a Raspberry Pi OS Trixie."""

import bed
import pytest

pytestmark = pytest.mark.bed


def test_the_tests_pass_on_trixie(room, tmp_path):
    pytest_in_room = ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not bed and not checkout"]
    command = [bed.CAMERA / "run", room, tmp_path, *pytest_in_room, "/opt/checkout/tests"]
    tests = bed.run(command, bed.Clock(600))
    assert tests.returncode == 0, tests.stdout[-5000:]
