"""The recipe that a command line names: one of ours, or a file of one's own, with some of its values changed."""

import hashlib
import importlib.util
import inspect
import sys
from importlib import import_module
from math import isfinite
from pathlib import Path
from types import ModuleType
from typing import Any

from pi_nn.commands.common import own_file
from pi_nn.errors import SettingsError
from pi_nn.recipes import NAMES
from pi_nn.recipes.system import System

Options = dict[str, Any]


def system(recipe: str, options: Options) -> System:
    """The recipe's system; what may be varied are the arguments of its `system(...)`. SettingsError if it has none."""
    module = _module(recipe)
    for name in options:
        _require(name, _values(module), recipe)
    made: System = module.system(**options)
    return made


def values(recipe: str) -> Options:
    """What may be varied, by name, and the recipe's own value of each."""
    return _values(_module(recipe))


def options(recipe: str, assignments: list[str]) -> Options:
    """Of "hidden=50": {"hidden": 50}, with the type that the recipe's own value has."""
    own, found = values(recipe), {}
    for assignment in assignments:
        name, _, text = assignment.partition("=")
        _require(name, own, recipe)
        found[name] = value(text, own[name], assignment)
    return found


def described(recipe: str, options: Options) -> dict[str, Any]:
    """For a record: the name, all values as they are then, and the digest of a file of one's own, which may change."""
    facts = {"recipe": recipe, "options": {**values(recipe), **options}}
    file = own_file(recipe)
    return {**facts, "file": hashlib.sha256(Path(file).read_bytes()).hexdigest()} if file else facts


def _values(module: ModuleType) -> Options:
    return {name: parameter.default for name, parameter in inspect.signature(module.system).parameters.items()}


def _require(name: str, own: Options, recipe: str) -> None:
    if name not in own:
        raise SettingsError(f"{recipe}: has no {name}; it can vary {', '.join(own)}")


def value(text: str, like: Any, where: str) -> Any:
    """What the text says, of the same type as `like`."""
    try:
        if isinstance(like, bool):
            return {"true": True, "false": False}[text.lower()]
        found = type(like)(text)
    except (KeyError, ValueError) as error:
        raise SettingsError(f"{where}: {text!r} is no {type(like).__name__}; the recipe has {like}") from error
    if isinstance(found, int) and found < 0:
        raise SettingsError(f"{where}: must not be less than 0; the recipe has {like}")
    if isinstance(found, float) and not isfinite(found):
        raise SettingsError(f"{where}: is no finite number; the recipe has {like}")
    return found


def _module(recipe: str) -> ModuleType:
    if recipe in NAMES:
        return import_module(f"pi_nn.recipes.{recipe.replace('-', '_')}")
    if recipe == "shipped":
        raise SettingsError("shipped: has no values to vary; `pi-nn train` alone trains it")
    if not (file := own_file(recipe)):
        raise SettingsError(f"{recipe}: no such recipe; there are shipped, {', '.join(NAMES)} and your own files, .py")
    return _from_file(Path(file))


def _from_file(path: Path) -> ModuleType:
    if not path.is_file():
        raise SettingsError(f"{path}: is missing; copy one of pi_nn/recipes")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    if (folder := str(path.resolve().parent)) not in sys.path:
        sys.path.append(folder)  # for what it imports from files beside it
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise SettingsError(f"{path}: is no Python: line {error.lineno}: {error.msg}") from error
    if not hasattr(module, "system"):
        raise SettingsError(f"{path}: has no function system(); copy one of pi_nn/recipes")
    for name, own in _values(module).items():
        if not isinstance(own, bool | int | float | str):
            raise SettingsError(f"{path}: system() needs a value for {name}, a number, a text, True or False")
    return module
