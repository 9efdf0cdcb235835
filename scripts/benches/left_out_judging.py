"""What a network that never saw a kind of "no digit" makes of it, beside what it makes of digits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from left_out_kinds import KINDS, Found, drawn_glyphs, specimens
from left_out_training import model_path
from seeing_case import Case, Figure, Section, Table, at_most, glyph_png, percent
from seeing_work import Work

from pi_nn import model_file
from pi_nn.glyphs import Glyphs
from pi_nn.network import NOT_A_DIGIT, Network
from pi_nn.scenes.letters import LOOK_ALIKES

BEST_AUROC, MOST_READ, MOST_REFUSED = 0.995, 0.01, 0.01
PICTURES = 60  # of each kind on the page, at most
SPECIMEN_SEED = 1000  # beside the one that was trained with: no specimen was ever learnt from


def auroc(higher: np.ndarray, lower: np.ndarray) -> float:
    """How often one of the first is above one of the second; equal ones count half."""
    ordered = np.sort(lower)
    below, up_to = (np.searchsorted(ordered, higher, side) for side in ("left", "right"))
    return float(np.mean(below + up_to)) / 2 / len(lower)


def sureties(scores: np.ndarray) -> np.ndarray:
    """The highest of the ten digit scores of each, (N, 11) -> (N,)."""
    return scores[:, :NOT_A_DIGIT].max(axis=1)


@dataclass(frozen=True)
class Judge:
    """threshold: from which on a digit is read. count: glyphs of each sort. digits: MNIST's, of unseen writers."""

    threshold: float
    count: int
    seed: int
    digits: Glyphs
    packaged: Network
    work: Work

    def section(self, names: list[str], out: Path, glyphs: str) -> Section:
        section = Section("Kinds of no digit that training never saw")
        section.notes.append(f"Against {len(self.digits)} digits of MNIST {glyphs}; read: at {self.threshold}.")
        rows: list[list[str]] = []
        for name in names:
            self.add_kind(name, model_file.load(model_path(out, name))[0], section, rows)
        heads = ["left out", "glyphs", "AUROC", "by top digit", "read as a digit", "by the model that saw it"]
        section.tables = [Table(heads, rows), self.look_alikes()]
        return section

    def add_kind(self, name: str, network: Network, section: Section, rows: list[list[str]]) -> None:
        """Its figures, its rows of the table, pictures of what was read."""
        digits = network.predict_many(self.digits.images / np.float32(255))
        sorts = specimens(KINDS[name], self.count, self.seed + SPECIMEN_SEED)
        whole = np.concatenate([*sorts.values()])
        scores = network.predict_many(whole)
        area = auroc(scores[:, NOT_A_DIGIT], digits[:, NOT_A_DIGIT])
        section.figures += [
            Figure(f"{name}: AUROC", f"{area:.4f}", f"at least {BEST_AUROC}", area >= BEST_AUROC),
            at_most(f"{name}: read as a digit", self.read(scores).mean(), MOST_READ),
            at_most(f"{name} never seen: digits refused", 1 - self.read(digits).mean(), MOST_REFUSED),
        ]
        for sort, images in ({name: whole} | sorts | self.found(name)).items():
            rows.append(self.row(sort if sort == name else f"  {sort}", images, network, digits))
        section.cases += self.cases(name, sorts, network)

    def read(self, scores: np.ndarray) -> np.ndarray:
        return sureties(scores) >= self.threshold

    def found(self, name: str) -> Mapping[str, np.ndarray]:
        """What the finder cuts out of the kind's empty scenes: not all of it is of that kind, so it has no bar."""
        seed, scenes = self.seed + SPECIMEN_SEED, -(-self.count // 4)
        found = {empty: self.work.run(empty, Found(empty, seed), scenes) for empty in KINDS[name].empties}
        return {f"found in scenes: {empty}": np.stack(images) for empty, images in found.items() if images}

    def row(self, name: str, images: np.ndarray, network: Network, digits: np.ndarray) -> list[str]:
        scores = network.predict_many(images)
        area = auroc(scores[:, NOT_A_DIGIT], digits[:, NOT_A_DIGIT])
        by_top = auroc(-sureties(scores), -sureties(digits))
        seen = self.packaged.predict_many(images)
        shares = [percent(self.read(each).mean()) for each in (scores, seen)]
        return [name, str(len(images)), f"{area:.4f}", f"{by_top:.4f}", *shares]

    def cases(self, name: str, sorts: Mapping[str, np.ndarray], network: Network) -> list[Case]:
        """What was read as a digit, the surest first."""
        named = [(sort, image) for sort, images in sorts.items() for image in images]
        scores = network.predict_many(np.stack([image for _, image in named]))
        surest = [number for number in np.argsort(-sureties(scores)) if self.read(scores)[number]]
        return [misread(name, *named[number], scores[number]) for number in surest[:PICTURES]]

    def look_alikes(self) -> Table:
        """What the model that is shipped makes of letters that are drawn as some digit is; there is no bar."""
        rows = []
        for letter in LOOK_ALIKES:
            scores = self.packaged.predict_many(drawn_glyphs(letter, self.count, self.seed + SPECIMEN_SEED))
            read = self.read(scores)
            counts = np.bincount(scores[read, :NOT_A_DIGIT].argmax(axis=1), minlength=NOT_A_DIGIT)
            rows.append([letter, percent(read.mean()), str(counts.argmax()) if read.any() else "-"])
        return Table(["look-alike", "read as a digit", "mostly as"], rows)


def misread(name: str, sort: str, image: np.ndarray, scores: np.ndarray) -> Case:
    said = f"read as {scores[:NOT_A_DIGIT].argmax()}"
    png, listed = glyph_png(image), tuple(map(float, scores))
    return Case(sort, (name,), name, said, {"read": True}, said, glyph=png, scores=listed)
