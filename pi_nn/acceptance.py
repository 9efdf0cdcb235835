"""Whether a retrained network may take the place of the one before: by the owner's samples, and by drawn glyphs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pi_nn.losses import cross_entropy
from pi_nn.network import Network
from pi_nn.settings import Teaching


@dataclass(frozen=True)
class Marks:
    """count glyphs, of which so many are not read as what they are; cost: the mean cross-entropy."""

    count: int
    misread: int
    cost: float


@dataclass(frozen=True)
class Report:
    """How a network does on the owner's samples, on digits that it must not forget, and on what is no digit."""

    samples: Marks
    digits: Marks
    others: Marks

    def described(self) -> dict[str, Any]:
        """For a record: "2 of 10" and the like, and the cost on the samples."""
        parts = {name: getattr(self, name) for name in ("samples", "digits", "others")}
        counts = {name: f"{marks.misread} of {marks.count} misread" for name, marks in parts.items()}
        return {**counts, "cost": round(self.samples.cost, 4)}


def held_out(labels: Sequence[str], groups: Sequence[str]) -> list[bool]:
    """Which samples, oldest first, are not learnt from: of each label's writings the third and every fourth after it.

    A sample that is held out stays so when others come. Samples of one group are pictures of one writing.
    """
    order: dict[str, list[str]] = {}
    for label, group in zip(labels, groups, strict=True):
        known = order.setdefault(label, [])
        known += [group] if group not in known else []
    return [order[label].index(group) % 4 == 2 for label, group in zip(labels, groups, strict=True)]


def marks(head: Network, features: np.ndarray, labels: np.ndarray) -> Marks:
    """Of a network, or the head of one with what its eyes have made of glyphs: (N, ...), labels (N,) 0 to 10."""
    if not len(labels):
        return Marks(0, 0, 0.0)
    logits = head.forward(features)
    return Marks(len(labels), int((logits.argmax(axis=1) != labels).sum()), cross_entropy(logits, labels)[0])


def objection(before: Report, after: Report, limits: Teaching) -> str:
    """Why the new one may not take the old one's place, in words; empty if it may."""
    old, new = before.samples, after.samples
    if (new.misread, new.cost) >= (old.misread, old.cost):
        return f"it reads your samples no better: {_of(new)} instead of {old.misread}"
    for what, old, new, share in (
        ("digits", before.digits, after.digits, limits.forgotten_digits),
        ("marks that are no digit", before.others, after.others, limits.forgotten_others),
    ):
        if new.misread - old.misread > share * new.count:
            return f"it would misread drawn {what}: {_of(new)} instead of {old.misread}"
    return ""


def _of(marks: Marks) -> str:
    return f"{marks.misread} of {marks.count} misread"
