"""The service starts without what libraries import and it never uses, and nobody notices."""

import subprocess
import sys

import pytest

from pi_nn.postponed import UNUSED

pytestmark = pytest.mark.checkout

POSTPONE = "import sys; from pi_nn.postponed import postpone_unused as postpone\n"


def printed(program):
    command = [sys.executable, "-c", POSTPONE + program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_the_finder_does_not_load_linear_algebra():
    assert printed("postpone(); import pi_nn.vision; print('scipy.linalg' in sys.modules)") == "False"


def test_the_service_postpones():
    run = "import pi_nn.commands as c; c.main(['run', '--camera', 'demo', '--display', 'text', '--frames', '1']); "
    assert printed(run + "print('scipy.linalg' in sys.modules)").endswith("False")


def test_the_service_searches_for_garbage_after_many_objects_only():
    run = "import pi_nn.commands as c; c.main(['run', '--camera', 'demo', '--display', 'text', '--frames', '1']); "
    assert int(printed(run + "import gc; print('after', gc.get_threshold()[0])").split()[-1]) > 10_000


def test_what_was_postponed_is_there_when_it_is_used():
    assert printed("postpone(); from scipy.special import gamma; print(gamma(5))") == "24.0"
    assert printed("postpone(); import scipy.special; print(scipy.special.gamma(5))") == "24.0"


def test_who_imports_it_without_using_it_can_use_it_later():
    rotate = "import numpy; from scipy import ndimage; print(round(ndimage.rotate(numpy.ones((4, 4)), 90).sum()))"
    assert printed(f"postpone(); import pi_nn.vision; {rotate}") == "16"


def test_what_is_loaded_already_stays():
    assert printed("import scipy.special as s; postpone(); from scipy import special; print(special is s)") == "True"


def test_it_is_postponed_once_however_often_that_is_asked():
    assert printed("before = len(sys.meta_path); postpone(); postpone(); print(len(sys.meta_path) - before)") == "1"


@pytest.mark.parametrize("name", UNUSED)
def test_each_can_be_used(name):
    assert printed(f"postpone(); import {name}; print({name}.__name__)") == name


ENTER = "from pi_nn.display.entry_points import entry_points_postponed as e\nwith e(): import {}\n"


def test_gpiozero_does_not_load_what_it_does_not_call():
    assert printed(ENTER.format("gpiozero") + "print('importlib.metadata' in sys.modules)") == "False"


def test_nothing_stands_in_for_it_afterwards():
    assert printed(ENTER.format("gpiozero") + "print('importlib_metadata' in sys.modules)") == "False"


def test_gpiozero_finds_foreign_factories_all_the_same():
    make = "import os; os.environ['GPIOZERO_PIN_FACTORY'] = 'MOCK'; from pi_nn.display.gpio import _factory; "
    assert printed(make + "print(type(_factory('')).__name__)") == "MockFactory"


def test_what_is_loaded_already_is_not_replaced():
    own = "import types; own = sys.modules['importlib_metadata'] = types.ModuleType('own')\n"
    assert printed(own + ENTER.format("importlib_metadata as found") + "print(found is own)") == "True"
