"""How digits look on seven segments, for LEDs and for the terminal.

  a
f   b
  g
e   c
  d
"""

from pi_nn.decision import Reading

BARS = "adg"
"""The segments that flash together in a blink code: no digit, and not the one bar of unsure."""

_DIGITS = ("abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg")


def lit(reading: Reading) -> str:
    """The segments that show a decided reading: none for no digit, the middle bar for unsure."""
    if reading.unsure:
        return "g"
    return "" if reading.digit is None else _DIGITS[reading.digit]


def states(segments: str) -> tuple[int, ...]:
    """1 for each of a, b, c, d, e, f, g that is lit, else 0."""
    return tuple(int(name in segments) for name in "abcdefg")


FONT = {states(each): states(each) for each in ("", "g", BARS, *_DIGITS)}
"""Every pattern that is ever shown, in the form in which gpiozero's `LEDCharDisplay` takes a font."""
