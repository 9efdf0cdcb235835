"""`pi-nn backquery` and `pi-nn sweep`."""

from pathlib import Path

import numpy as np
import pytest
from handwriting import glyphs
from PIL import Image

from pi_nn import plots
from pi_nn.commands import main, sources, sweep, train_recipe
from pi_nn.losses import softmax

OWN = str(Path(__file__).with_name("own_recipe.py"))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def model():
    assert main(["train", OWN, "--epochs", "2", "--out", "m.npz"]) == 0
    return "m.npz"


def size(path):
    with Image.open(path) as image:
        return image.size


@pytest.mark.parametrize(("what", "images"), [("3", 1), ("all", 10), ("weights", 12)])
def test_backquery_draws_digits_and_weights(what, images, model):
    assert main(["backquery", what, "--model", model]) == 0
    width, height = size(f"backquery-{what}.png")
    assert width * height >= images * 64 * 64


def test_pictures_are_drawn_as_large_whatever_their_size(model):
    main(["backquery", "3", "--model", model])
    assert size("backquery-3.png")[0] == 28 * 8 + 4  # though the network's are 8x8


def test_backquery_draws_what_each_layer_makes_of_a_picture_and_says_the_answer(monkeypatch, capsys):
    images, labels = glyphs()
    data = {"train": (images[:50], labels[:50]), "test": (images[50:60], labels[50:60])}
    monkeypatch.setattr(sources, "load", lambda kind, folder: data)
    assert main(["train", "pi-zero", "--set", "hidden=6", "--epochs", "1"]) == 0
    Image.fromarray(255 - images[0]).save("p.png")
    assert main(["backquery", "p.png", "--model", "pi-zero.npz"]) == 0
    assert size("backquery-p.png")[0] > 4 * 28 * 8  # the input and three layers
    _, descent, _ = train_recipe.load("pi-zero.npz")
    outputs = softmax(descent.network.forward(descent.plan.prepare(images[:1].reshape(1, -1))))[0]
    second, first = outputs.argsort()[-2:]
    said = f"the answer is {first} ({outputs[first]:.2f}), then {second} ({outputs[second]:.2f})\n"
    assert capsys.readouterr().out.endswith(said)


def test_backquery_of_what_is_neither_a_digit_nor_a_file_says_what_there_is(model, capsys):
    assert main(["backquery", "11", "--model", model]) == 2
    assert "11: is missing; what can be asked for is 0 to 9, all, weights" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("what", "out", "said"), [("3", "m.npz", "m.npz: what is written is PNG"), ("p.png", "./p.png", "two things")]
)
def test_backquery_draws_over_nothing_that_it_reads(what, out, said, model, capsys):
    Image.fromarray(np.full((28, 28), 255, np.uint8)).save("p.png")
    before = Path(out).read_bytes()
    assert main(["backquery", what, "--model", model, "--out", out]) == 2
    assert said in capsys.readouterr().err and Path(out).read_bytes() == before


def test_a_network_of_other_inputs_takes_no_picture(model, capsys):
    Image.fromarray(np.full((28, 28), 255, np.uint8)).save("p.png")
    assert main(["backquery", "p.png", "--model", model]) == 2
    assert "takes no pictures of 28x28" in capsys.readouterr().err


def test_what_a_network_of_two_inputs_thinks_is_no_picture(capsys):
    assert main(["train", "hand"]) == 0
    assert main(["backquery", "1", "--model", "hand.npz"]) == 2
    assert "the network has 2 inputs, which are no picture" in capsys.readouterr().err


def test_backquery_of_a_missing_model_is_one_line(capsys):
    assert main(["backquery", "3"]) == 2
    assert "book-200.npz: is missing; train one with: pi-nn train RECIPE" in capsys.readouterr().err


def test_a_sweep_prints_a_table_of_each_combination_and_draws_it(capsys):
    assert main(["sweep", "hand", "--vary", "epochs=1,2", "--vary", "learning_rate=0.1,0.5", "--plot", "s.png"]) == 0
    out, said = capsys.readouterr()
    head, *rows = (line.split() for line in out.splitlines())
    assert head == ["epochs", "learning_rate", "error", "lowest", "highest"]
    assert [row[:2] for row in rows] == [[epochs, rate] for epochs in "12" for rate in ("0.1", "0.5")]
    assert rows[1][2] == "0.190153"
    assert "wrote s.png" in said
    assert size("s.png")[1] == plots.HEIGHT


