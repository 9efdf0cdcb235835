"""What a training asks of the C library's memory."""

import ctypes


def keep_freed_memory() -> None:
    """Let glibc keep what is freed: the next step needs it again, and fresh pages cost a quarter of a step."""
    trim_threshold, map_threshold = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h
    c_library = ctypes.CDLL(None)
    if hasattr(c_library, "mallopt"):
        c_library.mallopt(trim_threshold, 1 << 30)
        c_library.mallopt(map_threshold, 32 << 20)
