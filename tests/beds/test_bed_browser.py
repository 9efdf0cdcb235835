"""The page in a real browser: seeing, teaching, drawing, uploading, going back, logging in."""

import json
import os
import signal
import subprocess
import sys

import bed
import numpy as np
import paper
import pytest
from browser import Browser, free_port, install
from PIL import Image
from test_web_tried import HOSTILE

from pi_nn import mistakes
from pi_nn.web import password
from pi_nn.web.page_files import PAGES

pytestmark = pytest.mark.bed

LOOKS = [(390, 844, False), (390, 844, True), (1280, 800, False), (1280, 800, True)]
"""Width and height of a phone and a laptop, light and dark."""
STRANGE = "strange"
"""A sign that no model has ever seen; its owner says that it is a 4."""


@pytest.fixture(scope="module")
def clock():
    return bed.Clock(900)


def pi_nn(folder, *arguments):
    """A command of the program in a process of its own."""
    command = [sys.executable, "-m", "pi_nn", *arguments, "--settings", folder / "settings.toml"]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, cwd=bed.CHECKOUT, start_new_session=True, **quiet)


def strange_sign():
    """Two triangles that touch."""
    rows, columns = np.mgrid[-60:60, -60:60]
    edge = np.abs(np.abs(rows) - np.abs(columns)) < 5
    return np.where(edge | ((np.abs(rows) > 50) & (np.abs(rows) < 60)), 1.0, 0.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Settings, pictures to be held up, and what the appliance keeps."""
    found = tmp_path_factory.mktemp("page")
    for name in ("pictures", "state/requests", "state/samples", "run"):
        (found / name).mkdir(parents=True)
    shown = {"7": paper.ink("7"), "0": paper.ink("0"), STRANGE: strange_sign()}
    for name, ink in shown.items():
        Image.fromarray(paper.on_paper(ink)).save(found / "pictures" / f"{name}.png")
    (found / "settings.toml").write_text(
        f'[camera]\nsource = "folder:{found}/pictures"\nloop = true\nhold = 24\n'
        f'[display]\nshow = ["segments", "leds"]\n[web]\npassword = "{found}/password"\n'
        f'[service]\npin_factory = "mock"\nstate = "{found}/state"\nruntime = "{found}/run"\n'
    )
    return found


@pytest.fixture(scope="module")
def reader(folder):
    process = pi_nn(folder, "run", "--service", "--pace")
    yield process
    bed.end(process)
    process.communicate()


def serve(folder):
    """Where the page is, and its process."""
    port = free_port()
    process = pi_nn(folder, "web", "--port", str(port))
    assert "until Ctrl-C" in process.stdout.readline()
    return f"http://localhost:{port}", process


@pytest.fixture(scope="module")
def page(folder, reader):
    url, process = serve(folder)
    yield url
    bed.end(process)
    process.communicate()


@pytest.fixture(scope="module")
def browser(clock, page, tmp_path_factory):
    install(clock)
    with Browser(tmp_path_factory.mktemp("browser"), clock) as browser:
        yield browser


def test_the_live_view_shows_what_is_held_up(browser, page):
    browser.go(page)
    browser.wait_for("#words", "a 7")
    assert len(browser.script("return [...document.querySelectorAll('#leds .on')].map((each) => each.tagName)")) == 4
    assert browser.text(".bar.winner").startswith("7")
    browser.wait_for("#words", "a 0")


def test_the_live_view_goes_on_by_itself(browser, page):
    browser.go(page)
    browser.script(
        "window.seen = 0;"
        "new MutationObserver((all) => (seen += all.length)).observe(picture, { attributeFilter: ['src'] })"
    )
    browser.wait(lambda: browser.script("return seen") >= 10, "the frame stands still")


def test_the_box_lies_around_the_writing(browser, page):
    browser.go(page)
    browser.wait_for("#words", "a 7")
    shown = browser.script(
        "const [a, b] = [box, picture].map((each) => each.getBoundingClientRect());"
        "return [(a.x - b.x) / b.width, (a.y - b.y) / b.height, a.width / b.width, a.height / b.height]"
    )
    corner = (40, 80)
    x, y, width, height = paper.box_of(paper.ink("7"), corner)
    assert shown == pytest.approx([x / 320, y / 240, width / 320, height / 240], abs=0.03)


def test_a_browser_that_keeps_no_cookies_is_told_so(browser, page):
    browser.go(page)
    browser.wait_for("#words", "a ")
    browser.forget_cookies()
    browser.wait_for("#notice", "keeps no cookies")
    browser.errors()  # it says that the answer was 403


@pytest.mark.parametrize("name", ["live", "teach"])
def test_when_the_network_is_back_nothing_is_complained_of_any_more(browser, page, name):
    browser.go(f"{page}/{name}")
    browser.connected(False)
    browser.wait_for("#notice", "does not answer")
    browser.connected(True)
    browser.wait(lambda: browser.script("return notice.hidden"), "it complains still")
    browser.errors()  # it says that there was no network


def test_that_the_reader_stands_still_is_said_to_who_watches(browser, page, reader):
    browser.go(page)
    browser.wait_for("#words", "a ")
    os.kill(reader.pid, signal.SIGSTOP)
    try:
        browser.wait_for("#notice", "The reader stands still")
    finally:
        os.kill(reader.pid, signal.SIGCONT)
    browser.wait(lambda: browser.script("return notice.hidden"), "it complains still")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_every_screen_and_the_console_is_silent(browser, page, folder, name):
    for width, height, dark in LOOKS:
        browser.look(width, height, dark)
        browser.go(f"{page}/{name}")
        browser.wait(lambda: browser.script("return document.readyState") == "complete", "never loaded")
        assert browser.script("return document.documentElement.scrollWidth") <= width
        browser.picture(folder / f"{name}-{width}-{'dark' if dark else 'light'}.png")
    assert browser.errors() == []


@pytest.mark.parametrize("name", PAGES)
def test_whatever_can_be_reached_by_keyboard_has_a_name_for_a_screen_reader(browser, page, name):
    browser.go(f"{page}/{name}")
    browser.wait(lambda: browser.script("return document.readyState") == "complete", "never loaded")
    found = [each for each in browser.named() if each[0] in ("button", "link", "radio", "combobox", "textbox", "image")]
    assert found and all(text for _, text in found), found


def test_the_keyboard_leads_past_the_links_to_the_content(browser, page):
    browser.go(page)
    browser.press("Tab", "Enter")
    assert browser.script("return location.hash") == "#main"


def recent(browser, wanted):
    """The place in the strip of the reading that this is true of."""
    found = "return [...document.querySelectorAll('#recent .thumb')].map((each) => each.textContent)"
    places = [at for at, text in enumerate(browser.script(found)) if wanted(text)]
    return places[0] if places else None


def choose(browser, wanted):
    place = browser.wait(lambda: (at := recent(browser, wanted)) is not None and [at], "it was never read")[0]
    browser.click(f"#recent .thumb:nth-child({place + 1})")


def test_a_reading_is_taught_learnt_from_and_taken_back(browser, page, folder, clock):
    browser.go(f"{page}/teach")
    choose(browser, lambda text: "7" not in text.partition(" ")[0] and "0" not in text.partition(" ")[0])
    browser.click("#labels button:nth-child(5)")
    browser.wait_for("#how-many", "1")
    assert "1 of 4" in browser.text("#counts")
    (sample,) = (folder / "state" / "samples" / "4").glob("*.json")
    assert json.loads(sample.read_text())

    browser.click("#retrain")
    browser.wait_for("#learn-words", "begins")
    wish = folder / "state" / "requests" / "retrain"
    assert wish.exists()
    retraining = pi_nn(folder, "retrain")  # as systemd does
    browser.wait(lambda: not browser.script("return curve.hidden"), "no curve")
    output, _ = retraining.communicate(timeout=clock.left())
    wish.unlink()
    assert retraining.returncode == 0, output
    browser.wait_for("#learn-words", "model 1 is taken")
    browser.wait_for("#models .current", "model 1")

    browser.click("#rollback")
    browser.wait(lambda: (folder / "state" / "requests" / "rollback").exists(), "no wish")
    obeyed = pi_nn(folder, "obey")
    assert obeyed.communicate(timeout=clock.left()) and obeyed.returncode == 0
    browser.wait_for("#models .current", "the packaged one")
    assert browser.errors() == []


def test_the_arrows_choose_among_the_readings(browser, page):
    browser.go(f"{page}/teach")
    browser.wait(lambda: browser.script("return recent.children.length > 1"), "nothing was read")
    browser.script("recent.children[0].focus()")
    browser.press("Right")
    checked = "return [...recent.children].map((each) => each.ariaChecked)"
    assert browser.script(checked)[:2] == ["false", "true"]
    assert browser.script("return document.activeElement === recent.children[1]")


def test_a_sample_is_forgotten(browser, page, folder):
    browser.go(f"{page}/teach")
    browser.wait_for("#how-many", "1")
    browser.click("#newest .away")
    browser.wait_for("#how-many", "none")
    browser.wait(lambda: browser.script("return document.activeElement === retrain"), "the focus is lost")
    assert not any(path.is_file() for path in (folder / "state" / "samples").rglob("*"))


def test_what_is_refused_is_said_where_one_looks(browser, page):
    browser.look(390, 600)
    browser.go(f"{page}/teach")
    browser.wait(lambda: browser.script("return models.children.length > 0"), "no models")
    browser.script("retrain.scrollIntoView({ block: 'end' }); retrain.click()")
    browser.wait_for("#notice", "nothing has been taught yet")
    edges = browser.script("const seen = notice.getBoundingClientRect(); return [seen.top, seen.bottom]")
    assert 0 <= edges[0] < edges[1] <= 600
    browser.errors()  # it says that the answer was 409


SEVEN = [(-60, -80), (50, -80), (10, 0), (-20, 90)]


def test_a_drawing_is_read_with_every_step(browser, page):
    browser.go(f"{page}/try")
    browser.drag("#paper", SEVEN)
    browser.click("#read")
    browser.wait_for("#result .words", "7 (")
    assert browser.script("return document.querySelectorAll('.steps figure').length") == 4
    assert "taken: 7" in browser.text(".shapes")
    browser.click("#clear")
    browser.click("#read")
    browser.wait_for("#result .words", "no digit")


def test_one_draws_by_keyboard_too(browser, page):
    browser.go(f"{page}/try")
    browser.script("paper.focus()")
    browser.press(" ", *["Down"] * 14)
    assert browser.script("return !pen.hidden && pen.className === 'pen down'")
    browser.press("Enter")
    browser.wait_for("#result .words", "1 (")


def test_a_photograph_is_uploaded(browser, page, folder):
    browser.go(f"{page}/try")
    browser.type("#file", str(folder / "pictures" / "0.png"))
    browser.wait_for("#result .words", "0 (")
    assert browser.errors() == []


@pytest.mark.parametrize("kind", ["huge", "truncated", "svg", "zip"])
def test_what_is_no_picture_is_refused_in_a_line(browser, page, tmp_path, kind):
    path = tmp_path / kind
    path.write_bytes(HOSTILE[kind]())
    browser.go(f"{page}/try")
    browser.type("#file", str(path))
    browser.wait_for("#notice", "the picture: ")
    browser.errors()  # it says that the answer was 409


def test_a_file_that_is_far_too_large_is_refused_in_a_line(browser, page, tmp_path):
    (tmp_path / "large").write_bytes(bytes(6 << 20))
    browser.go(f"{page}/try")
    browser.type("#file", str(tmp_path / "large"))
    browser.wait_for("#notice", "too large to be taken")
    browser.errors()  # it says that there was no answer, or 413


def test_inside_shows_layers_patterns_digits_and_how_to_see_mistakes(browser, page):
    browser.go(f"{page}/inside")
    browser.wait(lambda: browser.script("return digits.children.length") == 10, "no digits")
    assert browser.script("return layers.children.length > 5 && weights.children.length > 5")
    assert "evaluate --keep" in browser.text("#mistakes-words")
    browser.script("of.value = '4'; of.dispatchEvent(new Event('change'))")
    browser.wait_for(".bar.winner", "4")


def test_inside_shows_the_worst_mistakes_in_tiles_of_one_height(browser, page, folder):
    found = mistakes.Mistakes("photos")
    for label in (8, 5, None):
        found.note(np.eye(28), np.eye(11)[3] * 0.999, label)
    mistakes.save(folder / "state" / "evaluation.npz", found)
    browser.look(1280, 800)
    browser.go(f"{page}/inside")
    browser.wait_for("#mistakes-words", "3 of 3 glyphs of “photos”")
    captions = browser.script("return [...mistakes.children].map((each) => [each.innerText, each.offsetHeight])")
    assert captions[0][0].split("\n") == ["8 → 3", "100 %"] and captions[2][0].startswith("no digit → 3")
    assert len({height for _, height in captions}) == 1
    (folder / "state" / "evaluation.npz").unlink()


def test_nothing_but_the_page_itself_is_ever_loaded(browser, page):
    for name in PAGES:
        browser.go(f"{page}/{name}")
        browser.wait(lambda: browser.script("return document.readyState") == "complete", "never loaded")
        loaded = browser.script("return performance.getEntriesByType('resource').map((each) => each.name)")
        assert all(each.startswith((page, "data:")) for each in loaded)


@pytest.fixture
def closed(folder):
    """A page with a password."""
    password.write(folder / "password", "correct horse")
    url, process = serve(folder)
    yield url
    bed.end(process)
    process.communicate()
    os.unlink(folder / "password")


def give(browser, text):
    browser.script("password.value = ''")
    browser.type("#password", text)
    browser.press("Enter")


def test_one_logs_in_and_out_and_a_wrong_password_leads_nowhere(browser, closed):
    browser.go(f"{closed}/teach")
    assert browser.url == f"{closed}/login"
    give(browser, "wrong horse")
    browser.wait_for("#notice", "that is not the password")
    assert browser.url == f"{closed}/login"
    give(browser, "correct horse")
    browser.wait(lambda: browser.url == f"{closed}/", "not let in")
    browser.wait_for("#words", "a ")
    browser.click("#leave")
    browser.wait(lambda: browser.url == f"{closed}/login", "not let out")
    browser.go(f"{closed}/api/live")
    assert "log in first" in browser.text("body")


def test_after_some_wrong_passwords_the_right_one_has_to_wait(browser, closed):
    browser.go(f"{closed}/login")
    for _ in range(5):
        give(browser, "wrong horse")
        browser.wait_for("#notice", "that is not the password")
        browser.script("notice.textContent = ''; delete notice.dataset.text")
    give(browser, "correct horse")
    browser.wait_for("#notice", "too many tries")
    assert browser.url == f"{closed}/login"


def test_another_page_cannot_ask_or_change_anything(browser, page, folder):
    """A page of another origin: the same server by its other name, which keeps no cookie of ours."""
    other = page.replace("localhost", "127.0.0.1")
    browser.go(f"{page}/try")
    asked = "return fetch(arguments[0], { method: arguments[1], credentials: 'include' }).then(() => true, () => false)"
    assert not browser.script(asked, f"{other}/api/models", "GET")
    assert not browser.script(asked, f"{other}/api/rollback", "POST")
    assert list((folder / "state" / "requests").iterdir()) == []
    browser.errors()
