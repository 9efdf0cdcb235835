"""The texts' own networks give the texts' own numbers (recomputed in float64 where they are misprinted)."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from pi_nn.descent import Descent, Examples
from pi_nn.gradient_check import CORRECT, central_differences, relative_errors
from pi_nn.layers import Dense, Sigmoid
from pi_nn.losses import half_squares
from pi_nn.network import Network
from pi_nn.optimizers import SGD
from pi_nn.recipes import hand, score, tensorflow_mlp, tutorial, tutorial_better, xor
from pi_nn.recipes.system import mnist_task, one_hot

DIGITS = {"all": (load_digits().images, load_digits().target)}
SEED = 1


def begun(system, sources=(), seed=SEED):
    descent = Descent(system.network(np.random.default_rng(seed)), system.plan, seed)
    return descent, system.task(dict(sources), np.random.default_rng(seed))


def fitted(system, sources=(), seed=SEED):
    descent, task = begun(system, sources, seed)
    list(descent.run(task.learn, task.validate))
    return system.figures(descent.network, system.plan, task)


def sigmoids(*weights_and_biases):
    """A chain of sigmoid layers; weights as the texts write them, (outputs, inputs)."""
    layers = []
    for weight, bias in weights_and_biases:
        dense = Dense(*np.shape(weight)[::-1], bias=bias is not None)
        dense.weight = np.array(weight, float).T.copy()
        if bias is not None:
            dense.bias = np.array(bias, float)
        layers += [dense, Sigmoid()]
    return Network(layers)


def gradients(network, inputs, targets):
    outputs, caches = network.training_pass(np.array(inputs, float), None)
    error, grad = half_squares(outputs, np.array(targets, float))
    return error, network.backward(grad, caches)


# The pathway tutorial, 3.1 and 4


def three_three_one():
    return sigmoids(([[0.2] * 3, [0.4] * 3, [0.6] * 3], [0.8] * 3), ([[0.5] * 3], [0.2]))


def test_the_tutorials_forward_pass():
    network, x = three_three_one(), np.array([[1.5, 2.0, 3.0]])
    hidden = network.layers[1].forward(network.layers[0].forward(x)[0])[0]
    assert hidden[0] == pytest.approx([0.8909031788043871, 0.9677045353015495, 0.990986701347152], abs=1e-15)
    assert network.forward(x)[0, 0] == pytest.approx(0.8354556612475645, abs=1e-15)
    assert network.forward(x)[0, 0] == pytest.approx(0.8354, abs=1e-4)  # as printed


@pytest.mark.parametrize(
    ("y", "error", "out", "out_bias", "into_bias"),
    [
        (
            1.0,
            0.013537419707738117,
            [-0.02015207655074359, -0.021889310014663682, -0.022415948602986784],
            -0.022619827867028323,
            [-0.0010992637460883888, -0.0003534627194260045, -0.00010102081967280477],
        ),
        (
            0.0,
            0.3489930809553027,
            [0.10231993739720098, 0.11114054795934512, 0.11381449708079096],
            0.11484967146993091,
            [0.005581389957484372, 0.0017946678215937353, 0.0005129220266064298],
        ),
    ],
)
def test_backpropagation_at_the_tutorials_example(y, error, out, out_bias, into_bias):
    x = [1.5, 2.0, 3.0]
    found, (dw1, db1, dw2, db2) = gradients(three_three_one(), [x], [[y]])
    assert found == pytest.approx(error, abs=1e-15)
    assert (dw2[:, 0], db2[0]) == (pytest.approx(out, abs=1e-15), pytest.approx(out_bias, abs=1e-15))
    assert (db1, dw1) == (pytest.approx(into_bias, abs=1e-15), pytest.approx(np.outer(x, into_bias), abs=1e-15))


AFTER_A_STEP = {  # of 0.25, by the target: into the hidden units, their biases, to the output, its bias
    1.0: (
        [0.20041222390478317, 0.2005496318730442, 0.2008244478095663],
        [0.8002748159365222, 0.8000883656798565, 0.8000252552049183],
        [0.5050380191376859, 0.5054723275036659, 0.5056039871507467],
        0.2056549569667571,
    ),
    0.0: (
        [0.19790697876594338, 0.19720930502125783, 0.19581395753188674],
        [0.798604652510629, 0.7995513330446016, 0.7998717694933485],
        [0.47442001565069974, 0.47221486301016374, 0.47154637572980224],
        0.17128758213251727,
    ),
}


@pytest.mark.parametrize("y", AFTER_A_STEP)
def test_a_step_at_the_tutorials_example(y):
    network = three_three_one()
    _, found = gradients(network, [[1.5, 2.0, 3.0]], [[y]])
    SGD(network.parameters()).step(found, 0.25)
    (w1, b1, w2, b2), (first, biases, out, bias) = network.parameters(), AFTER_A_STEP[y]
    assert (w1[:, 0], b1) == (pytest.approx(first, abs=1e-15), pytest.approx(biases, abs=1e-15))
    assert (w2[:, 0], b2[0]) == (pytest.approx(out, abs=1e-15), pytest.approx(bias, abs=1e-15))


def test_the_tutorials_ten_outputs_are_a_5_and_so_far_from_it():
    outputs, target = np.array([[0.01, 0.1, 0.2, 0.05, 0.3, 0.8, 0.4, 0.03, 0.25, 0.02]]), one_hot(0, 1)(np.array([5]))
    assert outputs.argmax() == 5 == target.argmax()
    assert half_squares(outputs, target)[0] == pytest.approx(0.2032)
    assert half_squares(outputs, target)[0] == pytest.approx(0.637495**2 / 2, abs=1e-6)


def by_the_loop(weights, inputs, targets, steps, rate=0.25):
    """The tutorial's training as it stands there: sample by sample, the sums divided by their number."""
    w1, b1, w2, b2 = weights
    for _ in range(steps):
        sums = [np.zeros_like(each) for each in weights]
        for x, y in zip(inputs, targets):
            h = 1 / (1 + np.exp(-(w1 @ x + b1)))
            out = 1 / (1 + np.exp(-(w2 @ h + b2)))
            delta_out = -(y - out) * out * (1 - out)
            delta = (w2.T @ delta_out) * h * (1 - h)
            for total, more in zip(sums, [np.outer(delta, x), delta, np.outer(delta_out, h), delta_out]):
                total += more
        for weight, total in zip(weights, sums):
            weight -= rate / len(inputs) * total
    return w1.T, b1, w2.T, b2