def test_what_diverges_in_a_sweep_is_no_number_and_the_others_go_on(capsys):
    values = "learning_rate=1e38,0.01"
    assert main(["sweep", OWN, "--vary", values, "--vary", "epochs=2", "--plot", "s.png"]) == 0
    _, first, second = capsys.readouterr().out.splitlines()
    assert "nan" in first and "nan" not in second


def test_where_one_seed_diverged_there_is_no_spread_whichever_it_was(monkeypatch, capsys):
    for figures in ([np.nan, 0.5], [0.5, np.nan]):
        monkeypatch.setattr(sweep, "_figures", lambda *what, figures=figures: ("error", figures))
        assert main(["sweep", "hand", "--vary", "epochs=1"]) == 0
        assert capsys.readouterr().out.splitlines()[1].split() == ["1", "nan", "nan", "nan"]


def test_a_sweep_that_is_stopped_draws_what_is_done(monkeypatch, capsys):
    def stopped(recipe, options, *others):
        if options["epochs"] == 3:
            raise KeyboardInterrupt
        return "error", [0.5]

    monkeypatch.setattr(sweep, "_figures", stopped)
    assert main(["sweep", "hand", "--vary", "epochs=1,2,3", "--plot", "s.png"]) == 130
    out, said = capsys.readouterr()
    assert len(out.splitlines()) == 3 and "wrote s.png" in said and size("s.png")[1] == plots.HEIGHT


def test_a_sweeps_plot_has_the_first_name_along_its_axis_and_a_curve_for_each_other(monkeypatch):
    drawn, curves = {}, plots.curves
    monkeypatch.setattr(plots, "curves", lambda *texts, **more: drawn.update(texts[-1]) or curves(*texts, **more))
    main(["sweep", "hand", "--vary", "epochs=1,3", "--vary", "learning_rate=0.1,0.5", "--plot", "s.png"])
    assert {name: x for name, (x, _) in drawn.items()} == {"learning_rate=0.1": [1, 3], "learning_rate=0.5": [1, 3]}


def test_a_sweep_over_words_numbers_them_along_the_axis_and_says_which_is_which(monkeypatch):
    drawn, curves = [], plots.curves
    monkeypatch.setattr(plots, "curves", lambda *texts, **more: drawn.extend(texts) or curves(*texts, **more))
    words, hidden = "function=or,xor", "hidden=0,2"
    assert main(["sweep", "xor", "--vary", words, "--vary", hidden, "--vary", "epochs=1", "--plot", "s.png"]) == 0
    assert drawn[1] == "function (0: or, 1: xor)"
    assert [list(x) for x, _ in drawn[3].values()] == [[0, 1], [0, 1]]


def test_a_sweep_that_varies_a_value_twice_is_refused(capsys):
    assert main(["sweep", "hand", "--vary", "epochs=1,2", "--vary", "epochs=3"]) == 2
    assert "epochs: is varied twice" in capsys.readouterr().err


def test_a_sweep_draws_over_no_recipe(capsys):
    Path("own.py").write_bytes(Path(OWN).read_bytes())
    assert main(["sweep", "own.py", "--vary", "epochs=1", "--plot", "own.py"]) == 2
    assert "own.py: what is written is PNG; name it own.png" in capsys.readouterr().err


def test_a_sweep_of_the_shipped_network_says_that_it_has_nothing_to_vary(capsys):
    assert main(["sweep", "shipped", "--vary", "epochs=1"]) == 2
    assert "shipped: has no values to vary" in capsys.readouterr().err


def test_a_sweep_over_seeds_gives_mean_and_spread(capsys):
    assert main(["sweep", OWN, "--vary", "epochs=1", "--seeds", "2"]) == 0
    _, figures = capsys.readouterr().out.splitlines()
    _, mean, lowest, highest = map(float, figures.split())
    assert lowest < mean < highest


def test_a_sweep_of_what_the_recipe_has_not_is_one_line(capsys):
    assert main(["sweep", "hand", "--vary", "hidden=1"]) == 2
    assert "has no hidden" in capsys.readouterr().err
