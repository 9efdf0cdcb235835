"""The files that browsers get."""

import re

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


def test_ids_are_used_once_a_page():
    for name in PAGES:
        ids = re.findall(r'\bid="([\w-]+)"', Pages().page(name, "", True))
        assert len(ids) == len(set(ids))
