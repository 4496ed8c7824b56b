"""Runs the massager until somebody or something stops it, and leaves nothing switched on."""

import sys

from sole import hal

ONLY_AT_START = ("finish_update", "sole.app", "sole.core.board", "sole.core.zones")
"""Modules that are forgotten once the parts are together: 10 KB of heap. What outlives them
may hold none of their functions, since a function keeps its whole module."""


def main(update=None):
    """Runs the massager until Ctrl-C or a bug; every output is off before it says so.

    `update` is what finish_update.run() said; `hello` repeats it.
    """
    watchdog = hal.Watchdog()
    try:
        loop(watchdog, update).run()
    except KeyboardInterrupt:
        hal.leave(watchdog)
        print("solewave: stopped by Ctrl-C, every output is off. Ctrl-D starts it again.")
    except Exception as error:
        hal.leave(watchdog)
        print("solewave: stopped by an error, every output is off. Ctrl-D starts it again.")
        hal.print_exception(error)
    finally:
        hal.leave(watchdog)


def loop(watchdog, update):
    """All parts, together; what put them together is forgotten."""
    from sole import app  # noqa: PLC0415 - at the top it would stay

    watchdog.take_over()  # not before: sixty files can take seconds to read (issue 13209)
    made = app.loop(watchdog, update)
    for name in ONLY_AT_START:
        forget(name)
    return made


def forget(name):
    """Takes module `name` out of memory, unless something holds it. An import brings it back."""
    if sys.modules.pop(name, None) is not None and "." in name:
        package, last = name.rsplit(".", 1)
        delattr(sys.modules[package], last)
