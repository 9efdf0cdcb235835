"""What can be asked of a scene: the names of every kind of light, paper, pen, writing and emptiness.

A scene has one name out of each group; the first name of a group is its unremarkable one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

LIGHTS = (
    "even light", "dim", "bright", "gradient", "shadow edge", "vignette", "glare", "flicker",
    "low contrast", "noise", "JPEG blocks",
)  # fmt: skip
PAPERS = (
    "white", "yellow", "kraft", "lined", "squared", "dotted", "cardboard", "whiteboard", "blackboard",
    "sticky note", "phone screen",
)  # fmt: skip
SURROUNDS = ("sheet only", "sheet edges", "hand holding")
PENS = ("felt pen", "biro", "pencil", "marker", "brush", "coloured ink", "broken strokes", "chalk")
WRITINGS = ("middling", "small", "large", "off centre", "rotated", "perspective", "touching the edge")
BESIDES = ("alone", "digits beside", "words beside", "rule beside")
FOCUSES = ("sharp", "motion blur", "soft focus")
FORMS: dict[str, tuple[int, tuple[str, ...]]] = {
    "crossed 7": (7, ("crossed", "crossed serif", "crossed curved")),
    "open 4": (4, ("open", "crossing")),
    "closed 4": (4, ("closed", "two strokes", "triangle")),
    "1 with foot": (1, ("foot", "long foot")),
    "1 without foot": (1, ("bare", "flag", "long flag", "wedge")),
    "2 with loop": (2, ("loop",)),
    "9 with straight leg": (9, ("straight", "slanted")),
    "9 with curved leg": (9, ("curved", "hook", "swept")),
    "5 with its bar apart": (5, ("gap",)),
}
"""Forms of a digit that only drawn strokes can be asked for: the digit and its variants in `digits`."""

EMPTIES = (
    "empty paper", "room", "hand", "face", "letters", "doodle", "printed page", "ruled lines", "cut digit",
)  # fmt: skip

KINDS = (*LIGHTS, *PAPERS, *SURROUNDS, *PENS, *WRITINGS, *BESIDES, *FOCUSES, *FORMS, *EMPTIES, "number")

_GROUPS = {
    "light": LIGHTS,
    "paper": PAPERS,
    "surround": SURROUNDS,
    "pen": PENS,
    "writing": WRITINGS,
    "beside": BESIDES,
    "focus": FOCUSES,
}
_SPECIAL_SHARE = {
    "light": 0.4, "paper": 0.4, "surround": 0.25, "pen": 0.35, "writing": 0.35, "beside": 0.16, "focus": 0.16,
}  # fmt: skip
"""How often a group has another name than its first: about two of the seven in a scene of hardship 1."""

_PENS_OF = {
    "blackboard": ("chalk", "broken strokes", "marker"),
    "whiteboard": ("marker", "felt pen", "coloured ink"),
    "phone screen": ("felt pen", "marker", "brush", "biro"),
}


@dataclass(frozen=True)
class Choice:
    """One name of each group; `form` and `empty` are None unless asked for; `plain`: only forms read at once."""

    light: str = LIGHTS[0]
    paper: str = PAPERS[0]
    surround: str = SURROUNDS[0]
    pen: str = PENS[0]
    writing: str = WRITINGS[0]
    beside: str = BESIDES[0]
    focus: str = FOCUSES[0]
    form: str | None = None
    empty: str | None = None
    number: bool = False
    plain: bool = False

    def names(self) -> tuple[str, ...]:
        """The names, what is asked of the writing itself first; of an empty scene only what shows in it."""
        special = tuple(name for name in (self.empty, "number" if self.number else None, self.form) if name)
        seen = (self.light, self.paper, self.surround, self.pen, self.writing, self.beside, self.focus)
        return special + (seen if self.empty is None else (self.light, self.paper, self.focus))


def choose(rng: np.random.Generator, kinds: Sequence[str], hardship: float = 1.0) -> Choice:
    """One name of each group: those asked for, and the rest by chance.

    hardship: how many difficulties come together; 0 none but those asked for, 1 about two, 2 about four.
    ValueError for an unknown name and for two names of one group.
    """
    unknown = set(kinds) - set(KINDS)
    if unknown:
        raise ValueError(f"unknown kind of scene {sorted(unknown)}: must be in scenes.KINDS")
    chosen: dict[str, str] = {}
    for group, names in _GROUPS.items():
        chosen[group] = _asked(kinds, names) or _by_chance(rng, group, chosen.get("paper"), hardship)
    form, empty = _asked(kinds, FORMS), _asked(kinds, EMPTIES)
    return Choice(**chosen, form=form, empty=empty, number="number" in kinds, plain=False)


def _asked(kinds: Sequence[str], names: Collection[str]) -> str | None:
    asked = [name for name in kinds if name in names]
    if len(asked) > 1:
        raise ValueError(f"a scene cannot be both {asked[0]!r} and {asked[1]!r}")
    return asked[0] if asked else None


def _by_chance(rng: np.random.Generator, group: str, paper: str | None, hardship: float) -> str:
    names: Sequence[str] = _GROUPS[group]
    if group == "pen":
        names = _PENS_OF.get(paper or "", PENS[:-1])
    if rng.random() < hardship * _SPECIAL_SHARE[group]:
        return str(rng.choice(names[1:]))
    return names[0]
