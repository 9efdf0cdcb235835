"""The floors, the borders and the sizes of the modules, read from the source itself."""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

PACKAGE = Path(__file__).parent.parent / "pi_nn"

# From the lowest up; a module imports from strictly lower ones alone.
FLOORS = (
    {"errors"},
    {"section"},
    {"settings"},
    {"layers", "losses", "optimizers", "schedules", "vision", "decision"},
    {"network", "scenes", "augment", "glyphs", "judging", "self_test", "spelling"},
    {"junk", "practice", "gradient_check", "bfgs", "inside", "weighing", "calibration"},
    {"reader", "training", "descent", "retraining", "acceptance"},
    {"recipes", "looked"},
    {"rehearsal"},
    {"files"},
    {"camera", "display", "settings_file", "datasets", "service", "plots"} | {"places", "board", "postponed", "card"},
    {"model_file", "recent", "wishes", "placing", "settings_text", "progress"},
    {"model_store", "runtime", "samples", "mistakes"},
    {"live_model", "backup", "checks"},
    {"web"},
    {"commands"},
    {"__main__"},
)
FLOOR = {unit: number for number, units in enumerate(FLOORS) for unit in units}
WORLD = FLOOR["files"]
NUMPY_ONLY = {"layers", "losses", "optimizers", "schedules", "network"}
OWNERS = {
    "picamera2": "pi_nn.camera.pi",
    "libcamera": "pi_nn.camera.pi",
    "gpiozero": "pi_nn.display.gpio",
    "lgpio": "pi_nn.display.gpio",
    "sdnotify": "pi_nn.service",
}
HEAVY = {"scipy.optimize", "matplotlib", "sklearn", "mlxtend", "pandas", "bottle", "waitress"}
WORLDLY = {"threading", "multiprocessing", "subprocess", "socket", "time", "datetime", "random", "sys", "signal"}
LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 300, 40, 8


@dataclass(frozen=True)
class Import:
    """One imported module (absolute name), and whether that happens as soon as the importing module is imported."""

    name: str
    at_once: bool


def _absolute(node, module, is_package):
    """`from ..x import y` in pi_nn.a.b is pi_nn.x."""
    if not node.level:
        return node.module
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join(kept + ([node.module] if node.module else []))


def _names(node, module, is_package):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = _absolute(node, module, is_package)
    return [base] + [f"{base}.{alias.name}" for alias in node.names]


