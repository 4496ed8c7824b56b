"""What holds for all tests: hypothesis has no deadline, because no test asserts wall time."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "solewave", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("solewave")