def test_the_tutorials_weights_are_those_of_its_loop():
    descent, task = begun(tutorial.system(epochs=20), DIGITS)
    begin = [array.T.copy() for array in descent.network.parameters()]
    list(descent.run(task.learn))
    looped = by_the_loop(begin, task.learn.inputs, task.learn.targets, 20)
    for ours, theirs in zip(descent.network.parameters(), looped, strict=True):
        assert np.abs(ours - theirs).max() <= 1e-12


def test_the_tutorials_images_are_standardised_and_divided():
    learn, test = (lambda task: (task.learn, task.test))(begun(tutorial.system(), DIGITS)[1])
    assert (len(learn), len(test)) == (1078, 719)
    both = np.concatenate([learn.inputs, test.inputs])
    assert both.mean(axis=0) == pytest.approx(np.zeros(64), abs=1e-12)
    assert set(np.round(both.std(axis=0), 9)) == {0, 1}  # three pixels never change


def test_standardised_pixels_are_those_of_the_tutorial_and_some_reach_far():
    scaled = tutorial.standardised(DIGITS["all"][0].reshape(1797, 64))
    assert scaled[0, 55] == pytest.approx(-0.20978513, abs=1e-8)  # one print of the text has lost the sign
    assert scaled[0].max() == pytest.approx(1.906, abs=1e-3)  # within 2, as the text says of it, but of few others
    assert np.flatnonzero(~scaled.any(axis=0)).tolist() == [0, 32, 39]
    assert np.unravel_index(scaled.argmax(), scaled.shape) == (502, 56)
    assert (scaled.max(), (np.abs(scaled) > 2).mean()) == (pytest.approx(42.4, abs=0.1), pytest.approx(0.024, abs=1e-3))


def test_the_tutorials_network_has_2260_parameters():
    assert sum(each.size for each in begun(tutorial.system(), DIGITS)[0].network.parameters()) == 2260


def test_the_tutorials_first_weights_and_bad_plateau():
    descent, task = begun(tutorial.system(epochs=300), DIGITS)
    assert all(each.min() >= 0 and each.max() < 1 for each in descent.network.parameters())
    assert list(descent.run(task.learn))[-1] < descent.costs[0] / 2


def test_the_tutorial_stops_as_well_when_its_cost_hardly_changes():
    descent, task = begun(tutorial.system(precision=1e-3), DIGITS)
    costs = list(descent.run(task.learn))
    assert len(costs) < 3000 and abs(costs[-1] - costs[-2]) < 1e-3


def test_better_choices_on_the_tutorials_data_pay_at_once():
    assert fitted(tutorial_better.system(epochs=4, filters=8), DIGITS)["accuracy"] > 0.92


