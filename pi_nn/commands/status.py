"""`pi-nn status`: what the appliance sees and how it is."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from pi_nn.commands.common import add_settings_option, appliance_places

if TYPE_CHECKING:
    from pi_nn.runtime import Seen

EXAMPLES = """examples:
  pi-nn status                 in words
  pi-nn status --json          one JSON object, for scripts
Exit code: 0, or 1 while something is wrong, or 2 if no service runs here or it may not be asked."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """Ask the running service's files and the board."""
    from pi_nn import board, runtime

    found = runtime.seen(appliance_places(args.settings).runtime)
    state = {
        **found.record,
        "age": round(found.age, 2),
        "up": round(found.record["monotonic"] + found.age - found.record.get("started", 0.0), 1),
        "board": board.name(),
        "temperature": board.temperature(),
        "throttling": board.throttling(),
    }
    print(json.dumps(state) if args.json else "\n".join(_lines(state, found)))
    return 1 if state.get("fault") or _stale(found) else 0


def _stale(found: "Seen") -> bool:
    from pi_nn.runtime import STALE_SECONDS

    return found.age > STALE_SECONDS and not found.record.get("fault")


def _lines(state: dict[str, Any], found: "Seen") -> list[str]:
    frames = f"{state['frames_per_second']:.1f} a second; frame {state['frame']}, {state['age']:.1f} s ago"
    standstill = " (it stands still: `journalctl -u pi_nn`)" if _stale(found) else ""
    lines = {
        "fault": str(state.get("fault", "")),
        "sees": sees(state),
        "frames": frames + standstill,
        "up": duration(state["up"]),
        "model": str(state.get("model", "")),
        "board": ", ".join(_board(state)),
    }
    return [f"{name:8}{text}" for name, text in lines.items() if text]


def _board(state: dict[str, Any]) -> list[str]:
    warm = [] if state["temperature"] is None else [f"{state['temperature']:.1f} °C"]
    throttling = state["throttling"]
    fed = [] if throttling is None else throttling or ["not throttled"]
    return [*([state["board"]] if state["board"] else []), *warm, *fed]


def sees(state: dict[str, Any]) -> str:
    """The reading in words; empty where there is none."""
    if "digit" not in state:
        return ""
    if state["unsure"]:
        return f"something that is no sure digit ({state['confidence']:.0%})"
    what = "no digit" if state["digit"] is None else f"a {state['digit']}"
    return f"{what} ({state['confidence']:.0%})"


def duration(seconds: float) -> str:
    """In the two largest units: "3 h 12 min"."""
    units = (("days", 86400), ("h", 3600), ("min", 60), ("s", 1))
    left = int(seconds)
    parts: list[str] = []
    for name, size in units:
        if left >= size or parts or size == 1:
            parts.append(f"{left // size} {name}")
            left %= size
    return " ".join(parts[:2])
