"""`pi-nn look IMAGE`: what the program sees in a picture: ink, candidates and why each was dropped, glyph, scores."""

import argparse
import shutil
import sys
from typing import TYPE_CHECKING

from pi_nn.commands.common import add_model_options, count, require_apart, settings_and_network

if TYPE_CHECKING:
    from pi_nn.looked import Line, Looked

EXAMPLES = """examples:
  pi-nn look                                 what the running service sees, live, until Ctrl-C
  pi-nn look --save frames                   the same, and the frames are kept, for a bug report
  pi-nn look photo.jpg                       what it sees, in words; with a picture where the terminal can draw
  pi-nn look photo.jpg --steps steps.png     every step as a picture
Every number that decides is a setting in [finder] or [decision]; `pi-nn settings` explains each."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("image", metavar="IMAGE", nargs="?", help="a picture; without one: what the service sees now")
    parser.add_argument("--steps", metavar="PNG", help="draw every step into this file")
    parser.add_argument("--save", metavar="FOLDER", help="without IMAGE: keep the camera's frames there")
    parser.add_argument("--frames", type=count, metavar="N", help="without IMAGE: end after N frames")
    add_model_options(parser)


def run(args: argparse.Namespace) -> int:
    """Look at the picture, say what is seen, and draw the steps if asked to; without a picture look live."""
    if args.image is None:
        from pi_nn.commands import look_live

        return look_live.run(args)
    from pi_nn.camera.pictures import load_grey
    from pi_nn.looked import look_at

    require_apart(args.image, args.steps, args.model)
    settings, network = settings_and_network(args)
    looked = look_at(load_grey(args.image), network, settings)
    if args.steps:
        from pi_nn import plots
        from pi_nn.commands.look_steps import draw_steps

        plots.save(draw_steps(looked), args.steps)
    print("\n".join([*picture(looked), *words(looked, args.image)]), flush=True)
    return 0


def picture(looked: "Looked") -> list[str]:
    """Frame, ink and glyph side by side, below them the scores; nothing where the terminal cannot draw."""
    from pi_nn.decision import Reading
    from pi_nn.display import canvas
    from pi_nn.display.text import beside, draws

    if not draws(sys.stdout):
        return []
    reading = Reading(looked.frame, looked.glyph, looked.scores, looked.digit, looked.confidence)
    columns = max(10, (shutil.get_terminal_size().columns - 28 - 4) // 2)
    frame = canvas.frame_canvas(reading, 40, columns)
    ink = 255.0 * ~looked.ink
    small = canvas.grey(canvas.shrunk(ink, *canvas.fitting(ink, 40, columns)))
    upper = beside(canvas.lines(frame), frame.shape[1], canvas.lines(small))
    upper = beside(upper, frame.shape[1] + 2 + small.shape[1], canvas.lines(canvas.glyph_canvas(reading)))
    return [*upper, "", *canvas.bars(looked.scores, 5), ""]


def words(looked: "Looked", name: str) -> list[str]:
    """The same in words, line by line."""
    height, width = looked.frame.shape
    rows, columns = looked.ink.shape
    lines = [f"{name}: {looked.reading}", f"a frame of {width}x{height}, looked at in {columns}x{rows}"]
    if looked.lines:
        lines += ["shapes of ink:", " no.  ink    found at  x,y size in pixels  evidence  what became of it"]
    lines += map(_in_words, looked.lines)
    if looked.more:
        lines.append(f"      and {looked.more} more: nearly the same boxes, or less like a digit")
    return lines


def _in_words(line: "Line") -> str:
    candidate, evidence = line.shape.candidate, line.shape.evidence
    x, y, width, height = candidate.box
    ink = "dark" if candidate.dark_ink else "light"
    place = f"{x},{y} {width}x{height}"
    return f"{line.number:>4}  {ink:<5}  {candidate.share:>8.0%}  {place:<18}  {evidence:>8.2f}  {line.words}"
