"""What holds for all tests: hypothesis has no deadline, because no test asserts wall time, and
Ctrl-C works, which a shell switches off for what it starts in the background."""

import signal

from hypothesis import HealthCheck, settings

signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "solewave", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("solewave")