def test_validation_of_the_better_recipe_leaves_the_test_images_alone():
    test = begun(tutorial_better.system(), DIGITS)[1].test
    task = begun(tutorial_better.system(validate=True), DIGITS)[1]
    seen = {image.tobytes() for image in np.concatenate([task.learn.inputs, task.test.inputs])}
    assert len(task.test) == 200 and not seen & {image.tobytes() for image in test.inputs}


# The article series' regression


def test_the_regressions_forward_pass_and_gradients():
    network = sigmoids(([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]], None), ([[0.1, 0.2, 0.3]], None))
    examples = begun(score.system())[1].learn
    error, (dw1, dw2) = gradients(network, examples.inputs, examples.targets)
    scores = [0.5957211806131759, 0.5825718523808874, 0.5904303942613133]
    assert network.forward(examples.inputs)[:, 0] == pytest.approx(scores, abs=1e-15)
    assert 3 * error == pytest.approx(0.09774079826738129, abs=1e-15)
    assert 3 * dw2[:, 0] == pytest.approx([-0.09962028205871996, -0.10455609249783365, -0.109369287864048], abs=1e-15)
    of_sleep = [-0.0030034445409176658, -0.00589077641348415, -0.00860074693830495]
    assert 3 * dw1[0] == pytest.approx(of_sleep, abs=1e-15)
    of_study = [-0.0019821611573321673, -0.0038694193180825545, -0.005622407546452617]
    assert 3 * dw1[1] == pytest.approx(of_study, abs=1e-15)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_l2_the_asked_score_is_86_to_88_from_any_start(seed):
    assert 86 < fitted(score.system(), seed=seed)["score_8_3"] < 88


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_l2_bfgs_fits_the_three_rows_from_any_start(seed):
    assert fitted(score.system(l2=0.0), seed=seed)["largest_error"] < 0.01


def test_batch_gradient_descent_comes_to_the_same_regression():
    by_descent = fitted(score.system(bfgs=False, epochs=6000))
    assert by_descent["score_8_3"] == pytest.approx(fitted(score.system())["score_8_3"], abs=0.5)


# The visual introduction's worked example

GRADIENTS = {  # the exact column: w1 w2 w3 w4, bw1 bw2, w5 w6 w7 w8, bw3 bw4
    "0.weight": [-0.000421996007, 0.001590195993, -0.000984657350, 0.003710457316],
    "0.bias": [-0.002813306713, 0.010601306617],
    "2.weight": [0.100508254240, -0.036167750675, 0.083619603345, -0.030090393950],
    "2.bias": [0.143167321824, -0.051518554766],
}
UPDATED = {
    "0.weight": [0.100210998004, 0.199204902004, 0.120492328675, 0.168144771342],
    "0.bias": [0.801406653357, 0.244699346691],
    "2.weight": [-0.000254127120, 0.418083875337, 0.288190198328, 0.085045196975],
    "2.bias": [0.078416339088, 0.725759277383],
}


def test_the_worked_examples_forward_pass_and_error():
    network = hand.network()
    outputs = [hand.PIXELS]
    for layer in network.layers:
        outputs += [layer.forward(outputs[-1])[0]]
    assert outputs[1][0] == pytest.approx([0.857, 0.3395], abs=1e-9)
    assert outputs[2][0] == pytest.approx([0.702033487531, 0.584069061847], abs=1e-9)
    assert outputs[3][0] == pytest.approx([0.377844464786, 1.021698229342], abs=1e-9)
    assert outputs[4][0] == pytest.approx([0.593353109033, 0.735303261929], abs=1e-9)
    assert (outputs[4] - hand.CHICKEN)[0] ** 2 == pytest.approx([0.352067911999, 0.070064363145], abs=1e-9)
    assert half_squares(outputs[4], hand.CHICKEN)[0] == pytest.approx(0.211066137572, abs=1e-9)


def test_the_worked_examples_gradients():
    _, found = gradients(hand.network(), hand.PIXELS, hand.CHICKEN)
    for gradient, exact in zip(found, GRADIENTS.values(), strict=True):
        assert gradient.ravel() == pytest.approx(exact, abs=1e-9)


def test_the_errors_of_the_worked_examples_hidden_units():
    network = hand.network()
    outputs, caches = network.training_pass(hand.PIXELS, None)
    delta, _ = network.layers[3].backward(half_squares(outputs, hand.CHICKEN)[1], caches[3])
    back, _ = network.layers[2].backward(delta, caches[2])
    assert back[0] == pytest.approx([-0.013449055815, 0.043638917368], abs=1e-9)
    assert network.layers[1].backward(np.ones(2), caches[1])[0][0] == pytest.approx(
        [0.209182469916, 0.242932392840], abs=1e-9
    )


