"""What pi_nn takes from libcamera, of nothing."""


def Transform(**flips):
    return flips


class ColorSpace:
    """Only its name counts."""

    @staticmethod
    def Sycc():
        return "sycc"
