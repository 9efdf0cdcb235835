"""Runs a program and tells what its imports cost: start_up.py OUT.json PROGRAM [ARGUMENT...].

OUT: millions of instructions: of the interpreter until the program began; of each imported package by itself
(what it imports from others is theirs, Python's own modules are one package); of every module likewise; of everything.
What the camera's library imports is its own, whatever it is.
"""

import _frozen_importlib
import sys

from instructions import now

CAMERA = ("picamera2", "libcamera")
_load = _frozen_importlib._load_unlocked
_under_way: list[str] = []
_nested = [0]  # instructions of the imports inside each import under way
_own: dict[str, float] = {}


def load(spec):
    """One module that is not there yet."""
    start = now()
    _nested.append(0)
    _under_way.append(spec.name)
    try:
        return _load(spec)
    finally:
        took, inside = now() - start, _nested.pop()
        _nested[-1] += took
        name = next((each for each in _under_way if each in CAMERA), spec.name)
        _own[name] = _own.get(name, 0) + (took - inside) / 1e6
        _under_way.pop()


def packages(modules):
    """Millions of instructions of each package."""
    sums: dict[str, float] = {}
    for name, cost in modules.items():
        top = name.partition(".")[0]
        top = "python" if top in sys.stdlib_module_names else top
        sums[top] = sums.get(top, 0) + cost
    return sums


def main(out, program):
    began = now()
    _frozen_importlib._load_unlocked = load
    exec(program, {"__name__": "program"})
    modules = dict(_own)
    found = {"interpreter": began / 1e6, "packages": packages(modules), "modules": modules, "all": now() / 1e6}
    import json  # not before: it costs, too

    with open(out, "w") as file:
        json.dump(found, file)


if __name__ == "__main__":
    out, program = sys.argv[1:3]
    sys.argv = ["pi-nn", *sys.argv[3:]]
    main(out, program)