def error_of_the_worked_example(network):
    return half_squares(network.forward(hand.PIXELS), hand.CHICKEN)[0]


def test_the_worked_examples_gradient_check():
    errors = relative_errors(hand.network(), half_squares, hand.PIXELS, hand.CHICKEN)
    assert max(errors.values()) < CORRECT


def test_the_worked_examples_check_of_w5():
    network = hand.network()
    w5 = network.parameters()[2][:1, :1]
    above, below = (error_of_the_worked_example(network) for w5[...] in (0.0501, 0.0499))
    assert (above, below) == (pytest.approx(0.211076188475, abs=1e-12), pytest.approx(0.211056086824, abs=1e-12))
    w5[...] = 0.05
    numeric = central_differences(lambda: error_of_the_worked_example(network), w5, step=1e-4)[0, 0]
    assert numeric == pytest.approx(0.100508254185, abs=1e-11)


PRINTED = [[0.1002, 0.1992], [0.1205, 0.1514]], [0.814, 0.242], [[-0.00025, 0.4181], [0.2882, 0.0851]], [0.0784, 0.7258]
CORRECTED = (  # by the text's own gradients: w4, bw1 and bw2 are misprinted, the others rounded
    [[0.100210246, 0.199203895], [0.120490574, 0.168142422]],
    [0.8014, 0.2447],
    [[-0.00025, 0.4181], [0.2882, 0.08505]],
    [0.0784, 0.72575],
)


@pytest.mark.parametrize(("weights", "error"), [(PRINTED, 0.190019989975), (CORRECTED, 0.190151670571)])
def test_the_worked_examples_error_with_the_weights_as_printed_and_as_corrected(weights, error):
    network = hand.network()
    for array, values in zip(network.parameters(), weights, strict=True):
        array[...] = values
    assert error_of_the_worked_example(network) == pytest.approx(error, abs=1e-9)


@pytest.mark.parametrize(
    ("updates", "error", "man", "chicken"),
    [
        (1, 0.190152945909, 0.561225137156, 0.744398283959),
        (2, 0.170873858480, 0.529756422, 0.752804024),
        (10, 0.077299667006, 0.339962301, 0.802452618),
        (100, 0.006525897145, 0.084235347, 0.922823575),
        (1000, 0.000495879009, 0.022344186, 0.977807763),
        (10000, 0.000042256963, 0.006495555, 0.993494487),
    ],
)
def test_the_worked_example_after_more_updates(updates, error, man, chicken):
    figures = fitted(hand.system(epochs=updates))
    assert (figures["error"], figures["man"]) == (pytest.approx(error, abs=1e-9), pytest.approx(man, abs=1e-9))
    assert figures["chicken"] == pytest.approx(chicken, abs=1e-9)


# Exclusive or


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_line_parts_and_and_or_but_not_xor(seed):
    right = {name: fitted(xor.system(hidden=0, function=name), seed=seed)["right_of_4"] for name in xor.TARGETS}
    assert (right["and"], right["or"]) == (4, 4)
    assert right["xor"] < 4


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_hidden_layer_parts_xor(seed):
    assert fitted(xor.system(), seed=seed)["right_of_4"] == 4


# The TensorFlow network


def test_the_harsh_first_weights_train_without_nan():
    rng = np.random.default_rng(1)
    digits = rng.integers(0, 256, (200, 28, 28), np.uint8), rng.integers(10, size=200)
    descent, task = begun(tensorflow_mlp.system(epochs=2), {"train": digits, "test": digits})
    logits = descent.network.forward(descent.plan.prepare(task.learn.inputs))
    assert np.abs(logits).max() > 1e4
    assert all(np.isfinite(cost) for cost in descent.run(task.learn))


def test_the_tensorflow_network_has_the_texts_898510_parameters():
    network = tensorflow_mlp.system().network(np.random.default_rng(1))
    assert sum(each.size for each in network.parameters()) == 898_510


def test_mnist_stays_bytes_and_is_divided_as_it_comes():
    parts = {part: (np.zeros((n, 28, 28), np.uint8), np.arange(n)) for part, n in (("train", 10), ("test", 5))}
    task = mnist_task(one_hot(0.01, 0.99))(parts, np.random.default_rng(1))
    assert (task.learn.inputs.shape, task.learn.inputs.dtype, len(task.test)) == ((10, 784), np.uint8, 5)
    assert isinstance(task.test, Examples)


def test_the_book_encodes_a_5_in_the_sixth_place():
    assert one_hot(0.01, 0.99)(np.array([5])).tolist() == [[np.float32(0.99 if i == 5 else 0.01) for i in range(10)]]
