"""Blink codes: how often every LED flashes together before a pause says what is the matter."""

READY = 1
CAMERA = 2
MODEL = 3
SETTINGS = 4

FLASH_SECONDS = 0.25
PAUSE_SECONDS = 1.5


def length(code: int) -> float:
    """Seconds that a code takes, with its pause."""
    return 2 * FLASH_SECONDS * code + PAUSE_SECONDS


def bright(code: int, seconds: float) -> bool:
    """Whether the LEDs are lit so many seconds after the code began; it goes on and on."""
    seconds %= length(code)
    return seconds < 2 * FLASH_SECONDS * code and seconds % (2 * FLASH_SECONDS) < FLASH_SECONDS
