"""The files that browsers get."""

import re

import pytest

from pi_nn.web.page_files import PAGES, Pages, served


def test_a_page_brings_its_sessions_token():
    assert 'name="token" content="secret"' in Pages().page("live", "secret", can_leave=False)
    assert 'name="token" content="secret"' in Pages().login("secret")


def test_one_can_log_out_only_where_one_can_log_in():
    assert 'id="leave"' in Pages().page("teach", "", can_leave=True)
    assert 'id="leave"' not in Pages().page("teach", "", can_leave=False)


def test_every_file_that_a_page_names_is_served():
    texts = [Pages().page(name, "", False) for name in PAGES] + [Pages().login("")]
    named = {name for text in texts for name in re.findall(r"/files/([\w.]+)", text)}
    assert named == served().keys() - {"common.js"}


def test_everything_that_one_can_press_or_fill_in_has_a_name():
    for text in [Pages().page(name, "", True) for name in PAGES] + [Pages().login("")]:
        assert all(re.search(r'\balt="', image) for image in re.findall(r"<img[^>]*>", text))
        fields = re.findall(r'<(?:input|select)[^>]*\bid="(\w+)"', text)
        assert all(f'for="{name}"' in text for name in fields)
        assert all(re.sub(r"<[^>]*>", "", each).strip() for each in re.findall(r"<button[^>]*>(.*?)</button>", text))


def test_without_javascript_every_page_says_what_it_needs():
    for text in [Pages().page(name, "", True) for name in PAGES] + [Pages().login("")]:
        assert re.search(r"<noscript><p[^>]*>This page needs JavaScript", text)


def test_ids_are_used_once_a_page():
    for name in PAGES:
        ids = re.findall(r'\bid="([\w-]+)"', Pages().page(name, "", True))
        assert len(ids) == len(set(ids))


LEGIBLE, VISIBLE = 4.5, 3.0
"""Contrast of text and of what one must make out, as the Web Content Accessibility Guidelines (2.2) have it."""
PAIRS = {
    "text back": LEGIBLE, "text card": LEGIBLE, "soft back": LEGIBLE, "soft card": LEGIBLE, "soft track": LEGIBLE,
    "on-key key": LEGIBLE, "on-key right": LEGIBLE, "wrong wrong-back": LEGIBLE, "plus card": LEGIBLE,
    "minus card": LEGIBLE, "right card": LEGIBLE, "line card": VISIBLE, "line back": VISIBLE, "key card": VISIBLE,
    "right track": VISIBLE, "other track": VISIBLE, "wrong track": VISIBLE,
}  # fmt: skip


def luminance(colour):
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_to_be_read_or_made_out_stands_out(dark):
    light_and_dark = re.findall(r":root \{(.*?)\}", served()["style.css"].content.decode(), re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", "".join(light_and_dark[: 1 + dark])))
    for pair, least in PAIRS.items():
        paler, darker = sorted((luminance(colours[name]) for name in pair.split()), reverse=True)
        assert (paler + 0.05) / (darker + 0.05) >= least, pair
