"""A plugin for pytest: an emulated processor is slow, and no property-based test is told to hurry."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "emulated", deadline=None, derandomize=True, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("emulated")
