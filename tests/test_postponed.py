"""The service starts without the parts of scipy that it never uses, and nobody notices."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.checkout

POSTPONE = "import sys; from pi_nn.postponed import postpone_for_service as postpone; "


def printed(program):
    command = [sys.executable, "-c", POSTPONE + program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_the_finder_does_not_load_linear_algebra():
    assert printed("postpone(); import pi_nn.vision; print('scipy.linalg' in sys.modules)") == "False"


def test_the_service_postpones():
    run = "import pi_nn.commands as c; c.main(['run', '--camera', 'demo', '--display', 'text', '--frames', '1']); "
    assert printed(run + "print('scipy.linalg' in sys.modules)").endswith("False")


def test_what_was_postponed_is_there_when_it_is_used():
    assert printed("postpone(); from scipy.special import gamma; print(gamma(5))") == "24.0"
    assert printed("postpone(); import scipy.special; print(scipy.special.gamma(5))") == "24.0"


def test_who_imports_it_without_using_it_can_use_it_later():
    rotate = "import numpy; from scipy import ndimage; print(round(ndimage.rotate(numpy.ones((4, 4)), 90).sum()))"
    assert printed(f"postpone(); import pi_nn.vision; {rotate}") == "16"


def test_what_is_loaded_already_stays():
    assert printed("import scipy.special as s; postpone(); from scipy import special; print(special is s)") == "True"
