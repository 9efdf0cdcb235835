"""A network learns its owner's samples, keeps what it says of the rest, and a resumed run is the same run."""

from dataclasses import replace

import numpy as np
import pytest

from pi_nn.errors import TrainingError
from pi_nn.glyphs import Glyphs
from pi_nn.layers import Conv2D, Dense, Flatten, ReLU, Reshape
from pi_nn.network import Network
from pi_nn.retraining import TOGETHER, Plan, Retraining, joined, parted, seen, varied

PLAN = Plan(epochs=8, rate=0.01)
RNG = np.random.default_rng(3)
OWN = RNG.normal(2, 0.3, (8, 20)).astype(np.float32), np.full(8, 3)
REHEARSED = RNG.normal(-1, 1, (200, 20)).astype(np.float32), np.repeat([0, 10], 100)


def small_head(seed=0):
    rng = np.random.default_rng(seed)
    return Network([Dense(20, 16, rng), ReLU(), Dense(16, 11, rng)])


def network():
    rng = np.random.default_rng(1)
    return Network([Reshape((1, 28, 28)), Conv2D(1, 2, rng=rng), ReLU(), Flatten(), Dense(2 * 26 * 26, 11, rng)])


def run(fit, epochs=None):
    for _ in range(fit.plan.epochs if epochs is None else epochs):
        fit.run_epoch()
    return fit


def change(before, after):
    return np.abs(after.forward(REHEARSED[0]) - before.forward(REHEARSED[0])).mean()


def test_the_samples_are_learnt():
    head = small_head()
    assert (head.forward(OWN[0]).argmax(axis=1) != 3).all()
    assert (run(Retraining(head, OWN, REHEARSED, PLAN)).head.forward(OWN[0]).argmax(axis=1) == 3).all()


def test_what_is_rehearsed_keeps_its_logits_the_better_the_more_that_weighs():
    head = small_head()
    plans = (replace(PLAN, keep=keep, keep_refused=keep, margin=0.0) for keep in (0.0, 1.0))
    loose, firm = (run(Retraining(head, OWN, REHEARSED, plan)).head for plan in plans)
    assert change(head, firm) < 0.3 * change(head, loose)


def test_digits_and_marks_are_kept_each_as_much_as_it_weighs():
    apart, labels = REHEARSED[0].copy(), REHEARSED[1]
    apart[labels == 10, :10] = apart[labels != 10, 10:] = 0  # so that to keep the ones is not to keep the others

    def changes(**keep):
        head = small_head()
        after = run(Retraining(head, OWN, (apart, labels), replace(PLAN, **keep))).head
        return np.split(np.abs(after.forward(apart) - head.forward(apart)).mean(axis=1), 2)

    digits, marks = changes(keep=4.0, keep_refused=0.0)
    loose_digits, firm_marks = changes(keep=0.0, keep_refused=4.0)
    assert digits.mean() < 0.5 * loose_digits.mean() and firm_marks.mean() < 0.5 * marks.mean()


def test_a_taught_digit_is_the_farther_from_being_refused_the_larger_the_margin():
    def surest(margin):
        logits = run(Retraining(small_head(), OWN, REHEARSED, replace(PLAN, margin=margin))).head.forward(OWN[0])
        return (logits[:, 3] - logits[:, 10]).mean()

    assert surest(4.0) > surest(0.0) + 1


def test_the_margin_is_for_digits_alone():
    none = OWN[0], np.full(8, 10)
    with_margin, without = (
        run(Retraining(small_head(), none, REHEARSED, replace(PLAN, margin=margin))).head for margin in (4.0, 0.0)
    )
    assert all((one == other).all() for one, other in zip(with_margin.parameters(), without.parameters(), strict=True))


def test_the_head_that_was_given_stays_as_it_was():
    head = small_head()
    before = [array.copy() for array in head.parameters()]
    run(Retraining(head, OWN, REHEARSED, PLAN))
    assert all((one == other).all() for one, other in zip(before, head.parameters(), strict=True))


def test_a_run_that_goes_on_ends_as_one_that_was_never_stopped():
    whole = run(Retraining(small_head(), OWN, REHEARSED, PLAN))
    stopped = run(Retraining(small_head(), OWN, REHEARSED, PLAN), epochs=3)
    resumed = Retraining(small_head(), OWN, REHEARSED, PLAN)
    for name, array in resumed.state().items():
        array[...] = stopped.state()[name]
    run(resumed, epochs=5)
    assert resumed.finished
    assert all((array == whole.state()[name]).all() for name, array in resumed.state().items())


def test_the_curve_has_a_pair_for_each_epoch_and_one_before():
    fit = Retraining(small_head(), OWN, REHEARSED, PLAN)
    fit.note(2.5, 3.5)
    fit.run_epoch()
    fit.note(1.5, 2.0)
    assert fit.curve[:2].tolist() == [[2.5, 3.5], [1.5, 2.0]] and len(fit.curve) == PLAN.epochs + 1


def test_a_run_that_diverges_says_so():
    fit = Retraining(small_head(), (OWN[0] * np.float32(1e30), OWN[1]), REHEARSED, PLAN)
    with pytest.raises(TrainingError, match="diverged"), np.errstate(all="ignore"):
        run(fit)


def test_eyes_and_head_together_are_the_network():
    whole = network()
    eyes, head = parted(whole)
    images = RNG.random((TOGETHER + 3, 28, 28), np.float32)
    views = np.concatenate(list(seen(eyes, images)))
    assert np.allclose(head.forward(views), whole.forward(images), atol=1e-5)
    assert [type(layer) for layer in joined(eyes, head).layers] == [type(layer) for layer in whole.layers]
    assert isinstance(head.layers[0], Dense) and not any(isinstance(layer, Dense) for layer in eyes.layers)


def test_what_weighs_the_scores_stays():
    whole = network()
    whole.weighing = Network([Dense(12, 11)])
    whole.glance = Network([Dense(3, 2)])
    again = joined(*parted(whole))
    assert again.weighing is whole.weighing and again.glance is whole.glance


def test_a_network_without_a_dense_layer_cannot_learn():
    with pytest.raises(TrainingError, match="no dense layer"):
        parted(Network([Flatten()]))


def test_glyphs_are_varied_up_to_what_is_wanted_each_by_itself_too():
    some = Glyphs(RNG.random((5, 28, 28), np.float32), np.arange(5))
    many = varied(some, 17, PLAN, stream=0)
    assert len(many) == 15 and (many.labels == np.tile(np.arange(5), 3)).all()
    assert (many.images[:5] == some.images).all() and (many.images[5:10] != some.images).any()
    assert (many.images == varied(some, 17, PLAN, stream=0).images).all()
    assert (many.images != varied(some, 17, PLAN, stream=1).images).any()


@pytest.mark.parametrize(("count", "wanted", "variants"), [(1, 10_000, PLAN.most_variants), (50, 20, 1), (0, 20, 1)])
def test_of_few_glyphs_there_are_no_endless_variants_and_of_many_each_one_stays(count, wanted, variants):
    some = Glyphs(np.zeros((count, 28, 28), np.float32), np.zeros(count, np.int64))
    assert len(varied(some, wanted, PLAN, stream=0)) == count * variants