def _is_for_types(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _walk(node, at_once=True):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, at_once
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _is_for_types(child)
        yield from _walk(child, at_once and not inside)


def imports(source, module, is_package=False):
    """All imports of a module's source, also those inside functions; `from a import b` names a and a.b."""
    return [
        Import(name, at_once)
        for node, at_once in _walk(ast.parse(source))
        for name in _names(node, module, is_package)
    ]


def unit(module):
    """The top-level module or package that a module belongs to: camera for pi_nn.camera.pi."""
    return (module.split(".") + [""])[1]


def within(name, package):
    return name == package or name.startswith(package + ".")


def floor_faults(module, found):
    here = unit(module)
    if here and here not in FLOOR:
        return [f"{module}: {here} has no floor"]
    there = {unit(each.name) for each in found if within(each.name, "pi_nn")} - {"", here, "__version__"}
    return [f"{module}: imports {other}" for other in sorted(there) if FLOOR.get(other, 99) >= FLOOR.get(here, 99)]


def numpy_faults(module, found):
    if unit(module) not in NUMPY_ONLY:
        return []
    allowed = {"numpy", "pi_nn"} | (set(sys.stdlib_module_names) - WORLDLY)
    return [f"{module}: NumPy only, imports {each.name}" for each in found if each.name.split(".")[0] not in allowed]


def owner_faults(module, found):
    return [
        f"{module}: imports {each.name}" + (" at once" if OWNERS[library] == module else "")
        for each in found
        for library in [each.name.split(".")[0]]
        if library in OWNERS and (OWNERS[library] != module or (each.at_once and library != "sdnotify"))
    ]


def world_faults(module, found):
    """Below the world nothing starts a thread, reads a clock or draws a random number that was not passed in."""
    if FLOOR.get(unit(module), WORLD) >= WORLD:
        return []
    return [f"{module}: imports {each.name}" for each in found if each.name.split(".")[0] in WORLDLY]


def calls_of_the_world(source, module):
    """Below the world nothing prints, opens a file or uses the global random generator."""
    if FLOOR.get(unit(module), WORLD) >= WORLD:
        return []
    calls = [ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    legacy = re.compile(r"(np|numpy)\.random\.(?!Generator|default_rng|SeedSequence|PCG64)")
    return [f"{module}: calls {call}" for call in calls if call in {"print", "open", "input"} or legacy.match(call)]


def _functions(source):
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function):
    """Lines of a function without its decorators and docstring."""
    lines = function.end_lineno - function.lineno + 1
    if not ast.get_docstring(function):
        return lines
    return lines - (function.body[0].end_lineno - function.body[0].lineno + 1)


def size_faults(source, module):
    lines = len(source.splitlines())
    faults = [f"{module}: {lines} lines"] if lines > LONGEST_MODULE else []
    return faults + [
        f"{module}.{each.name}: {length(each)} lines" for each in _functions(source) if length(each) > LONGEST_FUNCTION
    ]


def _reach(name, graph, reached, waiting):
    if name in graph and name not in reached:
        reached.add(name)
        parents = [name.rpartition(".")[0]] if "." in name else []
        for each in parents + [found.name for found in graph[name] if found.at_once or waiting]:
            _reach(each, graph, reached, waiting)


def heavy_faults(start, graph, waiting=False):
    """Heavy libraries that are imported as soon as the module `start` is; graph: module -> its imports.

    waiting: also behind modules that are imported when they are used, as by a command that runs.
    """
    reached = set()
    _reach(start, graph, reached, waiting)
    return [
        f"{start}: {module} imports {found.name}"
        for module in sorted(reached)
        for found in graph[module]
        if found.at_once and any(within(found.name, heavy) for heavy in HEAVY)
    ]


def cycles(graph):
    """Modules that import each other at import time, also inside one package."""

    def leads(module, seen):
        for found in graph[module]:
            if found.at_once and found.name in graph and found.name not in seen and not within(module, found.name):
                seen.add(found.name)
                leads(found.name, seen)
        return seen

    return [f"{module}: imports itself in a circle" for module in sorted(graph) if module in leads(module, set())]


def _module_name(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {_module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
GRAPH = {name: imports(path.read_text(), name, path.name == "__init__.py") for name, path in SOURCES.items()}


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_imports_only_from_strictly_lower_floors(module):
    assert floor_faults(module, GRAPH[module]) == []


@pytest.mark.parametrize("module", SOURCES)
def test_the_network_is_numpy_only(module):
    assert numpy_faults(module, GRAPH[module]) == []


@pytest.mark.parametrize("module", SOURCES)
def test_a_device_library_is_imported_in_its_one_file_when_the_device_is_opened(module):
    assert owner_faults(module, GRAPH[module]) == []


@pytest.mark.parametrize("module", SOURCES)
def test_the_lower_floors_know_nothing_of_the_world(module):
    source = SOURCES[module].read_text()
    assert world_faults(module, GRAPH[module]) + calls_of_the_world(source, module) == []


@pytest.mark.parametrize("module", SOURCES)
def test_modules_and_functions_are_short(module):
    assert size_faults(SOURCES[module].read_text(), module) == []


def test_the_median_function_is_short():
    lengths = [length(each) for path in SOURCES.values() for each in _functions(path.read_text())]
    assert median(lengths) <= MEDIAN_FUNCTION


def test_modules_import_each_other_in_no_circle():
    assert cycles(GRAPH) == []


@pytest.mark.parametrize("module", [name for name in SOURCES if within(name, "pi_nn.commands")])
def test_no_command_imports_anything_heavy_at_once(module):
    assert heavy_faults(module, GRAPH) == []


def test_a_command_that_runs_imports_nothing_heavy_on_its_way():
    assert heavy_faults("pi_nn.commands.run", GRAPH, waiting=True) == []


# The checker itself: each kind of violation, made up, is caught.


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pi_nn.layers", "from pi_nn.network import Network"),
        ("pi_nn.layers", "import pi_nn.losses"),
        ("pi_nn.layers", "from pi_nn import losses"),
        ("pi_nn.reader", "def f():\n    from pi_nn import training"),
        ("pi_nn.camera.demo", "from pi_nn.display.text import Text"),
        ("pi_nn.camera.demo", "from ..display import text"),
        ("pi_nn.service", "from .commands import main"),
        ("pi_nn.errors", "class A:\n    def f(self):\n        import pi_nn.settings"),
        ("pi_nn.utils", ""),
        ("pi_nn.reader", "import pi_nn.utils"),
    ],
)
def test_the_checker_catches_a_wrong_direction(module, source):
    assert floor_faults(module, imports(source, module))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pi_nn.camera.demo", "from pi_nn.camera.rotation import turn"),
        ("pi_nn.camera.demo", "from .rotation import turn\nfrom ..scenes import draw"),
        ("pi_nn.reader", "from pi_nn.vision import find_glyph\nfrom pi_nn import decision"),
        ("pi_nn", ""),
    ],
)
def test_the_checker_allows_a_right_direction(module, source):
    assert floor_faults(module, imports(source, module)) == []


