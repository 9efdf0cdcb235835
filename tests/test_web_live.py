"""What is seen now, as viewers are told."""

import json
import os

import numpy as np
import paper
import pytest
from browsing import opened

from pi_nn import runtime
from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.runtime import RuntimeFiles
from pi_nn.settings import Finder
from pi_nn.vision import find_glyph
from pi_nn.web.live import Live, threshold

SEVEN = paper.on_paper(paper.ink("7"))
SCORES = np.eye(11, dtype=np.float32)[7]


@pytest.fixture
def reader(tmp_path):
    with RuntimeFiles(tmp_path, lambda: {"model": "model 2"}, print) as files:
        yield files


@pytest.fixture
def live(tmp_path, reader):
    return Live(tmp_path, Finder(), {"displays": ["leds"]})


def show(reader, frame=SEVEN):
    reader.show(Reading(frame, find_glyph(frame), SCORES, 7, 0.99))


def told(live, after=""):
    return json.loads(live.latest(after)[0])


def test_a_viewer_is_told_of_the_reading_with_its_pictures(live, reader):
    live.latest()  # wishes for frames
    show(reader)
    seen = told(live)
    assert (seen["digit"], seen["model"], seen["displays"], seen["size"]) == (7, "model 2", ["leds"], [320, 240])
    assert opened(seen["picture"]).size == (320, 240) and opened(seen["glyph"]).size == (28, 28)
    assert opened(seen["ink"]).size[0] > 0


def test_the_same_frame_is_not_sent_twice(live, reader):
    show(reader)
    seen = told(live)
    assert told(live, str(seen["frame"])) == {}
    show(reader)
    assert told(live, str(seen["frame"]))["frame"] == seen["frame"] + 1


def test_an_answer_is_made_once_for_all_viewers(live, reader):
    show(reader)
    assert live.latest()[0] is live.latest()[0]


def test_frames_are_wished_for_only_while_somebody_asks(live, reader, tmp_path):
    os.utime(tmp_path / "look", (0, 0))
    show(reader)
    assert (tmp_path / "look").stat().st_mtime == 0 and not (tmp_path / "frame.pgm").exists()
    live.latest()
    assert (tmp_path / "look").stat().st_mtime > 0


def test_without_a_service_it_is_said_why(tmp_path):
    seen = told(Live(tmp_path / "none", Finder(), {}))
    assert "no service runs" in seen["fault"] and "digit" not in seen


def test_a_fault_of_the_service_is_told(live, reader):
    reader.tell("no camera")
    assert told(live)["fault"] == "no camera" and live.latest()[1] == 1.0


def test_a_viewer_asks_again_when_the_next_frame_is_due(tmp_path):
    now = [100.0]
    with RuntimeFiles(tmp_path, dict, print, lambda: now[0]) as reader:
        live = Live(tmp_path, Finder(), {}, lambda: now[0])
        for _ in range(3):
            now[0] += 0.125
            show(reader)
        assert live.latest()[1] == pytest.approx(0.125 + 0.04)
        now[0] += 0.1
        assert live.latest()[1] == pytest.approx(0.025 + 0.04)


def test_that_the_reader_stands_still_is_told_to_whoever_watches_and_comes(tmp_path):
    now = [100.0]
    with RuntimeFiles(tmp_path, dict, print, lambda: now[0]) as reader:
        live = Live(tmp_path, Finder(), {}, lambda: now[0])
        show(reader)
        assert not told(live).get("stale")
        now[0] += runtime.STALE_SECONDS + 1
        assert told(live, "1")["stale"] and told(live)["digit"] == 7
        assert live.latest("1")[1] == 1.0  # no need to ask often
        show(reader)
        assert not told(live, "1").get("stale")


NAN = float("nan")


@pytest.mark.parametrize(
    "damage",
    [{"confidence": NAN}, {"monotonic": NAN}, {"frames_per_second": "8"}, {"box": "none"}, {"box": [0, 0, 9e9, 9]}],
)
def test_damaged_files_are_told_in_a_line(live, reader, tmp_path, damage):
    live.latest()
    show(reader)
    (tmp_path / "reading.json").write_text(json.dumps(json.loads((tmp_path / "reading.json").read_text()) | damage))
    assert "damaged" in told(live)["fault"]


def test_pictures_of_no_pixels_are_told_as_damaged(live, reader, tmp_path):
    show(reader)
    (tmp_path / "glyph.pgm").write_bytes(b"P5\n# 1\n0 0\n255\n")
    assert "damaged" in told(live)["fault"]


@pytest.mark.parametrize("flip", [0, 255])
def test_the_threshold_picture_is_of_the_kind_of_ink_that_was_read(flip):
    """Light ink on dark paper as well as dark ink on light paper."""
    frame = SEVEN ^ np.uint8(flip)
    glyph = find_glyph(frame)
    seen = runtime.Seen({"box": list(glyph.box)}, 0.0, (glyph.image * 255).astype(np.uint8), frame)
    found = threshold(seen, Finder())
    x, y, width, height = (side * found.shape[0] // 240 for side in glyph.box)
    inside = found[y : y + height, x : x + width]
    assert inside.mean() < 0.5 and inside[:2].any()
    assert not found[: y - 2].any()


def test_nothing_read_is_shown_as_dark_ink(live, reader):
    live.latest()
    reader.show(Reading(SEVEN, None, NO_DIGIT))
    seen = told(live)
    assert "ink" in seen and "glyph" not in seen and seen["box"] is None
