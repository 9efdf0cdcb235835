"""The one generator of pictures: camera frames and ink of which we know what they show.

draw_scene(rng, kind=("lined", "pencil"), digit=4)   one frame with its digit and box: `Scene`
demo_scenes(seed)                                     the demo camera's endless frames
sample_digit_ink(rng, 4), sample_no_digit_ink(rng)    ink alone, for training
"""

from pi_nn.scenes.demo import demo_scenes
from pi_nn.scenes.glyphs import NO_DIGIT_KINDS, sample_digit_ink, sample_no_digit_ink
from pi_nn.scenes.kinds import EMPTIES, FORMS, KINDS
from pi_nn.scenes.scene import Scene, draw_scene
from pi_nn.scenes.sequence import draw_sequence

__all__ = [
    "EMPTIES",
    "FORMS",
    "KINDS",
    "NO_DIGIT_KINDS",
    "Scene",
    "demo_scenes",
    "draw_scene",
    "draw_sequence",
    "sample_digit_ink",
    "sample_no_digit_ink",
]
