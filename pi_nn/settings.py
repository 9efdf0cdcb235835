"""Every value that an owner may turn, with its unit and meaning: the one home of them all.

Pure values, so that each module can take its section; `settings_file` reads them from TOML.
A section is a dataclass that cannot be changed: `Settings().camera.rotate`.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from pi_nn.section import Section
from pi_nn.section import require as _require
from pi_nn.section import require_distinct as _require_distinct
from pi_nn.section import require_range as _require_range
from pi_nn.section import value as _value


@dataclass(init=False, repr=False, eq=False)
class Camera(Section):
    """Where frames come from and how they are turned upright."""

    source: str = _value("auto", '"pi", "demo", "folder:DIR"; "auto": pi on a Raspberry Pi with picamera2, else demo')
    width: int = _value(320, "pixels of a frame, before rotation")
    height: int = _value(240, "pixels of a frame, before rotation")
    frames_per_second: float = _value(8.0, "frames a second that the camera is asked for")
    rotate: int = _value(0, "degrees clockwise that make a frame upright: 0, 90, 180 or 270")
    zoom: float = _value(1.0, "1 to 4: only the middle 1/zoom of the picture's width is used")
    flip_horizontal: bool = _value(False, "true: mirror left and right")
    flip_vertical: bool = _value(False, "true: mirror top and bottom")
    stall_seconds: float = _value(3.0, "seconds (at least 8 frames' time) without a frame: the camera is lost")
    loop: bool = _value(False, "folder: true: begin again after the last picture, as the service always does")
    hold: int = _value(1, "folder: frames for which each picture is held up; 8 for photographs, 1 for recorded frames")
    seed: int = _value(0, "demo: the same seed draws the same frames")

    def __post_init__(self) -> None:
        known = self.source in ("auto", "pi", "demo") or (self.source.startswith("folder:") and self.source[7:])
        _require(bool(known), "camera.source", self.source, '"auto", "pi", "demo" or "folder:DIR"')
        _require(self.rotate in (0, 90, 180, 270), "camera.rotate", self.rotate, "0, 90, 180 or 270")
        _require_range(self, 32, 8192, "width", "height")
        _require_range(self, 0.1, 120, "frames_per_second")
        _require_range(self, 1, 4, "zoom")
        _require_range(self, 0.5, 3600, "stall_seconds")
        _require_range(self, 0, 2**32 - 1, "seed")
        _require_range(self, 1, 10_000, "hold")


@dataclass(init=False, repr=False, eq=False)
class Finder(Section):
    """How writing is found in a frame and cut out of it; lengths in pixels of the view looked at.

    Evidence is measured by four bounds: none at the first and the last, full between the middle two.
    """

    view: int = _value(160, "pixels of the coarse view's longer side, in which a digit held up is looked for")
    page_view: int = _value(640, "pixels of the fine view's longer side, in which the small digits of a page are")
    page_share: float = _value(0.35, "0 to 1: the fine view is for digits up to this share of its longer side")
    widest_stroke: int = _value(31, "pixels; darker (or lighter) shapes wider than this are no strokes")
    dark_grey: float = _value(30.0, "grey levels: contrasts of paper darker than this count less and less")
    cell: int = _value(8, "pixels of a cell's side: the strongest contrast nearby is looked up in cells")
    most_pieces: int = _value(30, "pieces of ink: of a view's only the largest are looked at, noise has thousands")
    page_pieces: int = _value(60, "the same, where all digits are looked for")
    speck: float = _value(0.35, "of the smallest digit's size: a piece of fewer pixels is no part of a digit")
    least_body: float = _value(0.5, "of the smallest digit's size: a smaller piece has no parts that join it")
    faintest: float = _value(0.07, "0 to 1: least contrast of ink to paper")
    noise_factor: float = _value(2.0, "ink stands out by this many times the frame's own median contrast")
    ink_share: float = _value(0.4, "0 to 1: ink has at least this share of the strongest contrast nearby")
    faint_share: float = _value(0.2, "0 to 1: the same, where a stroke would break apart otherwise")
    bold_share: float = _value(0.65, "0 to 1: the same, where ruled lines or shadows would hang on otherwise")
    fragment: float = _value(0.75, "of the larger shape's height: a piece up to this height may be a part of it")
    gap_above: float = _value(0.14, "of the whole's size: widest gap to a part above or below")
    gap_beside: float = _value(0.1, "of the whole's size: widest gap to a part beside")
    paired: int = _value(3, "shapes: of so many, the largest, two that are near each other may be one digit")
    gap_halves: float = _value(0.17, "of the whole's size: widest gap between two such shapes")
    half: float = _value(0.3, "0 to 1: of two such shapes the smaller one has at least this share of the other's size")
    smallest: float = _value(0.07, "0 to 1: least size of a digit held up, of the frame's shorter side")
    smallest_view: int = _value(8, "pixels of the view's shorter side: in a smaller one nothing is looked for")
    page_smallest: float = _value(0.03, "0 to 1: least size of a digit on a page, of the frame's shorter side")
    line_aspect: float = _value(0.35, "0 to 1: what is narrower is a line, no writing if across the frame or below it")
    stroke: tuple[float, ...] = _value((0.0, 0.01, 0.2, 0.3), "evidence: stroke width over size")
    length: tuple[float, ...] = _value((0.5, 0.8, 5.0, 8.0), "evidence: length of the strokes over size")
    aspect: tuple[float, ...] = _value((0.0, 0.04, 1.4, 2.2), "evidence: width over height")
    contrast: tuple[float, ...] = _value((0.03, 0.14, 2.0, 3.0), "evidence: mean contrast of the ink")
    cut_off: tuple[float, ...] = _value((-2.0, -1.0, 0.25, 0.6), "evidence: ink on the frame's border over size")
    clutter: tuple[float, ...] = _value((-2.0, -1.0, 0.05, 0.4), "evidence: share of other ink around the box")
    clutter_margin: float = _value(0.125, "of a candidate's size: width of the margin where other ink is clutter")
    least_margin: int = _value(2, "pixels: that margin and the bands beside a box are at least so wide")
    soft_edge: int = _value(1, "pixels beside a box that are neither ink nor paper, but the soft edge of strokes")
    band: float = _value(0.1, "of a candidate's size: width of the bands beside its box where paper is looked for")
    no_paper: float = _value(0.34, "0 to 1: so much of the box's outline may have no paper beside it")
    standout: tuple[float, ...] = _value((0.15, 0.45, 9.0, 10.0), "evidence: contrast to the paper around over its own")
    rival: tuple[float, ...] = _value((0.1, 0.3, 9.0, 10.0), "evidence: contrast over that of the strongest rival")
    least_evidence: float = _value(0.3, "0 to 1: candidates with less evidence of being a digit are dropped")
    faint_trust: float = _value(0.95, "0 to 1: what a shape found with faint_share weighs beside one with ink_share")
    bold_trust: float = _value(0.7, "0 to 1: what a shape found with bold_share weighs: its strokes may be broken")
    size_trust: float = _value(0.25, "power of its size that a shape weighs more: it is the whole, not a part")
    middle: float = _value(0.1, "of the frame's diagonal: so far from the middle a digit is half as prominent")
    beside_evidence: float = _value(0.75, "of the most prominent shape's: a shape nearer the middle with so much")
    beside_size: float = _value(0.5, "of its size: and with that, which stands apart from it, is looked at first")
    same_shape: float = _value(0.7, "0 to 1: two boxes are of one shape from this intersection over union")
    more_ink: float = _value(1.4, "times the ink: with more than that it is a shape of its own even so")
    overlap: float = _value(0.3, "0 to 1: of a page's boxes that share more of the smaller one only one is a digit")
    sheet_digits: int = _value(4, "a shape around so many digits is a sheet; an 8 encloses two holes")
    sheet_size: float = _value(0.5, "of the sheet's size: a digit on it is smaller")
    sheet_evidence: float = _value(0.8, "of the sheet's evidence: a digit on it has at least this")
    frame_gap: float = _value(0.05, "of a frame's size: it is at least so far from the digit in it, on all sides")
    framed: float = _value(0.35, "of the frame's height: that digit is at least so high")
    page_size: float = _value(0.4, "of the page's median size: its digits are larger")
    page_strength: float = _value(0.4, "of its median contrast, each counted by its ink: its digits have more")
    same_line: float = _value(0.35, "of the lower one's height: neighbours in a line overlap vertically by this")
    sure: float = _value(0.9, "0 to 1: where the most prominent dark ink has this evidence, light ink can wait")
    within: float = _value(0.8, "0 to 1: a shape of which more lies in the box of another is within it")
    crowd_margin: float = _value(0.25, "of a candidate's size: width of the margin where other ink is counted")
    least_chance: float = _value(0.01, "0 to 1: what by its stance has less chance of being a digit is not cut out")
    same_ink: float = _value(0.13, "of the usual threshold's ink: one with so little more or less is not tried")
    most_likely: int = _value(6, "candidates looked at, if only at their stance; of so many one threshold is enough")
    detail: int = _value(72, "pixels of a candidate's longer side when its glyph is cut out")
    cut_margin: int = _value(2, "pixels around a candidate's box that are cut out with it")
    paper_strokes: float = _value(3.0, "stroke widths over which the paper of a glyph is looked for")
    paper_reach: int = _value(4, "pixels by which that is more, but at most widest_stroke")
    full_ink: float = _value(0.75, "0 to 1: this share of a candidate's ink is not stronger than its full ink")
    ink_black: float = _value(0.6, "0 to 1: from this share of the strokes' contrast on a pixel is all ink")
    ink_white: float = _value(0.2, "0 to 1: up to this share of the strokes' contrast a pixel is all paper")
    solid: float = _value(0.5, "of the strongest ink: what is stronger counts as stroke")
    visible: float = _value(0.25, "of the strongest ink: what is stronger lies within the digit's box")
    thinnest_stroke: float = _value(0.09, "of the digit's size: thinner strokes are thickened to this, as MNIST's")

    still_cell: int = _value(8, "pixels of a cell's side: frames are compared in cells")
    still_change: float = _value(3.0, "grey levels: a frame in which no cell changes by more is not read again")
    still_noise: float = _value(7.0, "and none by more than this many times the median change: noise is no change")
    still_most: float = _value(12.0, "grey levels: a cell that changes by more has changed, whatever the others do")
    still_light: float = _value(0.2, "0 to 1: light that changes by a larger share is another frame's")
    still_frames: int = _value(48, "frames for which a reading is used at most while nothing changes; 1: for one")

    def __post_init__(self) -> None:
        _require_range(self, 32, 4096, "view", "page_view")
        _require_range(self, 0, 255, "still_change", "still_noise", "still_most")
        _require_range(self, 1, 10_000, "still_frames")
        _require_range(self, 3, 255, "widest_stroke")
        shares = (
            "faintest ink_share faint_share bold_share fragment gap_above gap_beside smallest page_smallest page_share "
            "line_aspect clutter_margin crowd_margin within band no_paper least_evidence faint_trust bold_trust "
            "half gap_halves least_chance same_ink size_trust beside_evidence beside_size same_shape sure overlap "
            "sheet_size sheet_evidence page_size page_strength same_line full_ink ink_black ink_white solid visible "
            "thinnest_stroke still_light frame_gap framed"
        )
        _require_range(self, 0, 1, *shares.split())
        _require_range(self, 0, 10, "speck", "least_body", "paper_strokes")
        _require_range(self, 0.01, 10, "middle", "more_ink")
        _require_range(self, 1, 255, "dark_grey", "cell", "still_cell", "paper_reach", "least_margin")
        _require_range(self, 0, 20, "soft_edge", "cut_margin")
        _require_range(self, 1, 1000, "most_pieces", "page_pieces", "sheet_digits", "smallest_view")
        _require_range(self, 0, 100, "noise_factor", "paired")
        _require_range(self, 20, 512, "detail")
        _require_range(self, 1, 20, "most_likely")
        for name in ("stroke", "length", "aspect", "contrast", "cut_off", "clutter", "standout", "rival"):
            bounds = getattr(self, name)
            rising = len(bounds) == 4 and bounds[0] < bounds[1] <= bounds[2] < bounds[3]
            _require(rising, f"finder.{name}", list(bounds), "four rising numbers")


@dataclass(init=False, repr=False, eq=False)
class Decision(Section):
    """When a digit is shown and when it goes out again (hysteresis)."""

    threshold: float = _value(0.7, "0 to 1: a digit of a single picture is read at this confidence and more")
    certain: float = _value(0.7, "0 to 1: a glyph that is some digit with this confidence hides the next ones")
    steady_threshold: float = _value(0.6, "0 to 1: threshold of averaged scores; 0.6 asks for two good frames of three")
    window: int = _value(3, "frames over which the scores are averaged")
    show_after: int = _value(3, "agreeing frames before a digit is shown")
    hide_after: int = _value(4, "disagreeing frames before a shown digit goes out")
    unsure_after: int = _value(8, "frames with writing that is no sure digit before that is shown")

    def __post_init__(self) -> None:
        _require_range(self, 0, 1, "threshold", "certain", "steady_threshold")
        _require_range(self, 1, 100, "window", "show_after", "hide_after", "unsure_after")


@dataclass(init=False, repr=False, eq=False)
class Display(Section):
    """Which displays show the digit and how they are wired (BCM pin numbers)."""

    show: tuple[str, ...] = _value(("text",), 'any of "text", "segments", "leds", "binary"')
    segments_pins: tuple[int, ...] = _value((17, 27, 22, 23, 24, 25, 18), "GPIO of the segments a, b, c, d, e, f, g")
    segments_common_anode: bool = _value(False, "true: the digit's common pin is at 3.3 V, a segment lights at low")
    leds_pins: tuple[int, ...] = _value((9, 10, 11, 12, 13, 16, 19, 20, 21, 26), "GPIO of the LEDs 0 to 9")
    leds_active_high: bool = _value(True, "false: an LED lights when its pin is low")
    binary_pins: tuple[int, ...] = _value((5, 6, 7, 8), "GPIO of the LEDs worth 8, 4, 2, 1")
    binary_active_high: bool = _value(True, "false: an LED lights when its pin is low")
    reading: str = _value("nearest", '"nearest": the digit nearest the middle; "number": all, one after another')
    digit_seconds: float = _value(1.0, "number: seconds for which each of its digits is shown")
    gap_seconds: float = _value(0.4, "number: dark seconds between two digits; three times as many after the last")
    blink_seconds: float = _value(1.0, "seconds on, and seconds off, of the slow blinking that says unsure")

    def __post_init__(self) -> None:
        for name, count in (("segments_pins", 7), ("leds_pins", 10), ("binary_pins", 4)):
            pins = getattr(self, name)
            _require(len(pins) == count, f"display.{name}", list(pins), f"{count} pins")
        known = {"text", "segments", "leds", "binary"}
        for name in self.show:
            _require(name in known, "display.show", name, "text, segments, leds or binary")
        _require(0 < len(self.show) == len(set(self.show)), "display.show", list(self.show), "at least one, each once")
        _require_distinct("display", {f"{name}_pins": getattr(self, f"{name}_pins", ()) for name in self.show})
        _require(self.reading in ("nearest", "number"), "display.reading", self.reading, "nearest or number")
        _require_range(self, 0.05, 60, "blink_seconds", "digit_seconds", "gap_seconds")


@dataclass(init=False, repr=False, eq=False)
class Service(Section):
    """How the daemon runs."""

    model: str = _value("", "a model file (the service sees none in /home); empty: the current, else the packaged one")
    state: str = _value("", "folder of models, samples and wishes; empty: $STATE_DIRECTORY, else /var/lib/pi_nn")
    runtime: str = _value("", "folder, in memory, of what is seen; empty: $RUNTIME_DIRECTORY, else /run/pi_nn")
    recent: int = _value(12, "readings shown lately that are kept in that folder, to be taught from")
    pin_factory: str = _value("", 'gpiozero\'s pin factory: "lgpio", "mock"; empty: gpiozero chooses')
    guard_stalls: float = _value(4.0, "the process is ended after this many times camera.stall_seconds without a frame")
    open_seconds: float = _value(120.0, "seconds for starting, up to the first frame, before the process is ended")
    close_seconds: float = _value(2.0, "seconds for closing the camera before the process is ended")

    def __post_init__(self) -> None:
        _require_range(self, 1, 100, "recent")
        _require_range(self, 2, 1000, "guard_stalls")
        _require_range(self, 1, 3600, "open_seconds")
        _require_range(self, 0.1, 60, "close_seconds")


@dataclass(init=False, repr=False, eq=False)
class Teaching(Section):
    """What the owner teaches, and how it is learnt."""

    most_megabytes: float = _value(8.0, "MB of the samples on the card; more are refused until some are removed")
    seconds: float = _value(3.0, "seconds for which what is held up is taken")
    glyphs: int = _value(3, "glyphs that are taken of one writing held up")
    checkpoint_seconds: float = _value(10.0, "seconds of learning after which it is kept how far it is")
    data: str = _value("", "folder with MNIST, rehearsed too if it is there; empty: $PI_NN_DATA, else none")
    forgotten_digits: float = _value(0.005, "0 to 1: so many more drawn digits may a new model misread")
    forgotten_others: float = _value(0.03, "0 to 1: the same of drawn marks: what was taught is like some of them")

    def __post_init__(self) -> None:
        _require_range(self, 0.1, 60, "most_megabytes")
        _require_range(self, 0.5, 60, "seconds")
        _require_range(self, 1, 20, "glyphs")
        _require_range(self, 0, 3600, "checkpoint_seconds")
        _require_range(self, 0, 1, "forgotten_digits", "forgotten_others")


@dataclass(init=False, repr=False, eq=False)
class Web(Section):
    """The page for people who would rather look than read, and who may see it."""

    address: str = _value("127.0.0.1", 'where it listens; "0.0.0.0": on the network, which takes a password')
    port: int = _value(8080, "the port there")
    names: tuple[str, ...] = _value(("localhost",), "by what names a browser may call it, beside its addresses")
    password: str = _value("", "file of the hashed password; empty: /etc/pi_nn/web-password")
    live_viewers: int = _value(4, "viewers who see every frame; the others see one in `slow_seconds`")
    slow_seconds: float = _value(1.0, "seconds between the frames that one viewer too many sees")
    upload_megabytes: float = _value(4.0, "the largest picture that is taken, as a file")
    upload_megapixels: float = _value(4.0, "millions of pixels of a picture that is taken; JPEG: four times as many")
    session_hours: float = _value(12.0, "hours for which who has logged in stays so")
    guesses: int = _value(5, "wrong passwords a minute from one address; four times as many from all together")

    def __post_init__(self) -> None:
        _require_range(self, 1, 65535, "port")
        _require_range(self, 1, 20, "live_viewers")
        _require_range(self, 0.2, 60, "slow_seconds")
        _require_range(self, 0.1, 50, "upload_megabytes", "upload_megapixels")
        _require_range(self, 0.01, 1000, "session_hours")
        _require_range(self, 1, 100, "guesses")


@dataclass(init=False, repr=False, eq=False)
class Settings(Section):
    """All sections."""

    camera: Camera = field(default=Camera())
    finder: Finder = field(default=Finder())
    decision: Decision = field(default=Decision())
    display: Display = field(default=Display())
    service: Service = field(default=Service())
    teaching: Teaching = field(default=Teaching())
    web: Web = field(default=Web())

    def changed(self, section: str, **values: Any) -> "Settings":
        """A copy in which some values of one section differ; values are checked anew."""
        return replace(self, **{section: replace(getattr(self, section), **values)})


PROFILES = {
    "pi": Settings(
        camera=Camera(source="pi"), display=Display(show=("leds", "text")), service=Service(pin_factory="lgpio")
    ),
    "tests": Settings(
        camera=Camera(source="demo"), display=Display(show=("segments", "text")), service=Service(pin_factory="mock")
    ),
}
"""Starting points that a settings file and the command line change: the appliance, and the same without hardware."""


def section_names() -> list[str]:
    """The names of the sections, in the order in which they are written."""
    return [each.name for each in fields(Settings)]