@pytest.mark.parametrize("source", ["import scipy", "def f():\n    from scipy.ndimage import zoom", "import time"])
def test_the_checker_catches_a_network_that_is_not_numpy_only(source):
    assert numpy_faults("pi_nn.losses", imports(source, "pi_nn.losses"))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pi_nn.commands.run", "def f():\n    import picamera2"),
        ("pi_nn.camera.pi", "import picamera2"),
        ("pi_nn.camera.folder", "def f():\n    from libcamera import Transform"),
        ("pi_nn.display.text", "def f():\n    from gpiozero import LED"),
        ("pi_nn.display.gpio", "if True:\n    import gpiozero"),
        ("pi_nn.commands.run", "def f():\n    import lgpio"),
    ],
)
def test_the_checker_catches_a_device_library_elsewhere_or_too_early(module, source):
    assert owner_faults(module, imports(source, module))


def test_the_checker_allows_a_device_library_where_it_belongs():
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import picamera2\ndef f():\n    import libcamera"
    assert owner_faults("pi_nn.camera.pi", imports(source, "pi_nn.camera.pi")) == []


@pytest.mark.parametrize("source", ["import threading", "from time import monotonic", "def f():\n    import random"])
def test_the_checker_catches_threads_and_clocks_on_the_lower_floors(source):
    assert world_faults("pi_nn.training", imports(source, "pi_nn.training"))


@pytest.mark.parametrize("source", ["print(1)", "open('x')", "import numpy as np\nnp.random.rand(3)"])
def test_the_checker_catches_output_and_global_chance_on_the_lower_floors(source):
    assert calls_of_the_world(source, "pi_nn.vision.finder")
    assert not calls_of_the_world(source, "pi_nn.commands.read")


def test_the_checker_catches_a_long_module_and_a_long_function():
    assert size_faults("x = 1\n" * (LONGEST_MODULE + 1), "pi_nn.x")
    assert size_faults("def f():\n" + "    x = 1\n" * LONGEST_FUNCTION, "pi_nn.x")


def test_the_checker_does_not_count_docstrings():
    source = 'def f():\n    """A\n' + "\n" * LONGEST_FUNCTION + '    """\n    return 1\n'
    assert size_faults(source, "pi_nn.x") == []


def test_the_checker_catches_a_heavy_import_behind_others():
    graph = {
        "pi_nn": [],
        "pi_nn.commands.run": imports("from pi_nn import reader", "pi_nn.commands.run"),
        "pi_nn.reader": imports("import scipy.optimize", "pi_nn.reader"),
    }
    assert heavy_faults("pi_nn.commands.run", graph) == ["pi_nn.commands.run: pi_nn.reader imports scipy.optimize"]


def test_the_checker_catches_a_heavy_import_in_a_package_on_the_way():
    graph = {"pi_nn": [], "pi_nn.a": imports("import sklearn", "pi_nn.a"), "pi_nn.a.b": []}
    assert heavy_faults("pi_nn.a.b", graph)


def test_the_checker_lets_heavy_imports_wait_for_their_use():
    graph = {"pi_nn.commands.run": imports("def f():\n    import scipy.optimize", "pi_nn.commands.run")}
    assert heavy_faults("pi_nn.commands.run", graph) == []


def test_the_checker_catches_a_heavy_import_in_a_module_that_waits():
    graph = {
        "pi_nn.commands.run": imports("def f():\n    import pi_nn.reader", "pi_nn.commands.run"),
        "pi_nn.reader": imports("import scipy.optimize", "pi_nn.reader"),
    }
    assert heavy_faults("pi_nn.commands.run", graph) == []
    assert heavy_faults("pi_nn.commands.run", graph, waiting=True)


def test_the_checker_catches_a_circle():
    sources = {"pi_nn.a.b": "from . import c", "pi_nn.a.c": "import pi_nn.a.b"}
    graph = {module: imports(source, module) for module, source in sources.items()}
    assert len(cycles(graph)) == 2
