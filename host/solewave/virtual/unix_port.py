"""MicroPython's unix port in this process, with a Ctrl-C that comes as on an ESP32.

Run as a program: its arguments are the port's. The port's own handler of SIGINT jumps out of
whatever runs, be it the allocation of memory, whose lock then stays locked for good. SIGUSR1
has it raise KeyboardInterrupt where an ESP32 does, between two bytecodes; so has SIGUSR2, which
also ends a read. The first must not: a collection waits for the other thread to stand still.
"""

import ctypes
import importlib
import signal

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Does not return; the board does not outlive its server."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    port = importlib.import_module("micropython_run")
    interrupt = ctypes.CDLL(port.__file__).mp_sched_keyboard_interrupt
    for number in (signal.SIGUSR1, signal.SIGUSR2):
        libc.signal(number, interrupt)
    libc.siginterrupt(signal.SIGUSR2, 1)
    raise SystemExit(importlib.import_module("micropython_unix").main())


if __name__ == "__main__":
    main()
