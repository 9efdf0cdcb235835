"""A settings file as its owner sees it: all values with their meaning, and the names that a later version gave them."""

import json
import re
import tomllib
from dataclasses import fields
from typing import Any

from pi_nn import settings_file
from pi_nn.errors import SettingsError
from pi_nn.settings import PROFILES, Settings, section_names

RENAMED: dict[str, str] = {}
"""Keys that were called otherwise in an earlier version: {"camera.turn": "camera.rotate"}."""

GONE = ("finder.few", "finder.most_glances", "finder.narrow", "finder.odds")
"""Keys of earlier versions in whose place there is none: they become comments."""

_HEAD = """\
# The settings of pi_nn. What stands here behind a # is the default: take the # away and change the value.
# Then: pi-nn settings --check {path} && sudo systemctl restart pi_nn
"""
_SECTION = re.compile(r"\s*\[\s*(\w+)\s*\]")
_KEY = re.compile(r"(\s*)(\w+)(\s*=.*)", re.DOTALL)


def commented(path: str, settings: Settings = PROFILES["pi"]) -> str:
    """A settings file, to lie at `path`, that changes nothing and names each value with its meaning."""
    sections = [_section(name, getattr(settings, name)) for name in section_names()]
    return "\n".join([_HEAD.format(path=path), *sections])


def _section(name: str, section: Any) -> str:
    lines = [f"[{name}]"]
    for each in fields(section):
        lines += [f"# {each.metadata['meaning']}", f"#{each.name} = {_toml(getattr(section, each.name))}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A text, number, truth value or list of them is written alike in JSON and TOML."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def migrated(text: str, renamed: dict[str, str] = RENAMED, gone: tuple[str, ...] = GONE) -> str:
    """The text of a settings file in which keys have their present names; comments and order are kept.

    Raises SettingsError when it is no TOML, when old and new name both stand there, or where it is written in a way
    that cannot be changed line by line.
    """
    wanted = _moved(settings_file.parse(text), renamed, gone)
    lines: list[str] = []
    leaving: dict[str, list[str]] = {}
    section = ""
    for line in _statements(text):
        if found := _SECTION.match(line):
            section = found[1]
        found = _KEY.fullmatch(line)
        old = f"{section}.{found[2]}" if found else ""
        new = renamed.get(old)
        target, _, key = new.partition(".") if new else ("", "", "")
        changed = found[1] + key + found[3] if found and new else _commented_out(line) if old in gone else line
        (leaving.setdefault(target, []) if new and target != section else lines).append(changed)
    result = _with_arrivals(lines, leaving)
    if not _holds(result, wanted):
        raise SettingsError(f"cannot be migrated: by hand {_listed(renamed, gone)}")
    return result


def _commented_out(statement: str) -> str:
    return "".join(f"# gone: {line}" for line in statement.splitlines(keepends=True))


def _moved(tables: dict[str, Any], renamed: dict[str, str], gone: tuple[str, ...]) -> dict[str, Any]:
    """What the file says, under the present names."""
    moved = {name: dict(values) if isinstance(values, dict) else values for name, values in tables.items()}
    for old, new in renamed.items():
        (section, key), (target, name) = old.split("."), new.split(".")
        if not isinstance(moved.get(section), dict) or key not in moved[section]:
            continue
        value = moved[section].pop(key)
        there = moved.setdefault(target, {})
        if name in there:
            raise SettingsError(f"{old} is called {new} now, and both are there: remove {old}")
        there[name] = value
    for section, key in (old.split(".") for old in gone):
        if isinstance(moved.get(section), dict):
            moved[section].pop(key, None)
    return moved


def _statements(text: str) -> list[str]:
    """Lines, but for a value that goes on over several: these are one."""
    statements: list[str] = []
    begun = ""
    for line in text.splitlines(keepends=True):
        begun += line
        if _is_toml(begun):
            statements.append(begun)
            begun = ""
    return [*statements, begun] if begun else statements


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _with_arrivals(lines: list[str], leaving: dict[str, list[str]]) -> str:
    """Keys that change their section go to the head of the other one, or into one made for them."""
    result: list[str] = []
    for line in lines:
        result.append(line)
        if found := _SECTION.match(line):
            result += leaving.pop(found[1], [])
    for section, arrivals in leaving.items():
        result += [f"\n[{section}]\n", *arrivals]
    return "".join(result)


def _holds(text: str, wanted: dict[str, Any]) -> bool:
    return _is_toml(text) and tomllib.loads(text) == wanted


def _listed(renamed: dict[str, str], gone: tuple[str, ...]) -> str:
    return ", ".join([*(f"rename {old} to {new}" for old, new in renamed.items()), *(f"remove {old}" for old in gone)])
