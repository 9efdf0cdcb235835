"""What the sections of the settings have in common: values that are given by name, compared, and never changed.

A frozen dataclass does the same with code that it compiles for each class when it is imported: for our 70 values that
cost a Pi Zero as much as a tenth of NumPy's import.
"""

from dataclasses import FrozenInstanceError, field, fields
from functools import cache
from typing import Any

from pi_nn.errors import SettingsError


class Section:
    """To be inherited by a `dataclass(init=False, repr=False, eq=False)`; what is not given has its default."""

    def __init__(self, **values: Any) -> None:
        own = _defaults(type(self))  # type: ignore[arg-type]
        unknown = values.keys() - own.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        vars(self).update(own | values)
        self.__post_init__()

    def __post_init__(self) -> None:
        """Raise SettingsError for a value that cannot be."""

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"


@cache
def _defaults(section: Any) -> dict[str, Any]:
    return {each.name: each.default for each in fields(section)}


def value(default: Any, meaning: str) -> Any:
    """A dataclass field with its unit and meaning, as the commented settings file prints it."""
    return field(default=default, metadata={"meaning": meaning})


def require(ok: bool, name: str, value: object, wanted: str) -> None:
    """SettingsError unless it is ok: what the value must be."""
    if not ok:
        import reprlib  # only now: of all settings hardly one is ever wrong

        raise SettingsError(f"{name} = {reprlib.repr(value)}: must be {wanted}")


def require_distinct(section: str, lists: dict[str, tuple[int, ...]]) -> None:
    """SettingsError for a pin that stands in two of a section's lists, or twice in one."""
    users: dict[int, str] = {}
    for name, pins in lists.items():
        for pin in pins:
            if pin in users:
                raise SettingsError(f"{section}: GPIO {pin} is used twice: in {users[pin]} and in {name}")
            users[pin] = name


def require_range(section: Any, low: float, high: float, *names: str) -> None:
    """SettingsError unless the section's values of these names lie within low and high."""
    for name in names:
        value = getattr(section, name)
        if not low <= value <= high:
            require(False, f"{type(section).__name__.lower()}.{name}", value, f"from {low} to {high}")
