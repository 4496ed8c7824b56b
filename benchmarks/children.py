"""What processes that were started and have ended cost."""

import resource


def processor_s() -> float:
    """Seconds of the processor that all ended children used so far."""
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime
