"""pi_nn: hold a handwritten digit up to a Raspberry Pi's camera and its LEDs show it.

The way of a frame:
    camera            frames, of the Pi's camera, a folder or the built-in demo
    vision            a frame -> its glyphs, 28x28, framed as MNIST's digits are
    network           a glyph -> eleven scores; `layers` are what it is made of
    decision          the scores of the last frames -> a steady digit
    display           a reading -> LEDs, segments, a terminal
    reader            all of this in one loop; `commands.run` starts it by hand, `commands.appliance` as the service

How the network came about:
    datasets, scenes  what there is to learn from: MNIST's glyphs, and pictures that are drawn
    practice, junk    what the finder makes of drawn scenes; marks that are no digit
    training          the fit: `augment` distorts, `losses` judge, `optimizers` move
    recipes           with which numbers: `shipped` is this network, the others are the texts', which `descent` fits
    model_file        what is kept; `commands.train_shipped` and `commands.train_recipe` go the whole way

How it learns its owner's writing:
    recent, samples   what was shown lately, and what it really was
    retraining        the fit; `rehearsal` is what must not be forgotten, `acceptance` whether the new one is better
    model_store       the models there are; `live_model` takes another between two frames

Beside that: `runtime`, what others see of the service; `web`, the page; `service`, systemd; `settings`; `checks`;
`backup`. A module imports from lower floors alone, which tests/test_architecture.py lists.
"""

__version__ = "0.1.0"
