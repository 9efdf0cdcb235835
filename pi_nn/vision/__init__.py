"""From a frame to the handwriting in it, as 28x28 glyphs in MNIST's framing."""

from pi_nn.vision.finder import Glyph, find_glyph, find_glyphs, likely_glyphs
from pi_nn.vision.framing import frame_glyph
from pi_nn.vision.stillness import Changes

__all__ = ["Changes", "Glyph", "find_glyph", "find_glyphs", "frame_glyph", "likely_glyphs"]
