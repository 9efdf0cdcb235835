"""pi_nn: hold a handwritten digit up to a Raspberry Pi's camera and its LEDs show it."""

__version__ = "0.1.0"
