"""The book's rule, scaling, first weights and rotation."""

import numpy as np
import pytest

from pi_nn.gradient_check import relative_errors
from pi_nn.layers import Dense, Sigmoid, Tanh
from pi_nn.losses import half_squares
from pi_nn.optimizers import SGD
from pi_nn.recipes import NAMES, book, book_100, book_rotated, book_tiny, book_zero

INPUTS, TARGETS = np.array([[0.9, 0.1, 0.8]]), np.array([[0.01, 0.01, 0.99]])
INTO = [[0.9, 0.3, 0.4], [0.2, 0.8, 0.2], [0.1, 0.5, 0.6]]
OUT = [[0.3, 0.7, 0.5], [0.6, 0.5, 0.2], [0.8, 0.1, 0.9]]


def three_by_three():
    into, out = Dense(3, 3, bias=False), Dense(3, 3, bias=False)
    into.weight, out.weight = np.array(INTO).T.copy(), np.array(OUT).T.copy()
    return book.BookNetwork([into, Sigmoid(), out, Sigmoid()])


def test_the_books_two_inputs_and_two_outputs():
    layer = Dense(2, 2, bias=False)
    layer.weight = np.array([[0.9, 0.2], [0.3, 0.8]])
    sums = layer.forward(np.array([[1.0, 0.5]]))[0]
    assert sums[0] == pytest.approx([1.05, 0.6])
    assert Sigmoid().forward(sums)[0][0] == pytest.approx([0.740775, 0.645656], abs=1e-6)


def test_a_layer_is_the_books_matrix_product_and_takes_no_other_size():
    layer = Dense(2, 2, bias=False)
    layer.weight = np.array([[5.0, 6.0], [7.0, 8.0]])
    assert layer.forward(np.array([[1.0, 2.0], [3.0, 4.0]]))[0].tolist() == [[19, 22], [43, 50]]
    with pytest.raises(ValueError):
        layer.forward(np.ones((5, 5)))


def test_the_books_signals_on_their_way():
    signals = [INPUTS]
    for layer in three_by_three().layers:
        signals += [layer.forward(signals[-1])[0]]
    assert signals[1][0] == pytest.approx([1.16, 0.42, 0.62])
    assert signals[2][0] == pytest.approx([0.761333, 0.603483, 0.650219], abs=1e-6)
    assert signals[3][0] == pytest.approx([0.975947, 0.888585, 1.254611], abs=1e-6)


def test_the_books_forward_pass():
    assert three_by_three().forward(INPUTS)[0] == pytest.approx([0.726303, 0.708598, 0.778097], abs=1e-6)


def test_one_training_step_of_the_book():
    network = three_by_three()
    outputs, caches = network.training_pass(INPUTS, None)
    SGD(network.parameters()).step(network.backward(half_squares(outputs, TARGETS)[1], caches), 0.3)
    into, out = network.parameters()
    assert out[:, 0] == pytest.approx([0.267478, 0.674221, 0.472224], abs=1e-6)
    assert into[:, 0] == pytest.approx([0.877210, 0.297468, 0.379742], abs=1e-6)
    assert network.forward(INPUTS)[0] == pytest.approx([0.710602, 0.693058, 0.778259], abs=1e-6)


def test_the_books_activation_is_swapped_in_one_place():
    network = book.network(5, activation=Tanh)(np.random.default_rng(1))
    assert [type(layer) for layer in network.layers] == [Dense, Tanh, Dense, Tanh]
    _, caches = network.training_pass(np.ones((1, 784), np.float32), None)
    assert [each.shape for each in network.backward(np.ones((1, 10)), caches)] == [(784, 5), (5, 10)]


def test_the_books_rule_is_the_gradient_for_the_last_layer_alone():
    errors = relative_errors(three_by_three(), half_squares, INPUTS, TARGETS)
    assert errors["2.weight"] < 1e-6
    assert errors["0.weight"] == pytest.approx(1 - 1 / 4.9, abs=0.02)  # up to 4.9 times the gradient


def test_pixels_become_0_01_to_1():
    assert book.scaled(np.array([[0, 128, 255]], np.uint8))[0] == pytest.approx([0.01, 0.506941, 1.0])


def test_the_first_weights_spread_by_the_units_they_lead_to():
    into, out = book.network(100)(np.random.default_rng(1)).parameters()
    assert (into.shape, out.shape) == ((784, 100), (100, 10))
    assert (into.std(), out.std()) == (pytest.approx(0.1, rel=0.02), pytest.approx(10**-0.5, rel=0.05))


def test_the_book_takes_one_record_at_a_time_in_the_order_of_the_file():
    plan = book_100.system().plan
    assert (plan.batch_size, plan.shuffle, plan.epochs, plan.schedule(0.5)) == (1, False, 1, 0.3)


def test_the_books_first_trial_has_100_records_and_10_to_judge_with():
    parts = {part: (np.zeros((n, 28, 28), np.uint8), np.arange(n) % 10) for part, n in (("train", 200), ("test", 50))}
    task = book_tiny.system().task(parts, np.random.default_rng(1))
    assert (len(task.learn), len(task.test), task.test.labels.tolist()) == (100, 10, [*range(10)])
    assert task.learn.targets.shape == (100, 10) and len(book_100.system().task(parts, None).learn) == 200


def image(*pixels):
    picture = np.full((28, 28), 0.01, np.float32)
    for row, column in pixels:
        picture[row, column] = 1
    return picture.reshape(1, 784)


def test_turning_by_a_right_angle_moves_the_top_to_the_left():
    turned = book_rotated.turned(image((0, 5)), 90).reshape(28, 28)
    assert np.unravel_index(turned.argmax(), turned.shape) == (22, 0)


def test_turning_by_nothing_changes_nothing():
    x = np.random.default_rng(1).random((3, 784), dtype=np.float32)
    assert book_rotated.turned(x, 0) == pytest.approx(x, abs=1e-6)


def test_turning_keeps_values_within_theirs_and_fills_the_corners():
    turned = book_rotated.turned(np.ones((1, 784), np.float32), 10).reshape(28, 28)
    assert turned.max() <= 1 + 1e-6
    assert turned[0, 0] == pytest.approx(0.01) and turned[14, 14] == pytest.approx(1)


def test_each_record_is_learnt_as_it_is_and_turned_either_way():
    x = image((4, 13), (5, 13), (6, 13))
    varied = book_rotated.system().plan.vary(x, np.random.default_rng(1))
    assert varied.shape == (1, 3, 784)
    assert (varied[0, 0] == x).all()
    top = [np.average(np.arange(28), weights=each.reshape(28, 28)[5] - 0.009) for each in varied[0]]
    assert top[1] < top[0] < top[2]  # anticlockwise first


def test_the_networks_of_all_four_introductions_are_there():
    assert {"tutorial", "tutorial-better", "book-100", "book-200", "book-rotated", "book-zero"} <= set(NAMES)
    assert {"score", "hand", "tensorflow-mlp", "xor", "pi-zero"} <= set(NAMES)


@pytest.mark.parametrize(("exact", "error"), [(True, 0), (False, 0.7)])
def test_book_zero_learns_by_the_gradient_or_by_the_books_rule(exact, error):
    chosen = book_zero.system(hidden=3, exact=exact)
    network = chosen.network(np.random.default_rng(1)).astype(np.float64)
    targets = np.full((1, 10), 0.01)
    errors = relative_errors(network, half_squares, np.full((1, 784), 0.1), targets)
    assert errors["0.weight"] == pytest.approx(error, abs=0.3 if error else 1e-6)
